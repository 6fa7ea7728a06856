import { nextOpen, type OpenTimes } from './open-times.ts'
import type { Choice, SchedulingProblem } from './problem.ts'

/**
 * The problem with time running backwards from `finish`: a schedule of it says in which order things can be done as late as possible.
 * It is for orders only: releases, bookings and set-ups, which have a direction, are left out.
 */
export function mirrored(problem: SchedulingProblem, finish: number): SchedulingProblem {
  const known = new Map<OpenTimes, OpenTimes>()
  const turn = (times: OpenTimes | undefined): OpenTimes | undefined => {
    if (times === undefined) return undefined
    const made = known.get(times) ?? mirroredTimes(times, problem.start, finish)
    known.set(times, made)
    return made
  }
  return {
    ...problem,
    start: -finish,
    predecessorStart: problem.successorStart,
    predecessors: problem.successors,
    successorStart: problem.predecessorStart,
    successors: problem.predecessors,
    order: problem.order.slice().reverse(),
    families: problem.families.map((family) => ({ ...family, release: -finish, deadline: Number.POSITIVE_INFINITY, bookedAt: undefined })),
    shapes: problem.shapes.map((shape) => ({
      ...shape,
      choices: shape.choices.map((choice): Choice => ({ ...choice, times: turn(choice.times), setupMs: 0 })),
    })),
    units: problem.units.map((unit) => ({ ...unit, setupMs: 0 })),
  }
}

/** Open again for ever before the start, so that a schedule that does not quite fit is still one. */
function mirroredTimes(times: OpenTimes, start: number, finish: number): OpenTimes {
  nextOpen(times, finish)
  const from: number[] = []
  const to: number[] = []
  for (let i = times.from.length - 1; i >= 0; i--) {
    const begin = -Math.min(times.to[i] as number, finish)
    const end = -(times.from[i] as number)
    if (begin >= end) continue
    from.push(begin)
    to.push(end)
  }
  if (to.at(-1) === -start) to[to.length - 1] = Number.POSITIVE_INFINITY
  else {
    from.push(-start)
    to.push(Number.POSITIVE_INFINITY)
  }
  return { from, to, ended: true, regularFrom: -start, more: () => {} }
}
