import type { OwnedRun, Shape } from './owned.ts'

/** Pool → amount held; what a plan has given away besides counts as held. */
export type Held = ReadonlyMap<string, number>

/** Fractions of a pool need not add up exactly. */
const tolerance = 1e-9

export function capacityIn(run: OwnedRun, pool: string): number {
  return Object.hasOwn(run.started.pools, pool) ? (run.started.pools[pool] ?? 0) : 0
}

/** The first pool in which there is no room; undefined: it fits. Every run counts with the capacity that it declared. */
export function shortPool({ run, needs }: Shape, held: Held): string | undefined {
  for (const pool in needs.pools) {
    const capacity = capacityIn(run, pool)
    if ((held.get(pool) ?? 0) + (needs.pools[pool] ?? 0) > capacity * (1 + tolerance)) return pool
  }
  return undefined
}

/** How many such bundles fit into the run's whole capacity. */
export function slotsFor({ run, needs }: Shape): number {
  let slots = Number.POSITIVE_INFINITY
  for (const pool in needs.pools) slots = Math.min(slots, Math.floor((capacityIn(run, pool) * (1 + tolerance)) / (needs.pools[pool] ?? 1)))
  return slots
}
