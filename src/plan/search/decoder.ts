import type { Network } from './network.ts'
import { denseProfile, type Profile } from './profile.ts'
import { sparseProfile } from './sparse-profile.ts'

/** Makes schedules from lists: each job in turn as early as precedence and capacities let it (the serial schedule generation scheme). */
export interface Decoder {
  /**
   * Fills `starts` from a list in which every job stands after its predecessors, and returns the makespan.
   * Costs one schedule.
   */
  decode(list: Int32Array, starts: Int32Array): number
}

/** Up to so many time units a job, a profile with one entry for each unit is the faster one. */
const denseUnitsPerJob = 200

/** Memory of the profile is kept between schedules, so a decoder is used by one search only. */
export function decoderOf(network: Network): Decoder {
  const dense = network.horizon <= Math.max(4096, network.count * denseUnitsPerJob)
  const profile = dense ? denseProfile(network) : sparseProfile(network)
  return { decode: (list, starts) => decode(network, profile, list, starts) }
}

function decode(network: Network, profile: Profile, list: Int32Array, starts: Int32Array): number {
  const { durations, predecessorStart, predecessors } = network
  profile.clear()
  let makespan = 0
  for (let at = 0; at < list.length; at++) {
    const job = list[at] as number
    let ready = 0
    const last = predecessorStart[job + 1] as number
    for (let i = predecessorStart[job] as number; i < last; i++) {
      const before = predecessors[i] as number
      const end = (starts[before] as number) + (durations[before] as number)
      if (end > ready) ready = end
    }
    const start = profile.place(job, ready)
    starts[job] = start
    const end = start + (durations[job] as number)
    if (end > makespan) makespan = end
  }
  return makespan
}
