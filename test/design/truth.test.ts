import { expect, test } from 'vitest'
import type { Block } from '#design/block-shape.ts'
import { scheduleCsv } from '#design/csv.ts'
import type { Plan } from '#plan/plan.ts'
import { beamtime } from './beamtime.ts'
import { blockFor, exampleText, planOf, planOfFile, viewFor } from './planned.ts'

/** Seconds in a text such as `2 h 3 min`. */
function seconds(text: string): number {
  const units: { readonly [unit: string]: number } = { d: 86_400, h: 3600, min: 60, s: 1, ms: 0.001 }
  return [...text.matchAll(/([\d.]+) (d|h|min|s|ms)\b/g)].reduce(
    (sum, [, value, unit]) => sum + Number(value) * (units[unit ?? ''] ?? 0),
    0,
  )
}

interface Task {
  readonly stage: string
  readonly from: number
  readonly to: number
}

/** The schedule as anyone would read it from the exported table. */
function tasksOf(plan: Plan): readonly Task[] {
  const [, ...rows] = scheduleCsv(viewFor(plan)).trimEnd().split('\r\n')
  return rows.map((row) => {
    const cells = row.match(/"(?:[^"]|"")*"|[^,]+|(?<=,)(?=,|$)/g) ?? []
    return { stage: cells[0] ?? '', from: Date.parse(cells[3] ?? ''), to: Date.parse(cells[4] ?? '') }
  })
}

function most(tasks: readonly Task[]): number {
  return Math.max(...tasks.map(({ from }) => tasks.filter((one) => one.from <= from && from < one.to).length))
}

function line(lines: readonly string[], start: string): string {
  const found = lines.find((one) => one.startsWith(start))
  if (found === undefined) throw new Error(`no ${start} in\n${lines.join('\n')}`)
  return found
}

test('[DESIGN-4] [DESIGN-8] how many at once, who overlaps, and when all are done, counted again from the table', async () => {
  for (const plan of [await planOf(beamtime(), { seeds: 0 }), await planOfFile(exampleText('argon'), { seeds: 0 })]) {
    const tasks = tasksOf(plan)
    const { coordination_mechanisms: coordination } = blockFor(plan).workflow_architecture
    const { parallel_execution: lines } = blockFor(plan).orchestration_strategy.execution_management
    const at = (ms: number) => viewFor(plan).time(ms)
    for (const { name } of plan.input.workflow.stages) {
      const mine = tasks.filter(({ stage }) => stage === name)
      const told = lines.find((one) => one.startsWith(`${name}: `))
      if (mine.length > 1 && most(mine) > 1) expect(told).toContain(`${mine.length} tasks, up to ${most(mine)} at once`)
      else expect(told).toBeUndefined()
      for (const waits of coordination.synchronization_points.filter((one) => one.includes(`tasks of ${name},`)))
        expect(waits).toContain(at(Math.max(...mine.map(({ to }) => to))))
    }
    const together = lines.filter((one) => one.includes('side by side')).map((one) => one.replace(/ run side.*/, ''))
    const really = tasks.flatMap((a) =>
      tasks.filter((b) => a.stage !== b.stage && a.from < b.to && b.from < a.to && a.to > a.from).map((b) => [a.stage, b.stage]),
    )
    const pairs = new Set(really.map((pair) => pair.sort((a, b) => names(plan).indexOf(a) - names(plan).indexOf(b)).join(' and ')))
    expect(together.sort()).toEqual([...pairs].sort().slice(0, 6))
  }
})

function names(plan: Plan): readonly string[] {
  return plan.input.workflow.stages.map(({ name }) => name)
}

test('[DESIGN-4] what is used of each resource, added up again', async () => {
  const plan = await planOf(beamtime(), { seeds: 0 })
  const management: Block['orchestration_strategy']['resource_management'] = blockFor(plan).orchestration_strategy.resource_management
  const tasks = tasksOf(plan)
  const hours = (stage: string) => tasks.filter((one) => one.stage === stage).reduce((sum, { from, to }) => sum + to - from, 0) / 3_600_000
  const whole = (plan.schedule.finish - plan.schedule.start) / 3_600_000
  const cpu = (2 * hours('reduce') + 4 * hours('refine')) / (4 * whole)
  expect(line(management.capacity_planning, 'cpu')).toContain(`${(cpu * 100).toFixed(1)} % used`)
  const persons = ['jiwoo', 'minjun', 'prof-kim'].map(
    (name) => seconds(line(management.capacity_planning, name).split(' of work')[0] ?? '') / 3600,
  )
  const worked = hours('mount') + hours('measure') + hours('sign-off')
  expect(persons.reduce((sum, each) => sum + each, 0)).toBeCloseTo(worked, 1)
  const euros = plan.schedule.costs.map(({ amount }) => amount)
  expect(euros).toHaveLength(1)
  expect((persons[0] ?? 0) * 20 + (persons[1] ?? 0) * 25).toBeCloseTo(euros[0] ?? 0, 0)
})

test('[DESIGN-4] what more of a resource would gain is what a plan with more of it says', async () => {
  const text = exampleText('argon')
  const plan = await planOfFile(text, { seeds: 0, pools: { cpu: 2, memory: 16e9 } })
  const more = await planOfFile(text, { seeds: 0, pools: { cpu: 4, memory: 16e9 } })
  const told = line(blockFor(plan).performance_optimization.optimization_strategies, 'cpu 2 → 4')
  const saved = (plan.schedule.finish - more.schedule.finish) / 1000
  expect(Math.abs(seconds(told) / saved - 1)).toBeLessThan(0.02)
})

test('[DESIGN-4] shares of the chain are those of its tasks, and with the waits between them make the whole', async () => {
  const plan = await planOfFile(exampleText('argon'), { seeds: 30 })
  const lines = blockFor(plan).performance_optimization.bottleneck_identification
  const told = lines.filter((one) => one.includes('of the chain')).map((one) => seconds(one.replace(/ of the chain.*/, '')))
  const whole = (plan.schedule.finish - plan.schedule.start) / 1000
  expect(told.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(whole * 1.001)
  expect(told.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(whole * 0.9)
  const often = plan.forecast?.stages.map(({ criticality }) => criticality) ?? []
  expect(Math.max(...often)).toBeGreaterThan(0.9)
})
