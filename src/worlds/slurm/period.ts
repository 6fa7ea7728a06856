/**
 * When to look. Slurm is asked once a period for everything: often while things happen, less and less while nothing does, and never
 * so that answering is more than a twentieth of its time. Times are monotonic, in ms.
 */
export interface Period {
  isDue(now: number): boolean
  /** `heard`: there was an answer. How long silence took says nothing of what an answer costs. */
  asked(from: number, to: number, heard: boolean): void
  /** Something was changed: what becomes of it is asked for soon. */
  hurry(): void
  /** Between two looks at the records in the shared folder. */
  readonly recordsMs: number
  noteRecords(tookMs: number): void
}

const shortestMs = 1_000
const longestMs = 30_000
const growth = 1.3

export function createPeriod(): Period {
  let waitMs = shortestMs
  let nextAt = Number.NEGATIVE_INFINITY
  let lastAt = Number.NEGATIVE_INFINITY
  let recordsMs = 100
  return {
    isDue: (now) => now >= nextAt,
    asked(from, to, heard) {
      waitMs = Math.min(longestMs, Math.max(waitMs * growth, heard ? 20 * (to - from) : 0))
      nextAt = to + waitMs
      lastAt = to
    },
    hurry() {
      waitMs = shortestMs / growth
      nextAt = Math.min(nextAt, lastAt + shortestMs)
    },
    get recordsMs() {
      return recordsMs
    },
    noteRecords(tookMs) {
      recordsMs = Math.min(5_000, Math.max(100, 10 * tookMs))
    },
  }
}
