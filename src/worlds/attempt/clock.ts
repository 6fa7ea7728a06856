import { readOrEmpty } from './process-table.ts'

/**
 * Time for journals: starts at the machine's clock and then only follows the monotonic one, so that it never goes
 * back and no jump of the machine's clock reaches a deadline. `notBefore` is the latest time the store knows.
 */
export function createClock(notBefore: number): () => number {
  let base = Math.max(Date.now(), notBefore) - performance.now()
  const asleep = sleepWatch()
  return () => {
    base += asleep()
    return Math.round(base + performance.now())
  }
}

/** Milliseconds that the machine was suspended since the last call: the monotonic clock stands still then, uptime does not. */
function sleepWatch(): () => number {
  const lead = () => Number.parseFloat(readOrEmpty('/proc/uptime')) * 1000 - performance.now()
  let known = lead()
  let asked = performance.now()
  return () => {
    if (performance.now() - asked < 1000) return 0
    asked = performance.now()
    const slept = lead() - known
    if (!(slept > 2000)) return 0
    known += slept
    return slept
  }
}
