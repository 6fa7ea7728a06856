import type { Network } from './network.ts'

/** Sorts jobs by the times of a schedule into lists that respect precedence. Keeps its memory, so it is used by one search only. */
export interface Sorter {
  /** Jobs by start. */
  byStart(network: Network, starts: Int32Array, list: Int32Array): void
  /** Jobs by falling finish: the list in which the backward network schedules them. `backward` gives the order of equals. */
  byFinish(backward: Network, starts: Int32Array, list: Int32Array): void
}

export function sorterOf(count: number): Sorter {
  const keys = new Float64Array(count)
  const sort = (order: Int32Array, keyOf: (job: number) => number, list: Int32Array) => {
    // Equals keep their topological order: a job of no duration starts when its predecessor does.
    for (let place = 0; place < count; place++) keys[place] = keyOf(order[place] as number) * count + place
    keys.sort()
    for (let place = 0; place < count; place++) list[place] = order[(keys[place] as number) % count] as number
  }
  return {
    byStart: (network, starts, list) => sort(network.order, (job) => starts[job] as number, list),
    byFinish(backward, starts, list) {
      let last = 0
      for (let job = 0; job < count; job++) last = Math.max(last, (starts[job] as number) + (backward.durations[job] as number))
      sort(backward.order, (job) => last - (starts[job] as number) - (backward.durations[job] as number), list)
    },
  }
}
