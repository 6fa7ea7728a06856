/**
 * What is known about every job's start while the exact search goes on, and why.
 *
 * A start has two bounds. Both are kept as numbers that only grow on the way down: side 2j holds the earliest start of
 * job j, side 2j + 1 minus its latest start. A literal `(side, value)` says that the side is at least that value; its
 * opposite is `(side ^ 1, 1 - value)`. So "starts at 5 or later" is (2j, 5), and its opposite (2j + 1, -4).
 * Every growth is written on the trail with its reason: from it conflicts are explained, and undone.
 */
export interface Bounds {
  readonly values: Int32Array
  /** The last entry on the trail of each side; -1: none. */
  readonly lastEntry: Int32Array
  side: Int32Array
  value: Int32Array
  oldValue: Int32Array
  /** The entry of the same side before this one; -1: none. */
  previous: Int32Array
  reasonKind: Uint8Array
  reasonData: Int32Array
  size: number
  /** Where each level of decisions begins on the trail; level 0 is what holds without any decision. */
  readonly levelStart: number[]
  /** Reasons that are lists: their length, then side and value of each premise. Cut back with the trail. */
  premises: Int32Array
  premisesSize: number
  readonly premisesAtLevel: number[]
  /** How often a start became fixed, which is what the effort is counted by. */
  fixed: number
  /** When a side was to grow beyond its opposite: that literal and its reason. */
  failedSide: number
  failedValue: number
  failedKind: number
  failedData: number
}

export const decided = 0
/** Data: the place of the clause. */
export const byClause = 1
/** Data: the side that implies this one, a fixed distance away. */
export const byOrder = 2
/** Data: the place of the list of premises. */
export const byPremises = 3

export function boundsOf(sides: number): Bounds {
  const room = 4096
  return {
    values: new Int32Array(sides),
    lastEntry: new Int32Array(sides).fill(-1),
    side: new Int32Array(room),
    value: new Int32Array(room),
    oldValue: new Int32Array(room),
    previous: new Int32Array(room),
    reasonKind: new Uint8Array(room),
    reasonData: new Int32Array(room),
    size: 0,
    levelStart: [],
    premises: new Int32Array(room),
    premisesSize: 0,
    premisesAtLevel: [],
    fixed: 0,
    failedSide: 0,
    failedValue: 0,
    failedKind: 0,
    failedData: 0,
  }
}

/** Lets a side grow to a value. False: the job has no start left, and what failed is noted. */
export function raise(bounds: Bounds, side: number, value: number, kind: number, data: number): boolean {
  const old = bounds.values[side] as number
  if (value <= old) return true
  if (value + (bounds.values[side ^ 1] as number) > 0) {
    bounds.failedSide = side
    bounds.failedValue = value
    bounds.failedKind = kind
    bounds.failedData = data
    return false
  }
  const entry = bounds.size++
  if (entry === bounds.side.length) growTrail(bounds)
  bounds.values[side] = value
  bounds.side[entry] = side
  bounds.value[entry] = value
  bounds.oldValue[entry] = old
  bounds.previous[entry] = bounds.lastEntry[side] as number
  bounds.reasonKind[entry] = kind
  bounds.reasonData[entry] = data
  bounds.lastEntry[side] = entry
  if (value + (bounds.values[side ^ 1] as number) === 0) bounds.fixed++
  return true
}

export function openLevel(bounds: Bounds): void {
  bounds.levelStart.push(bounds.size)
  bounds.premisesAtLevel.push(bounds.premisesSize)
}

/** Takes back everything after this level. */
export function closeLevels(bounds: Bounds, level: number): void {
  const start = bounds.levelStart[level]
  if (start === undefined) return
  for (let entry = bounds.size - 1; entry >= start; entry--) {
    const side = bounds.side[entry] as number
    bounds.values[side] = bounds.oldValue[entry] as number
    bounds.lastEntry[side] = bounds.previous[entry] as number
  }
  bounds.size = start
  bounds.premisesSize = bounds.premisesAtLevel[level] as number
  bounds.levelStart.length = level
  bounds.premisesAtLevel.length = level
}

/** What holds without decisions needs no reason: the trail is emptied, the values stay. Only at level 0. */
export function forgetTrail(bounds: Bounds): void {
  bounds.size = 0
  bounds.premisesSize = 0
  bounds.lastEntry.fill(-1)
}

/** Begins a list of premises and returns its place; `addPremise` goes on with it. */
export function openPremises(bounds: Bounds): number {
  const place = bounds.premisesSize
  if (place + 1 >= bounds.premises.length) bounds.premises = longer(bounds.premises)
  bounds.premises[place] = 0
  bounds.premisesSize = place + 1
  return place
}

export function addPremise(bounds: Bounds, place: number, side: number, value: number): void {
  const at = bounds.premisesSize
  if (at + 2 >= bounds.premises.length) bounds.premises = longer(bounds.premises)
  bounds.premises[at] = side
  bounds.premises[at + 1] = value
  bounds.premises[place] = (bounds.premises[place] as number) + 1
  bounds.premisesSize = at + 2
}

/** The entry that made a literal true; -1: it holds without decisions. */
export function entryOf(bounds: Bounds, side: number, value: number): number {
  let entry = bounds.lastEntry[side] as number
  while (entry >= 0 && (bounds.oldValue[entry] as number) >= value) entry = bounds.previous[entry] as number
  return entry
}

function growTrail(bounds: Bounds): void {
  bounds.side = longer(bounds.side)
  bounds.value = longer(bounds.value)
  bounds.oldValue = longer(bounds.oldValue)
  bounds.previous = longer(bounds.previous)
  bounds.reasonData = longer(bounds.reasonData)
  const kinds = new Uint8Array(bounds.reasonKind.length * 2)
  kinds.set(bounds.reasonKind)
  bounds.reasonKind = kinds
}

export function longer(array: Int32Array): Int32Array {
  const more = new Int32Array(array.length * 2)
  more.set(array)
  return more
}
