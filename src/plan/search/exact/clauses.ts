import { type Bounds, byClause, longer, raise } from './bounds.ts'

/**
 * What was learned from conflicts: clauses, of whose literals at least one is true in every schedule that is still
 * wanted. Each watches two of its literals that are not false (Moskewicz and others 2001), so that a growth touches
 * only the clauses it may matter to.
 */
export interface Clauses {
  /** For each clause: number of literals, its score, then side and value of each literal. The first two are watched. */
  words: Int32Array
  size: number
  count: number
  /** By side that makes a watched literal false: place of the clause, and the value from which on it does. */
  readonly watches: number[][]
}

const header = 2

export function clausesOf(sides: number): Clauses {
  return { words: new Int32Array(1 << 14), size: 0, count: 0, watches: Array.from({ length: sides }, () => []) }
}

/** Keeps a clause: `literals` holds side and value in turns, the two to watch first. `score`: lower is more useful. Returns its place. */
export function addClause(clauses: Clauses, literals: readonly number[], score: number): number {
  const place = clauses.size
  while (place + header + literals.length > clauses.words.length) clauses.words = longer(clauses.words)
  const { words } = clauses
  words[place] = literals.length / 2
  words[place + 1] = score
  for (let i = 0; i < literals.length; i++) words[place + header + i] = literals[i] as number
  clauses.size = place + header + literals.length
  clauses.count++
  watch(clauses, place, place + header)
  watch(clauses, place, place + header + 2)
  return place
}

function watch(clauses: Clauses, place: number, literal: number): void {
  const side = clauses.words[literal] as number
  const value = clauses.words[literal + 1] as number
  ;(clauses.watches[side ^ 1] as number[]).push(place, 1 - value)
}

/** Follows one growth through the clauses that watch it. Returns the place of a clause that is false altogether, or -1. */
export function propagateClauses(clauses: Clauses, bounds: Bounds, side: number, oldValue: number, value: number): number {
  const list = clauses.watches[side] as number[]
  const { words } = clauses
  const { values } = bounds
  let kept = 0
  for (let i = 0; i < list.length; i += 2) {
    const place = list[i] as number
    const from = list[i + 1] as number
    if (from <= value && from > oldValue) {
      const first = place + header
      // The literal that became false goes second.
      if (words[first] === (side ^ 1) && words[first + 1] === 1 - from) swap(words, first, first + 2)
      const firstSide = words[first] as number
      const firstValue = words[first + 1] as number
      if ((values[firstSide] as number) < firstValue) {
        if (moveWatch(clauses, values, place)) continue
        list[kept++] = place
        list[kept++] = from
        if (raise(bounds, firstSide, firstValue, byClause, place)) continue
        for (i += 2; i < list.length; i++) list[kept++] = list[i] as number
        list.length = kept
        return place
      }
    }
    list[kept++] = place
    list[kept++] = from
  }
  list.length = kept
  return -1
}

function moveWatch(clauses: Clauses, values: Int32Array, place: number): boolean {
  const { words } = clauses
  const end = place + header + 2 * (words[place] as number)
  for (let literal = place + header + 4; literal < end; literal += 2) {
    const side = words[literal] as number
    const value = words[literal + 1] as number
    if ((values[side ^ 1] as number) >= 1 - value) continue
    swap(words, literal, place + header + 2)
    ;(clauses.watches[side ^ 1] as number[]).push(place, 1 - value)
    return true
  }
  return false
}

function swap(words: Int32Array, a: number, b: number): void {
  const side = words[a] as number
  const value = words[a + 1] as number
  words[a] = words[b] as number
  words[a + 1] = words[b + 1] as number
  words[b] = side
  words[b + 1] = value
}

/** Calls back with the opposite of every literal but those of one side: what together implied that one. */
export function forOpposites(clauses: Clauses, place: number, but: number, call: (side: number, value: number) => void): void {
  const { words } = clauses
  const end = place + header + 2 * (words[place] as number)
  for (let literal = place + header; literal < end; literal += 2) {
    const side = words[literal] as number
    if (side !== but) call(side ^ 1, 1 - (words[literal + 1] as number))
  }
}

/** Forgets clauses that hold anyway and the less useful half of the others. Only at level 0 with an empty trail. */
export function forgetClauses(clauses: Clauses, values: Int32Array): void {
  const places: number[] = []
  for (let place = 0; place < clauses.size; place += header + 2 * (clauses.words[place] as number)) places.push(place)
  const scores = places.map((place) => clauses.words[place + 1] as number).sort((a, b) => a - b)
  const limit = scores[scores.length >> 1] ?? 0
  const old = clauses.words
  clauses.words = new Int32Array(old.length)
  clauses.size = 0
  clauses.count = 0
  for (const list of clauses.watches) list.length = 0
  for (const place of places) {
    const score = old[place + 1] as number
    if (score > 2 && score >= limit) continue
    const literals = liveLiterals(old, place, values)
    if (literals !== undefined && literals.length >= 4) addClause(clauses, literals, score)
  }
}

/** Without those that are false for good; undefined when one is true for good. */
function liveLiterals(words: Int32Array, place: number, values: Int32Array): number[] | undefined {
  const live: number[] = []
  const end = place + header + 2 * (words[place] as number)
  for (let literal = place + header; literal < end; literal += 2) {
    const side = words[literal] as number
    const value = words[literal + 1] as number
    if ((values[side] as number) >= value) return undefined
    if ((values[side ^ 1] as number) < 1 - value) live.push(side, value)
  }
  return live
}
