import { expect, test } from 'vitest'
import { normalQuantile } from '#expression/statistics/normal.ts'
import { studentShares } from '#expression/statistics/student.ts'
import type { Workflow } from '#model/workflow.ts'
import type { DurationSample } from '#plan/duration.ts'
import { drawDurations } from '#plan/forecast-run.ts'
import { learnDuration } from '#plan/learned-duration.ts'
import { togetherOf } from '#plan/run-spread.ts'
import { studentQuantile } from '#plan/student-quantile.ts'
import { randomStream } from '#worlds/simulated/random.ts'

const histories = Number(process.env.PWOS_COVERAGE_HISTORIES ?? 60)
const seeds = 100
const stages = ['a', 'b', 'c']
const workflow = { stages: stages.map((name) => ({ name })) } as unknown as Workflow

/** How far apart logarithms of durations lie: of runs, of a stage in a run, of a task. */
interface Truth {
  readonly run: number
  readonly stage: number
  readonly task: number
  readonly tasks: number
}

type Chance = ReturnType<typeof randomStream>

/** What a run takes that has all its stages one after the other, and the tasks of each too; and what it teaches. */
function runOf({ run, stage, task, tasks }: Truth, number: number, chance: Chance) {
  const normal = () => normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, chance.next())))
  const load = run * normal()
  const samples = stages.map((): DurationSample[] => [])
  stages.forEach((_, index) => {
    const own = stage * normal()
    for (let n = 0; n < tasks; n++) {
      const ms = 1000 * (index + 1) * (1 + n / 10) * Math.exp(load + own + task * normal())
      samples[index]?.push({ run: number, ms, values: {}, label: `n=${n}` })
    }
  })
  return { samples, finish: samples.flat().reduce((sum, { ms }) => sum + ms, 0) }
}

/** Whether the run after so many lies within what was foretold from them, and by how much the median misses it. */
function foretold(truth: Truth, before: number, seed: number): { readonly inside: boolean; readonly error: number } {
  const chance = randomStream(seed, 'truth')
  const earlier = Array.from({ length: before }, (_, number) => runOf(truth, number, chance).samples)
  const samples = stages.map((_, index) => earlier.flatMap((run) => run[index] ?? []))
  const together = togetherOf(samples)
  const durations = samples.map((each) => {
    const learned = learnDuration(each, (task) => ({ values: {}, label: `n=${task}` }))
    if (learned === undefined) throw new Error('three samples are enough')
    return { ...learned, together }
  })
  const finishes = Array.from({ length: seeds }, (_, number) => {
    const draw = drawDurations({ workflow, durations }, 1000 * seed + number)
    return stages.reduce((sum, __, stage) => {
      for (let task = 0; task < truth.tasks; task++) sum += draw(stage, task, 0, {})
      return sum
    }, 0)
  }).sort((a, b) => a - b)
  const at = (share: number) => finishes[Math.round(share * (seeds - 1))] ?? 0
  const { finish } = runOf(truth, before, chance)
  return { inside: finish >= at(0.05) && finish <= at(0.95), error: Math.abs(at(0.5) / finish - 1) }
}

/** Of runs after histories of this kind, the share that lies within P5 to P95. */
function coverage(truth: Truth, before: number): number {
  let inside = 0
  for (let seed = 1; seed <= histories; seed++) if (foretold(truth, before, seed).inside) inside++
  return inside / histories
}

// Four standard errors of a share of 90 % that is found from so few histories.
const slack = 4 * Math.sqrt((0.9 * 0.1) / histories)

for (const [what, truth] of [
  ['a shared machine', { run: 0.1, stage: 0.05, task: 0.05, tasks: 4 }],
  ['a machine of its own', { run: 0.01, stage: 0.03, task: 0.1, tasks: 8 }],
  ['single tasks', { run: 0.08, stage: 0.08, task: 0.02, tasks: 3 }],
] as const) {
  for (const before of [3, 5, 12]) {
    test(`[PLAN-12] ${what}: nine of ten runs end within P5 to P95 of what was foretold from ${before} earlier ones`, {
      timeout: 120_000,
    }, () => {
      const found = coverage(truth, before)
      if (process.env.PWOS_COVERAGE_HISTORIES !== undefined) console.log(what, before, found)
      expect(found).toBeGreaterThan(0.9 - slack)
    })
  }
}

test('[PLAN-12] Student’s quantile is the inverse of its distribution function', () => {
  for (const freedom of [1, 2, 2.5, 3, 4.7, 10, 100]) {
    for (const p of [1e-6, 0.01, 0.05, 0.3, 0.45, 0.6, 0.95, 0.999]) {
      expect(studentShares(studentQuantile(p, freedom), freedom).below / p, `${p} of ${freedom}`).toBeCloseTo(1, freedom < 2.6 ? 1 : 2)
    }
  }
})
