import { fitOpen, nextOpen, workEnd } from './open-times.ts'
import { type PoolProfile, poolFit } from './pool-profile.ts'
import type { Choice, Shape } from './problem.ts'
import { needsSetup, type UnitLine, unitFit } from './unit-line.ts'

/** Everything that is taken so far. */
export interface Board {
  readonly start: number
  /** By pool; undefined: it can never be short. */
  readonly profiles: readonly (PoolProfile | undefined)[]
  readonly lines: readonly UnitLine[]
}

export interface Span {
  start: number
  end: number
}

/** When it ends if it starts then, by calendars alone; Infinity: it cannot. `start` is an open moment. */
export function endOf({ kind }: Shape, { times, load }: Choice, start: number, durationMs: number): number {
  if (kind === 'unbroken') return start + durationMs
  const workMs = Math.ceil(durationMs / load)
  return times === undefined ? start + workMs : workEnd(times, start, workMs)
}

/** The first start from `at` on that calendars allow; Infinity: there is none. */
export function startBy({ kind }: Shape, { times }: Choice, at: number, durationMs: number): number {
  if (times === undefined) return at
  return kind === 'unbroken' ? fitOpen(times, at, durationMs) : nextOpen(times, at)
}

/** Where it can be done soonest from `ready` on with these units, as the board is; an end of Infinity: nowhere. */
export function soonest(board: Board, shape: Shape, choice: Choice, durationMs: number, family: number, ready: number, found: Span): void {
  let start = ready
  for (;;) {
    const open = openStart(board, shape, choice, durationMs, family, start)
    const end = open === Number.POSITIVE_INFINITY ? open : endOf(shape, choice, open, durationMs)
    if (end === Number.POSITIVE_INFINITY) {
      found.start = end
      found.end = end
      return
    }
    start = freeStart(board, shape, choice, end - open, family, open)
    if (start !== open) continue
    found.start = start
    found.end = end
    return
  }
}

function freeStart(board: Board, shape: Shape, { units }: Choice, lengthMs: number, family: number, from: number): number {
  let start = from
  for (let before = Number.NaN; before !== start; ) {
    before = start
    for (const unit of units) start = unitFit(board.lines[unit] as UnitLine, start, lengthMs, family, board.start)
    for (let i = 0; i < shape.pools.length; i++) {
      const profile = board.profiles[shape.pools[i] as number]
      if (profile !== undefined) start = poolFit(profile, start, lengthMs, shape.amounts[i] as number)
    }
    // Work that pauses has another length at another start.
    if (shape.kind !== 'unbroken') break
  }
  return start
}

/** With time for the set-up in the same opening, where one is needed. */
function openStart(board: Board, shape: Shape, choice: Choice, durationMs: number, family: number, at: number): number {
  const { times, setupMs, units } = choice
  if (times === undefined || setupMs === 0) return startBy(shape, choice, at, durationMs)
  for (let start = at; ; ) {
    const open = startBy(shape, choice, start, durationMs)
    if (open === Number.POSITIVE_INFINITY) return open
    const needed = units.reduce((most, unit) => {
      const line = board.lines[unit] as UnitLine
      return needsSetup(line, open, family) ? Math.max(most, line.setupMs) : most
    }, 0)
    if (needed === 0) return open
    const begin = fitOpen(times, open - needed, needed + (shape.kind === 'unbroken' ? durationMs : 0))
    if (begin + needed <= open) return open
    start = begin + needed
  }
}
