/** The uses of one unit in the order of time: person or place of an instrument. */
export interface UnitLine {
  readonly setupMs: number
  readonly from: number[]
  readonly to: number[]
  readonly family: number[]
  /** The use is set up for, in the time just before it. */
  readonly isSetUp: boolean[]
}

export function unitLine(setupMs: number): UnitLine {
  return { setupMs, from: [], to: [], family: [], isSetUp: [] }
}

export function clearLine({ from, to, family, isSetUp }: UnitLine): void {
  from.length = 0
  to.length = 0
  family.length = 0
  isSetUp.length = 0
}

/** The first start from `at` on at which it is free so long, with the set-up that is needed before and after; `start`: of all. */
export function unitFit(line: UnitLine, at: number, durationMs: number, family: number, start: number): number {
  const { from, to, setupMs, isSetUp } = line
  if (durationMs === 0 && setupMs === 0) return at
  for (let next = firstEndingAfter(to, at); next < from.length; next++) {
    const lower = Math.max(at, freeFrom(line, next - 1, family, start))
    if (lower + durationMs <= freeUntil(line, next, family)) return lower
    // A use that followed its like without a set-up keeps its neighbour.
    if (setupMs > 0 && isSetUp[next] === false && line.family[next] !== family) continue
  }
  return Math.max(at, freeFrom(line, from.length - 1, family, start))
}

function freeFrom({ to, family: families, setupMs }: UnitLine, previous: number, family: number, start: number): number {
  if (previous < 0) return start + setupMs
  return (to[previous] as number) + (families[previous] === family ? 0 : setupMs)
}

function freeUntil({ from, family: families, setupMs, isSetUp }: UnitLine, next: number, family: number): number {
  const begins = from[next] as number
  if (setupMs === 0) return begins
  if (isSetUp[next]) return begins - setupMs
  return families[next] === family ? begins : Number.NEGATIVE_INFINITY
}

/** Whether a use of this family that starts then has to be set up for. */
export function needsSetup({ setupMs, to, family: families }: UnitLine, at: number, family: number): boolean {
  if (setupMs === 0) return false
  const next = firstEndingAfter(to, at)
  return next === 0 || families[next - 1] !== family
}

export function holdUnit(line: UnitLine, from: number, to: number, family: number): void {
  const isSetUp = needsSetup(line, from, family)
  if (from >= to && !isSetUp) return
  const place = firstEndingAfter(line.to, from)
  line.from.splice(place, 0, from)
  line.to.splice(place, 0, to)
  line.family.splice(place, 0, family)
  line.isSetUp.splice(place, 0, isSetUp)
}

function firstEndingAfter(to: readonly number[], at: number): number {
  const last = to.length
  if (last === 0 || (to[last - 1] as number) <= at) return last
  let low = 0
  let high = last - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((to[middle] as number) > at) high = middle
    else low = middle + 1
  }
  return low
}
