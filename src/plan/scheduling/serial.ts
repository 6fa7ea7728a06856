import { type Board, type Span, soonest } from './earliest.ts'
import { clearProfile, holdPool, poolProfile } from './pool-profile.ts'
import type { Choice, Placed, SchedulingProblem, Shape, UnitUses } from './problem.ts'
import { clearLine, holdUnit, unitLine } from './unit-line.ts'

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
  const scarce = scarcePools(problem)
  const board: Board = {
    start: problem.start,
    profiles: problem.pools.map(({ capacity }, pool) => (scarce[pool] ? poolProfile(capacity) : undefined)),
    lines: problem.units.map(({ setupMs }) => unitLine(setupMs)),
  }
  const bookings = bookedActivities(problem)
  return { decode: (list, chosen) => decode(problem, board, bookings, list, chosen) }
}

/** Pools of which all activities together could hold more than there is. */
export function scarcePools({ pools, count, optionStart, optionShape, shapes }: SchedulingProblem): readonly boolean[] {
  const most = new Float64Array(pools.length)
  const wanted = new Float64Array(pools.length)
  for (let activity = 0; activity < count; activity++) {
    const first = optionStart[activity] as number
    const last = optionStart[activity + 1] as number
    if (last === first) continue
    most.fill(0)
    for (let option = first; option < last; option++) {
      const { pools: held, amounts } = shapes[optionShape[option] as number] as Shape
      for (let i = 0; i < held.length; i++) most[held[i] as number] = Math.max(most[held[i] as number] as number, amounts[i] as number)
    }
    for (let pool = 0; pool < pools.length; pool++) wanted[pool] = (wanted[pool] as number) + (most[pool] as number)
  }
  return pools.map(({ capacity }, pool) => (wanted[pool] as number) > capacity)
}

export function bookedActivities({ count, family, families, optionStart }: SchedulingProblem): readonly number[] {
  if (families.every(({ bookedAt }) => bookedAt === undefined)) return []
  const booked: number[] = []
  for (let activity = 0; activity < count; activity++) {
    const hasOption = (optionStart[activity + 1] as number) > (optionStart[activity] as number)
    if (hasOption && families[family[activity] as number]?.bookedAt !== undefined) booked.push(activity)
  }
  return booked
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
  const placed: Placed = {
    starts: new Float64Array(problem.count).fill(Number.NaN),
    ends: new Float64Array(problem.count),
    options: new Int32Array(problem.count).fill(-1),
    uses: { activity: [], unit: [], from: [], to: [] },
  }
  for (const activity of bookings) {
    const { bookedAt = 0 } = problem.families[problem.family[activity] as number] ?? {}
    if (!place(problem, board, placed, activity, bookedAt, -1)) return activity
    if (placed.starts[activity] !== bookedAt) return activity
  }
  for (let at = 0; at < list.length; at++) {
    const activity = list[at] as number
    const ready = readyAt(problem, placed, activity)
    if (bookings.length > 0 && !Number.isNaN(placed.starts[activity] as number)) {
      if (ready > (placed.starts[activity] as number)) return activity
    } else if (!place(problem, board, placed, activity, ready, chosen === undefined ? -1 : (chosen[activity] as number))) return activity
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

const span: Span = { start: 0, end: 0 }

function place(problem: SchedulingProblem, board: Board, placed: Placed, activity: number, ready: number, option: number): boolean {
  const { optionStart, optionShape, optionMs, shapes } = problem
  const first = option < 0 ? (optionStart[activity] as number) : option
  const last = option < 0 ? (optionStart[activity + 1] as number) : option + 1
  if (first === last) {
    placed.starts[activity] = ready
    placed.ends[activity] = ready
    return true
  }
  const family = problem.family[activity] as number
  let end = Number.POSITIVE_INFINITY
  let start = end
  let taken = -1
  let units: UnitUses | Choice | undefined
  for (let at = first; at < last; at++) {
    const shape = shapes[optionShape[at] as number] as Shape
    const durationMs = optionMs[at] as number
    if (shape.kind === 'apart') {
      const together = soonestApart(board, shape, durationMs, family, ready)
      if (together.end >= end) continue
      ;({ start, end } = together)
      units = together.uses
      taken = at
      continue
    }
    for (const choice of shape.choices) {
      soonest(board, shape, choice, durationMs, family, ready, span)
      if (span.end >= end) continue
      ;({ start, end } = span)
      units = choice
      taken = at
    }
  }
  if (taken < 0 || units === undefined) return false
  placed.starts[activity] = start
  placed.ends[activity] = end
  placed.options[activity] = taken
  const { pools, amounts } = shapes[optionShape[taken] as number] as Shape
  for (let i = 0; i < pools.length; i++) {
    const profile = board.profiles[pools[i] as number]
    if (profile !== undefined) holdPool(profile, start, end, amounts[i] as number)
  }
  hold(board, placed.uses, activity, family, units, start, end)
  return true
}

function hold(board: Board, uses: UnitUses, activity: number, family: number, held: UnitUses | Choice, start: number, end: number): void {
  const units = 'units' in held ? held.units : held.unit
  units.forEach((unit, i) => {
    const from = 'units' in held ? start : (held.from[i] as number)
    const to = 'units' in held ? end : (held.to[i] as number)
    uses.activity.push(activity)
    uses.unit.push(unit)
    uses.from.push(from)
    uses.to.push(to)
    const line = board.lines[unit]
    if (line !== undefined) holdUnit(line, from, to, family)
  })
}

/** Each of the quorum at a time of its own: those that end soonest. */
function soonestApart(board: Board, shape: Shape, durationMs: number, family: number, ready: number): Span & { readonly uses: UnitUses } {
  const spans = shape.choices.map((choice) => {
    const found = { start: 0, end: 0 }
    soonest(board, shape, choice, durationMs, family, ready, found)
    return { ...found, unit: choice.units[0] as number }
  })
  const taken = spans.sort((a, b) => a.end - b.end || a.start - b.start || a.unit - b.unit).slice(0, shape.quorum)
  return {
    start: taken.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY),
    end: taken.reduce((most, { end }) => Math.max(most, end), Number.NEGATIVE_INFINITY),
    uses: {
      activity: [],
      unit: taken.map(({ unit }) => unit),
      from: taken.map(({ start }) => start),
      to: taken.map(({ end }) => end),
    },
  }
}
