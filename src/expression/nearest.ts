/** Longer candidate lists are not searched to their end: a hint is not worth the time. */
const mostCandidates = 5000
const longestName = 100

/**
 * The candidate that a misspelt name most likely means, if any is near: at most a third of its letters wrong,
 * where a wrong, missing, added or swapped letter (Damerau–Levenshtein, restricted) counts one and a wrong case a half.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > longestName) return undefined
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 0.25
  const letters = lettersOf(name)
  let seen = 0
  for (const candidate of candidates) {
    if (++seen > mostCandidates) break
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue
    // A letter that only one of them has costs at least a half: a change can mend two such letters.
    if (bitsOf(letters ^ lettersOf(candidate)) / 2 >= bestDistance) continue
    const distance = editDistance(name, candidate, bestDistance)
    if (distance >= bestDistance) continue
    best = candidate
    bestDistance = distance
  }
  return best
}

/** Which letters a name has, whatever their case, as bits; different letters may share one. */
function lettersOf(name: string): number {
  let letters = 0
  for (let at = 0; at < name.length; at++) letters |= 1 << (name.charCodeAt(at) & 31)
  return letters
}

function bitsOf(letters: number): number {
  let count = 0
  for (let rest = letters; rest !== 0; rest &= rest - 1) count++
  return count
}

/** Three rows of the table are enough: a swap looks two back. */
const rows = [0, 1, 2].map(() => new Float64Array(longestName * 2)) as [Float64Array, Float64Array, Float64Array]

/** Gives up with `limit` as soon as the distance cannot be below it. */
function editDistance(from: string, to: string, limit: number): number {
  let [beforeLast, last, current] = rows
  for (let column = 0; column <= to.length; column++) last[column] = column
  for (let row = 1; row <= from.length; row++) {
    current[0] = row
    let smallest = row
    for (let column = 1; column <= to.length; column++) {
      const changed = (last[column - 1] ?? limit) + costOf(from[row - 1], to[column - 1])
      const swaps = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      const swapped = swaps ? (beforeLast[column - 2] ?? limit) + 1 : limit
      const value = Math.min((last[column] ?? limit) + 1, (current[column - 1] ?? limit) + 1, changed, swapped)
      current[column] = value
      smallest = Math.min(smallest, value)
    }
    if (smallest >= limit) return limit
    ;[beforeLast, last, current] = [last, current, beforeLast]
  }
  return last[to.length] ?? limit
}

function costOf(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  return a?.toLowerCase() === b?.toLowerCase() ? 0.5 : 1
}
