import { lockOfPool } from '#model/coordination.ts'
import type { OwnedRun, Shape } from './owned.ts'

/** Pool → amount held; what a plan has given away besides counts as held. */
export type Held = ReadonlyMap<string, number>

/** Fractions of a pool need not add up exactly. */
const tolerance = 1e-9

/** Of a pool, an instrument, a person or a lock: every run counts with what it declared. */
export function capacityIn({ pools, resources }: OwnedRun, pool: string): number {
  if (Object.hasOwn(pools, pool)) return pools[pool] ?? 0
  // A lock that nobody has declared is held by one at a time.
  return resources.capacities.get(pool) ?? (lockOfPool(pool) === undefined ? 0 : 1)
}

/** The first pool in which there is no room; undefined: it fits. */
export function shortPool(
  { run, needs }: Pick<Shape, 'run'> & { readonly needs: Pick<Shape['needs'], 'pools'> },
  held: Held,
): string | undefined {
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
