import { invariant } from '#model/invariant.ts'
import type { ChainLink } from '../schedule.ts'
import type { Built } from './build.ts'
import type { Drawn } from './drawn.ts'
import type { StepsOfPools } from './resource-use.ts'
import { type Cause, causeOf } from './waits.ts'

/** What ends last, and what it waited for, back to the start, in the order of time. The ends of stages are left out. */
export function chainOf(schedule: Drawn, steps: StepsOfPools, built: Built): ChainLink[] {
  const { problem, byEnd } = schedule
  const links: ChainLink[] = []
  let activity = lastTask(schedule)
  for (let looked = 0; activity !== undefined; looked++) {
    invariant(looked <= byEnd.length, 'no activity waits for itself')
    const cause = causeOf(schedule, steps, activity)
    const { stage } = problem.families[problem.family[activity] as number] ?? { stage: -1 }
    const task = activity - (built.precedence.firstTask[stage] ?? 0)
    if (stage >= 0) links.push({ stage, task, because: cause.because, resource: resourceName(cause, built) })
    activity = cause.after
  }
  return links.reverse()
}

/** Of those that end last, one that takes time if there is one. */
function lastTask({ byEnd, placed, problem, finish }: Drawn): number | undefined {
  let found: number | undefined
  for (let at = byEnd.length - 1; at >= 0 && placed.ends[byEnd[at] as number] === finish; at--) {
    const activity = byEnd[at] as number
    if ((problem.families[problem.family[activity] as number]?.stage ?? -1) < 0) continue
    if ((placed.starts[activity] as number) < finish) return activity
    found ??= activity
  }
  return found
}

/** What it waited for, by name; undefined: no resource. */
export function resourceName({ pool, unit }: Pick<Cause, 'pool' | 'unit'>, { resources }: Built): string | undefined {
  if (pool !== undefined) return resources.all.find((resource) => resource.pool === pool)?.name
  return unit === undefined ? undefined : resources.all[resources.resourceOfUnit[unit] ?? -1]?.name
}
