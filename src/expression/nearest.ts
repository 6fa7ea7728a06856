/** Longer candidate lists are not searched: a hint is not worth the time. */
const mostCandidates = 20_000

/**
 * The candidate that a misspelt name most likely means, if any is near: at most a third of its letters wrong,
 * where a wrong, missing, added or swapped letter (Damerau–Levenshtein, restricted) counts one and a wrong case a half.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 0.25
  let seen = 0
  for (const candidate of candidates) {
    if (++seen > mostCandidates) break
    if (Math.abs(candidate.length - name.length) >= bestDistance) continue
    const distance = editDistance(name, candidate, bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Gives up with `limit` as soon as the distance cannot be below it. */
function editDistance(from: string, to: string, limit: number): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    let smallest = row
    for (let column = 1; column <= to.length; column++) {
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      const value = Math.min(
        (last[column] ?? limit) + 1,
        (current[column - 1] ?? limit) + 1,
        (last[column - 1] ?? limit) + costOf(from[row - 1], to[column - 1]),
        swapped ? (beforeLast[column - 2] ?? limit) + 1 : limit,
      )
      current.push(value)
      smallest = Math.min(smallest, value)
    }
    if (smallest >= limit) return limit
    beforeLast = last
    last = current
  }
  return last[to.length] ?? limit
}

function costOf(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0
  return a?.toLowerCase() === b?.toLowerCase() ? 0.5 : 1
}
