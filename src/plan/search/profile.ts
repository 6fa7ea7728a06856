import type { Network } from './network.ts'

/** What is free over time, while a schedule is being made. */
export interface Profile {
  clear(): void
  /** Takes what the job needs at the first time, not before `ready`, from which on it is free for the job's whole duration. */
  place(job: number, ready: number): number
}

/** A profile with an entry for each unit of time. */
export function denseProfile(network: Network): Profile {
  return network.words === 1 ? oneWord(network) : manyWords(network)
}

function oneWord(network: Network): Profile {
  const { durations, demands } = network
  const all = network.capacities[0] as number
  const guards = network.guards[0] as number
  const free = new Int32Array(network.horizon + 1).fill(all)
  let end = 0
  return {
    clear() {
      free.fill(all, 0, end)
      end = 0
    },
    place(job, ready) {
      const duration = durations[job] as number
      const demand = demands[job] as number
      let start = ready
      // From the back: what does not fit at one time rules out every start up to it.
      for (let time = start + duration - 1; time >= start; time--) {
        if ((((free[time] as number) - demand) & guards) === guards) continue
        start = time + 1
        time = start + duration
      }
      const stop = start + duration
      for (let time = start; time < stop; time++) free[time] = (free[time] as number) - demand
      if (stop > end) end = stop
      return start
    },
  }
}

function manyWords(network: Network): Profile {
  const { durations, demands, words, guards, capacities } = network
  const free = new Int32Array((network.horizon + 1) * words)
  for (let i = 0; i < free.length; i++) free[i] = capacities[i % words] as number
  let end = 0
  const fits = (job: number, time: number) => {
    for (let word = 0; word < words; word++) {
      const guard = guards[word] as number
      if ((((free[time * words + word] as number) - (demands[job * words + word] as number)) & guard) !== guard) return false
    }
    return true
  }
  return {
    clear() {
      for (let i = 0; i < end * words; i++) free[i] = capacities[i % words] as number
      end = 0
    },
    place(job, ready) {
      const duration = durations[job] as number
      let start = ready
      for (let time = start + duration - 1; time >= start; time--) {
        if (fits(job, time)) continue
        start = time + 1
        time = start + duration
      }
      const stop = start + duration
      for (let time = start; time < stop; time++) {
        for (let word = 0; word < words; word++) {
          const at = time * words + word
          free[at] = (free[at] as number) - (demands[job * words + word] as number)
        }
      }
      if (stop > end) end = stop
      return start
    },
  }
}
