import type { Random } from '#worlds/simulated/random.ts'
import type { Network } from './network.ts'

/** Draws lists in which jobs that are followed by much tend to stand early (regret-based biased sampling; Drexl 1991). */
export interface Sampler {
  /** `bias`: 0 draws evenly among the jobs that may come next, a high one takes that with the longest tail. */
  sample(bias: number, list: Int32Array): void
}

export function samplerOf(network: Network, random: Random): Sampler {
  const { count, predecessorStart, successorStart, successors, tails } = network
  const waits = new Int32Array(count)
  const open = new Int32Array(count)
  const weights = new Float64Array(count)
  let size = 0

  const drawPlace = (bias: number) => {
    let shortest = tails[open[0] as number] as number
    for (let i = 1; i < size; i++) shortest = Math.min(shortest, tails[open[i] as number] as number)
    let total = 0
    for (let i = 0; i < size; i++) {
      const weight = ((tails[open[i] as number] as number) - shortest + 1) ** bias
      weights[i] = weight
      total += weight
    }
    let left = random.next() * total
    let place = 0
    while (place < size - 1) {
      left -= weights[place] as number
      if (left < 0) break
      place++
    }
    return place
  }
  const sample = (bias: number, list: Int32Array) => {
    size = 0
    for (let job = 0; job < count; job++) {
      waits[job] = (predecessorStart[job + 1] as number) - (predecessorStart[job] as number)
      if (waits[job] === 0) open[size++] = job
    }
    for (let at = 0; at < count; at++) {
      const place = drawPlace(bias)
      const job = open[place] as number
      open[place] = open[--size] as number
      list[at] = job
      for (let i = successorStart[job] as number; i < (successorStart[job + 1] as number); i++) {
        const next = successors[i] as number
        waits[next] = (waits[next] as number) - 1
        if (waits[next] === 0) open[size++] = next
      }
    }
  }
  return { sample }
}

/** The list by falling tails, equals in topological order: the plain rule that ends soonest what must end first. */
export function listByTail(network: Network): Int32Array {
  const places = new Int32Array(network.count)
  network.order.forEach((job, place) => {
    places[job] = place
  })
  const { tails } = network
  return network.order.slice().sort((a, b) => (tails[b] as number) - (tails[a] as number) || (places[a] as number) - (places[b] as number))
}
