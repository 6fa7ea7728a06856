import type { RunState } from '#run/state.ts'
import { Bins } from './bins.ts'
import type { History } from './history.ts'

/** How much of one pool the run's tasks held over time. */
export interface PoolUse {
  readonly pool: string
  /** Undefined: the run did not say how much there is. */
  readonly capacity: number | undefined
  readonly from: number
  readonly to: number
  /** Mean amount held in each of equal spans from `from` to `to`. */
  readonly held: readonly number[]
  /** Most held at one moment. */
  readonly peak: number
  readonly mean: number
  /** Mean over capacity, 0 … 1. */
  readonly share: number | undefined
  /** Amount × time, in amount-milliseconds. */
  readonly total: number
}

const spans = 240

/** One record for each pool that was held at all, in the order of their names. */
export function poolUse(run: RunState, history: History, to: number): readonly PoolUse[] {
  const from = run.started.at
  const pools = new Map<string, { bins: Bins; total: number }>()
  for (const bundle of history.bundles) {
    const end = bundle.endedAt ?? to
    for (const [pool, amount] of Object.entries(bundle.holds)) {
      const use = pools.get(pool) ?? { bins: new Bins(from, to, spans), total: 0 }
      pools.set(pool, use)
      use.bins.add(bundle.startedAt, end, amount)
      use.total += amount * Math.max(0, end - bundle.startedAt)
    }
  }
  const peaks = peaksOf(history, to)
  return [...pools]
    .filter(([, use]) => use.total > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([pool, { bins, total }]): PoolUse => {
      const capacity = run.started.pools[pool]
      const mean = total / Math.max(1, to - from)
      const share = capacity === undefined || capacity <= 0 ? undefined : mean / capacity
      return { pool, capacity, from, to, held: bins.means(), peak: peaks.get(pool) ?? 0, mean, share, total }
    })
}

/** Walks over all starts and ends in time; of those at one moment the ends first, so that a hand-over is no peak. */
function peaksOf(history: History, to: number): ReadonlyMap<string, number> {
  const changes: { at: number; sign: 1 | -1; holds: { readonly [pool: string]: number } }[] = []
  for (const { startedAt, endedAt = to, holds } of history.bundles) {
    if (endedAt <= startedAt) continue
    changes.push({ at: startedAt, sign: 1, holds }, { at: endedAt, sign: -1, holds })
  }
  changes.sort((a, b) => a.at - b.at || a.sign - b.sign)
  const held = new Map<string, number>()
  const peaks = new Map<string, number>()
  for (const { sign, holds } of changes) {
    for (const [pool, amount] of Object.entries(holds)) {
      const now = (held.get(pool) ?? 0) + sign * amount
      held.set(pool, now)
      if (now > (peaks.get(pool) ?? 0)) peaks.set(pool, now)
    }
  }
  return peaks
}
