import { bookedActivities } from './booked.ts'
import type { Board } from './earliest.ts'
import { placeOnBoard } from './place-on-board.ts'
import { clearProfile, poolProfile } from './pool-profile.ts'
import { nothingPlaced, type Placed, type SchedulingProblem } from './problem.ts'
import { scarcePools } from './scarce.ts'
import { clearLine, unitLine } from './unit-line.ts'

/** Makes schedules from lists: each activity in turn where it ends soonest (the serial schedule generation scheme). */
export interface SerialDecoder {
  /**
   * Every activity stands in the list after its predecessors. `chosen`, by activity, says which option to take (an index into the
   * problem's options, or -1: where it ends soonest). A number is the activity that can be nowhere.
   */
  decode(list: Int32Array, chosen?: Int32Array): Placed | number
}

/** Memory of the board is kept between schedules. */
export function serialDecoder(problem: SchedulingProblem): SerialDecoder {
  const board = emptyBoard(problem, scarcePools(problem))
  const bookings = bookedActivities(problem)
  return { decode: (list, chosen) => decode(problem, board, bookings, list, chosen) }
}

export function emptyBoard({ pools, units, start }: SchedulingProblem, scarce: readonly boolean[]): Board {
  return {
    start,
    profiles: pools.map(({ capacity }, pool) => (scarce[pool] ? poolProfile(capacity) : undefined)),
    lines: units.map(({ setupMs }) => unitLine(setupMs)),
  }
}

function decode(
  problem: SchedulingProblem,
  board: Board,
  bookings: readonly number[],
  list: Int32Array,
  chosen: Int32Array | undefined,
): Placed | number {
  for (const profile of board.profiles) if (profile !== undefined) clearProfile(profile)
  for (const line of board.lines) clearLine(line)
  const placed = nothingPlaced(problem.count)
  for (const activity of bookings) {
    const { bookedAt = 0 } = problem.families[problem.family[activity] as number] ?? {}
    if (!placeOnBoard(problem, board, placed, activity, bookedAt, -1)) return activity
    if (placed.starts[activity] !== bookedAt) return activity
  }
  for (let at = 0; at < list.length; at++) {
    const activity = list[at] as number
    const ready = readyAt(problem, placed, activity)
    if (bookings.length > 0 && !Number.isNaN(placed.starts[activity] as number)) {
      if (ready > (placed.starts[activity] as number)) return activity
    } else if (!placeOnBoard(problem, board, placed, activity, ready, chosen === undefined ? -1 : (chosen[activity] as number)))
      return activity
  }
  return placed
}

/** When its predecessors have ended and its release has come. */
export function readyAt(problem: SchedulingProblem, { ends }: Placed, activity: number): number {
  const { predecessorStart, predecessors, families, family, start } = problem
  let ready = Math.max(start, families[family[activity] as number]?.release ?? start)
  const last = predecessorStart[activity + 1] as number
  for (let i = predecessorStart[activity] as number; i < last; i++) {
    const end = ends[predecessors[i] as number] as number
    if (end > ready) ready = end
  }
  return ready
}
