import { makePlan, type PlanOptions } from './make-plan.ts'
import type { Plan } from './plan.ts'
import type { PlanInput } from './plan-input.ts'
import { applyChange } from './what-if.ts'

/** One way to meet the deadline: nothing less of it does. */
export interface Addition {
  readonly change: string
  readonly plan: Plan
}

/** How sure a plan must be to count as meeting its deadline, where there is a forecast. */
const sureEnough = 0.8
/** No resource is tried beyond this many times what there is. */
const mostTimes = 64
/** Fewer simulated runs tell a probability of 80 % well enough to search by. */
const searchSeeds = 100

/**
 * For each resource alone, the least amount with which the deadline is met in 80 % of the simulated runs: doubled until it is met, then
 * halved in between. Persons come whole, by role.
 */
export async function leastAdditions(input: PlanInput, made: Plan, options: PlanOptions): Promise<readonly Addition[]> {
  const { deadline } = input.workflow
  if (deadline === undefined || meets(made, deadline)) return []
  const found: Addition[] = []
  for (const { name, now } of growable(made)) {
    const best = await leastOf(name, now, input, deadline, {
      ...options,
      seeds: Math.min(options.seeds ?? searchSeeds, searchSeeds),
      sensitivities: false,
    })
    if (best !== undefined) found.push(best)
  }
  return found.sort((a, b) => a.plan.schedule.finish - b.plan.schedule.finish)
}

function meets({ schedule, forecast }: Plan, deadline: number): boolean {
  const probability = forecast?.deadline?.probability
  return probability === undefined ? schedule.finish <= deadline : probability >= sureEnough
}

/** Pools and instruments in use, and the roles of people in use. */
function growable({ schedule, input }: Plan): readonly { readonly name: string; readonly now: number }[] {
  const used = schedule.resources.filter(({ usedMs }) => usedMs > 0)
  const things = used.filter(({ kind }) => kind !== 'person').map(({ name, capacity }) => ({ name, now: capacity }))
  const people = input.workflow.people
  const roles = new Set(people.filter(({ name }) => used.some((one) => one.name === name)).flatMap((person) => person.roles))
  return [...things, ...[...roles].map((name) => ({ name, now: people.filter((person) => person.roles.includes(name)).length }))]
}

async function leastOf(name: string, now: number, input: PlanInput, deadline: number, options: PlanOptions): Promise<Addition | undefined> {
  const attempt = async (amount: number): Promise<Addition | undefined> => {
    const change = `${name}=${amount}`
    const changed = applyChange(input, change)
    if ('problem' in changed) return undefined
    const plan = await makePlan(changed.input, options)
    return 'reasons' in plan || !meets(plan, deadline) ? undefined : { change, plan }
  }
  const isWhole = Number.isInteger(now) && now < 1e6
  let low = now
  let high = now
  let best: Addition | undefined
  while (best === undefined && high < now * mostTimes) {
    low = high
    high = Math.max(high * 2, isWhole ? high + 1 : high)
    best = await attempt(high)
  }
  while (best !== undefined && high - low > (isWhole ? 1 : now / 16)) {
    const middle = isWhole ? Math.floor((low + high) / 2) : (low + high) / 2
    const better = await attempt(middle)
    if (better === undefined) low = middle
    else {
      best = better
      high = middle
    }
  }
  return best
}
