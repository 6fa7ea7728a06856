import type { Network } from './network.ts'
import type { Profile } from './profile.ts'

/** A profile with an entry for each time at which something changes: for projects whose times are much finer than their jobs. */
export function sparseProfile(network: Network): Profile {
  const { durations, demands, words, guards, capacities } = network
  // What is free[i] holds from times[i] until times[i + 1], the last for ever. Each job adds at most two entries.
  const times = new Int32Array(2 * network.count + 2)
  const free = new Int32Array(times.length * words)
  let count = 1

  const clear = () => {
    count = 1
    times[0] = 0
    free.set(capacities)
  }
  const entryAt = (time: number) => {
    let low = 0
    let high = count - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((times[middle] as number) <= time) low = middle
      else high = middle - 1
    }
    return low
  }
  /** The entry that begins at this time, made where there is none. */
  const split = (time: number, near: number) => {
    let at = near
    while (at + 1 < count && (times[at + 1] as number) <= time) at++
    if (times[at] === time) return at
    times.copyWithin(at + 2, at + 1, count)
    free.copyWithin((at + 1) * words, at * words, count * words)
    times[at + 1] = time
    count++
    return at + 1
  }
  const fits = (job: number, entry: number) => {
    for (let word = 0; word < words; word++) {
      const guard = guards[word] as number
      if ((((free[entry * words + word] as number) - (demands[job * words + word] as number)) & guard) !== guard) return false
    }
    return true
  }
  const place = (job: number, ready: number) => {
    const duration = durations[job] as number
    if (duration === 0) return ready
    let start = ready
    const first = entryAt(start)
    let near = first
    for (let entry = first; entry < count && (times[entry] as number) < start + duration; entry++) {
      if (fits(job, entry)) continue
      start = times[entry + 1] as number
      near = entry + 1
    }
    const from = split(start, near)
    const to = split(start + duration, from)
    for (let entry = from; entry < to; entry++) {
      for (let word = 0; word < words; word++) {
        const at = entry * words + word
        free[at] = (free[at] as number) - (demands[job * words + word] as number)
      }
    }
    return start
  }
  clear()
  return { clear, place }
}
