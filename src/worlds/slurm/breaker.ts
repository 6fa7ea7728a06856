/**
 * Spares a cluster that is in trouble: submissions keep a distance, and after failures one after another there is a pause that
 * doubles each time, up to five minutes. Then one is tried. Times are monotonic, in ms.
 */
export interface Breaker {
  /** May something be submitted now? */
  allows(now: number): boolean
  submitted(now: number): void
  failed(now: number): void
}

const patience = 3
const firstPauseMs = 2_000
const longestPauseMs = 300_000

export function createBreaker(everyMs: number): Breaker {
  let nextAt = Number.NEGATIVE_INFINITY
  let failures = 0
  return {
    allows: (now) => now >= nextAt,
    submitted(now) {
      failures = 0
      nextAt = now + everyMs
    },
    failed(now) {
      failures++
      const pauseMs = failures < patience ? 500 : Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - patience))
      nextAt = now + Math.max(everyMs, pauseMs)
    },
  }
}
