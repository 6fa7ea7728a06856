import type { Conflict } from '../schedule.ts'
import type { Built } from './build.ts'
import { resourceName } from './chain.ts'
import type { Drawn } from './drawn.ts'
import { choiceTaken, shapeTaken } from './drawn.ts'
import { startBy } from './earliest.ts'
import type { StepsOfPools } from './resource-use.ts'
import { readyAt } from './serial.ts'
import { type Cause, causeOf } from './waits.ts'

const mostConflicts = 48

/** Who waited for whom, the longest waits first. `by`: the rule that decided where nothing else did. */
export function conflictsOf(schedule: Drawn, steps: StepsOfPools, built: Built, by: Conflict['rule']): Conflict[] {
  const { problem, placed } = schedule
  const found = new Map<string, Conflict>()
  for (let activity = 0; activity < problem.count; activity++) {
    const ready = readyAt(problem, placed, activity)
    if ((placed.starts[activity] as number) <= ready) continue
    const since = possibleFrom(schedule, activity, ready)
    if (since >= (placed.starts[activity] as number)) continue
    const cause = causeOf(schedule, steps, activity)
    const resource = cause.because === 'resource' || cause.because === 'calendar' ? resourceName(cause, built) : undefined
    if (resource === undefined) continue
    const waiting = stageOf(schedule, activity)
    const holding = cause.because === 'resource' && cause.after !== undefined ? stageOf(schedule, cause.after) : waiting
    const key = `${resource}/${waiting}/${holding}`
    const known = found.get(key)
    const waitMs = (placed.starts[activity] as number) - since
    const rule = ruleOf(schedule, activity, cause, by)
    const tasks = (known?.tasks ?? 0) + 1
    if (known === undefined || waitMs > known.waitMs) found.set(key, { resource, waiting, holding, tasks, from: since, waitMs, rule })
    else found.set(key, { ...known, tasks })
  }
  return [...found.values()].sort((a, b) => b.waitMs - a.waitMs || a.waiting - b.waiting || a.holding - b.holding).slice(0, mostConflicts)
}

function stageOf({ problem }: Drawn, activity: number): number {
  return problem.families[problem.family[activity] as number]?.stage ?? -1
}

/** When calendars would have let it start. */
function possibleFrom(schedule: Drawn, activity: number, since: number): number {
  const shape = shapeTaken(schedule, activity)
  if (shape === undefined) return Number.POSITIVE_INFINITY
  const choice = choiceTaken(schedule, shape, activity)
  return choice.times === undefined
    ? since
    : startBy(shape, choice, since, schedule.problem.optionMs[schedule.placed.options[activity] as number] as number)
}

function ruleOf({ problem }: Drawn, activity: number, { because, after }: Cause, by: Conflict['rule']): Conflict['rule'] {
  if (because === 'calendar') return 'calendar'
  const own = problem.families[problem.family[activity] as number]
  const other = after === undefined ? undefined : problem.families[problem.family[after] as number]
  if (other === undefined || own === undefined) return by
  if (other.bookedAt !== undefined) return 'booking'
  return other.priority > own.priority ? 'priority' : by
}
