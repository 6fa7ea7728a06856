import { invariant } from '#model/invariant.ts'
import { type Activity, bump, literalOf } from './activity.ts'
import { type Bounds, byClause, byOrder, decided, entryOf } from './bounds.ts'
import { type Clauses, forOpposites } from './clauses.ts'
import { distanceOf, type Model } from './model.ts'

/**
 * Learns from a conflict: goes back over the trail and replaces what was implied by its reasons, until one literal of
 * the last level is left (the first unique implication point; Marques-Silva and Sakallah 1996). Because a later value of
 * a side implies the earlier ones, at most one literal of each side is needed at any time.
 */
export interface Conflict {
  /** What is still needed of each side, and the entry that made it so; an entry of -1: nothing. */
  readonly need: Int32Array
  readonly entry: Int32Array
  /** Sides of which something was needed, some perhaps no longer. */
  readonly touched: number[]
  /** How many of them are of the last level. */
  onLastLevel: number
}

/** A clause that every wanted schedule fulfils. After going back to `level`, its first literal is what follows. */
export interface Learned {
  readonly literals: readonly number[]
  readonly level: number
  /** On how many levels its literals lie: few make a clause useful (Audemard and Simon 2009). */
  readonly spread: number
}

export function conflictOf(sides: number): Conflict {
  return { need: new Int32Array(sides), entry: new Int32Array(sides).fill(-1), touched: [], onLastLevel: 0 }
}

interface Search {
  readonly model: Model
  readonly bounds: Bounds
  readonly clauses: Clauses
  readonly activity: Activity
  readonly conflict: Conflict
}

/** `premises`: place of the list that cannot all be true, or -1 when `raise` failed. Only above level 0. */
export function learnFrom(search: Search, premises: number): Learned {
  const { bounds, conflict } = search
  const lastLevel = bounds.levelStart[bounds.levelStart.length - 1] as number
  const add = (side: number, value: number) => require(search, side, value, lastLevel)
  if (premises >= 0) forPremises(bounds, premises, add)
  else {
    const { failedSide, failedValue } = bounds
    explain(search, bounds.failedKind, bounds.failedData, failedSide, failedValue, add)
    add(failedSide ^ 1, 1 - failedValue)
  }
  let at = bounds.size - 1
  for (; ; at--) {
    invariant(at >= 0, 'a conflict needs something of the last level')
    const side = bounds.side[at] as number
    if (conflict.entry[side] !== at) continue
    if (conflict.onLastLevel === 1) break
    conflict.entry[side] = -1
    conflict.onLastLevel--
    explain(search, bounds.reasonKind[at] as number, bounds.reasonData[at] as number, side, conflict.need[side] as number, add)
  }
  return takeLearned(search, bounds.side[at] as number)
}

function require(search: Search, side: number, value: number, lastLevel: number): void {
  const { bounds, conflict } = search
  const had = conflict.entry[side] as number
  if (had >= 0 && (conflict.need[side] as number) >= value) return
  const entry = entryOf(bounds, side, value)
  if (entry < (bounds.levelStart[0] as number)) return
  bump(search.activity, literalOf(search.activity, side, value))
  if (had < lastLevel && entry >= lastLevel) conflict.onLastLevel++
  conflict.need[side] = value
  conflict.entry[side] = entry
  conflict.touched.push(side)
}

function explain(
  search: Search,
  kind: number,
  data: number,
  side: number,
  value: number,
  add: (side: number, value: number) => void,
): void {
  if (kind === byClause) forOpposites(search.clauses, data, side, add)
  else if (kind === byOrder) add(data, value - distanceOf(search.model, data, side))
  else if (kind !== decided) forPremises(search.bounds, data, add)
}

function forPremises(bounds: Bounds, place: number, add: (side: number, value: number) => void): void {
  const end = place + 1 + 2 * (bounds.premises[place] as number)
  for (let i = place + 1; i < end; i += 2) add(bounds.premises[i] as number, bounds.premises[i + 1] as number)
}

function takeLearned(search: Search, asserting: number): Learned {
  const { bounds, conflict } = search
  const { need, entry, touched } = conflict
  const sides = [...new Set(touched)].filter((side) => side !== asserting && (entry[side] as number) >= 0)
  const kept = sides.filter((side) => !isImplied(search, side))
  kept.sort((a, b) => (entry[b] as number) - (entry[a] as number))
  const literals = [asserting, ...kept].flatMap((side) => [side ^ 1, 1 - (need[side] as number)])
  const levels = kept.map((side) => levelOf(bounds, entry[side] as number))
  for (const side of touched) entry[side] = -1
  touched.length = 0
  conflict.onLastLevel = 0
  return { literals, level: levels[0] ?? 0, spread: new Set(levels).size + 1 }
}

/** The others imply it. Only what was true before it counts, or two could vouch for each other. */
function isImplied(search: Search, side: number): boolean {
  const { bounds, conflict } = search
  const at = conflict.entry[side] as number
  const kind = bounds.reasonKind[at] as number
  if (kind === decided) return false
  let implied = true
  explain(search, kind, bounds.reasonData[at] as number, side, conflict.need[side] as number, (other, value) => {
    if (!implied) return
    const entry = conflict.entry[other] as number
    const covered = entry >= 0 && entry < at && (conflict.need[other] as number) >= value
    if (!covered && entryOf(bounds, other, value) >= (bounds.levelStart[0] as number)) implied = false
  })
  return implied
}

/** The level, from 1, on which an entry lies. */
function levelOf(bounds: Bounds, entry: number): number {
  const { levelStart } = bounds
  let low = 0
  let high = levelStart.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((levelStart[middle] as number) <= entry) low = middle + 1
    else high = middle
  }
  return low
}
