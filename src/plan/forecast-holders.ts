import type { Went } from './went.ts'

/** Fractions of a pool need not add up exactly. */
const tolerance = 1e-9

/** Who held what before in a simulated run. */
export interface Holders {
  /** The last to let go of it by the time this one began. */
  lastBefore(resource: string, attempt: Went): Went | undefined
  /** Whether there was not enough of it for this one just before it began. */
  wasShort(resource: string, attempt: Went): boolean
}

/** `attempts` by their ends; `capacities` of pools and instruments. */
export function holdersOf(attempts: readonly Went[], capacities: { readonly [name: string]: number }): Holders {
  let byResource: Map<string, Went[]> | undefined
  const holdersOfOne = (resource: string) => {
    byResource ??= listed(attempts)
    return byResource.get(resource) ?? []
  }
  return {
    wasShort(resource, { startedAt, holds }) {
      let held = holds[resource] ?? 0
      for (const other of holdersOfOne(resource)) {
        if (other.startedAt < startedAt && other.endedAt >= startedAt) held += other.holds[resource] ?? 0
      }
      return held > (capacities[resource] ?? 1) * (1 + tolerance)
    },
    lastBefore(resource, attempt) {
      const held = holdersOfOne(resource)
      let low = 0
      let high = held.length
      while (low < high) {
        const middle = (low + high) >> 1
        if ((held[middle]?.endedAt ?? 0) <= attempt.startedAt) low = middle + 1
        else high = middle
      }
      // What takes no time ends as it begins.
      const found = held[low - 1]
      return found === attempt ? held[low - 2] : found
    },
  }
}

function listed(attempts: readonly Went[]): Map<string, Went[]> {
  const found = new Map<string, Went[]>()
  for (const attempt of attempts) {
    for (const resource in attempt.holds) {
      const known = found.get(resource)
      if (known === undefined) found.set(resource, [attempt])
      else known.push(attempt)
    }
  }
  return found
}
