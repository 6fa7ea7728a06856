import type { StageSchedule } from '../schedule.ts'
import type { Built, Wanted } from './build.ts'
import { earliestTimes, latestTimes } from './calendar-path.ts'
import type { Drawn } from './drawn.ts'
import type { Placed } from './problem.ts'
import { slackOf } from './slack.ts'

const nobody: readonly number[] = []

export function stageSchedules(
  { workflow, expected: { run, counted } }: Wanted,
  { problem, resources, precedence }: Built,
  schedule: Drawn,
): StageSchedule[] {
  const { placed, finish } = schedule
  const slack = slackOf(schedule)
  const earliest = earliestTimes(problem)
  const latest = latestTimes(problem, finish)
  const people = peopleOf(placed, resources.resourceOfUnit, resources.all)
  return workflow.stages.map(({ index }) => {
    const first = precedence.firstTask[index] as number
    const count = run.stages[index]?.count ?? 0
    const range = <T extends Float64Array>(times: T) => times.subarray(first, first + count)
    const stage = {
      earliestStart: least(range(earliest.starts), problem.start),
      earliestFinish: most(range(earliest.ends), problem.start),
      latestStart: least(range(latest.starts), finish),
      latestFinish: most(range(latest.ends), finish),
    }
    const totalSlackMs = least(range(slack.total), 0)
    return {
      ...{ stage: index, count, counted: counted[index] ?? 'exact' },
      starts: range(placed.starts).slice(),
      ends: range(placed.ends).slice(),
      options: Uint8Array.from({ length: count }, (_, task) => problem.optionNumber[placed.options[first + task] ?? -1] ?? 0),
      people: Array.from({ length: count }, (_, task) => people.get(first + task) ?? nobody),
      ...stage,
      totalSlackMs,
      // Total slack knows of resources as well: what followers leave free cannot be more than that.
      freeSlackMs: Math.min(totalSlackMs, least(range(slack.free), 0)),
    }
  })
}

function peopleOf(
  { uses }: Placed,
  resourceOfUnit: readonly number[],
  all: Built['resources']['all'],
): ReadonlyMap<number, readonly number[]> {
  const people = new Map<number, number[]>()
  uses.activity.forEach((activity, use) => {
    const resource = resourceOfUnit[uses.unit[use] as number] as number
    if (all[resource]?.kind !== 'person') return
    const known = people.get(activity)
    if (known === undefined) people.set(activity, [resource])
    else known.push(resource)
  })
  return people
}

function least(times: Float64Array, none: number): number {
  return times.length === 0 ? none : times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
}

function most(times: Float64Array, none: number): number {
  return times.length === 0 ? none : times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
}
