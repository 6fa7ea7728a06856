import type { Workflow } from '#model/workflow.ts'
import type { Plan, Sensitivity } from './plan.ts'
import { durationsOf, type PlanInput } from './plan-input.ts'
import { scheduleWorkflow } from './scheduling/schedule-workflow.ts'
import { applyChange } from './what-if.ts'

const mostStages = 3
const fasterBy = 0.5

/**
 * What twice as much of each resource, one more person of each role, and half the time of each of the stages that fix the finish, would
 * gain: each alone, the schedule made anew with little search. The most valuable first.
 */
export function sensitivitiesOf(plan: Omit<Plan, 'sensitivities'>): readonly Sensitivity[] {
  const { schedule, input } = plan
  const found: Sensitivity[] = []
  for (const { name, kind, capacity, usedMs } of schedule.resources) {
    if (usedMs === 0 || kind === 'person') continue
    const to = capacity * 2
    const finish = finishWith(plan, { ...input, ...withCapacity(input, name, kind, to) })
    if (finish !== undefined) found.push({ kind: 'more', resource: name, from: capacity, to, finish })
  }
  for (const { role, able } of rolesInUse(plan)) {
    const changed = applyChange(input, `${role}=+1`)
    const finish = 'problem' in changed ? undefined : finishWith(plan, changed.input)
    if (finish !== undefined) found.push({ kind: 'more', resource: role, from: able, to: able + 1, finish })
  }
  for (const stage of longestOf(plan)) {
    const name = input.workflow.stages[stage]?.name ?? ''
    const stretch = new Map([...input.stretch, [name, (input.stretch.get(name) ?? 1) * fasterBy]])
    const finish = finishWith(plan, { ...input, stretch })
    if (finish !== undefined) found.push({ kind: 'faster', stage, factor: fasterBy, finish })
  }
  return found.sort((a, b) => a.finish - b.finish)
}

/** Roles of those who do something, and how many have them. */
function rolesInUse({ schedule, input }: Omit<Plan, 'sensitivities'>): readonly { readonly role: string; readonly able: number }[] {
  const busy = new Set(schedule.resources.filter(({ kind, usedMs }) => kind === 'person' && usedMs > 0).map(({ name }) => name))
  const { people } = input.workflow
  const roles = new Set(people.filter(({ name }) => busy.has(name)).flatMap((person) => person.roles))
  return [...roles].map((role) => ({ role, able: people.filter((person) => person.roles.includes(role)).length }))
}

function finishWith({ expected, schedule: like }: Omit<Plan, 'sensitivities'>, input: PlanInput): number | undefined {
  const { workflow, pools, start } = input
  const durations = durationsOf(input, expected.run)
  const schedule = scheduleWorkflow({ workflow, expected, pools, durations, start, effort: 8, seed: 1, like })
  return 'reasons' in schedule ? undefined : schedule.finish
}

function withCapacity(
  { workflow, pools }: PlanInput,
  name: string,
  kind: 'pool' | 'instrument',
  capacity: number,
): Pick<PlanInput, 'workflow' | 'pools'> {
  if (kind === 'pool') return { workflow, pools: { ...pools, [name]: capacity } }
  const instruments = workflow.instruments.map((one) => (one.name === name ? { ...one, capacity } : one))
  const changed: Workflow = { ...workflow, instruments }
  return { workflow: changed, pools: Object.hasOwn(pools, name) ? { ...pools, [name]: capacity } : pools }
}

/** The stages that take most of the chain. */
function longestOf({ schedule }: Omit<Plan, 'sensitivities'>): readonly number[] {
  const ms = new Map<number, number>()
  for (const { stage, task } of schedule.chain) {
    const { starts, ends } = schedule.stages[stage] ?? { starts: [], ends: [] }
    ms.set(stage, (ms.get(stage) ?? 0) + (ends[task] ?? 0) - (starts[task] ?? 0))
  }
  return [...ms]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostStages)
    .map(([stage]) => stage)
}
