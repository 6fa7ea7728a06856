import { type Board, type Span, soonest } from './earliest.ts'
import { holdPool } from './pool-profile.ts'
import type { Choice, Placed, SchedulingProblem, Shape, UnitUses } from './problem.ts'
import { holdUnit } from './unit-line.ts'

const span: Span = { start: 0, end: 0 }

/**
 * Puts an activity where it ends soonest from `ready` on, in that option (-1: in any); false: there is no such place.
 */
export function placeOnBoard(
  problem: SchedulingProblem,
  board: Board,
  placed: Placed,
  activity: number,
  ready: number,
  option: number,
): boolean {
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
