import { packDemands } from './packing.ts'
import { type Project, topologicalOrder } from './project.ts'

/** A project made ready for scheduling in one direction of time. The same project backwards is another network. */
export interface Network {
  readonly count: number
  readonly durations: Int32Array
  readonly successorStart: Int32Array
  readonly successors: Int32Array
  readonly predecessorStart: Int32Array
  readonly predecessors: Int32Array
  /** Every job after its predecessors. */
  readonly order: Int32Array
  /** Earliest start by precedence. */
  readonly heads: Int32Array
  /** Longest path from the job's start to the project's end, the job included. */
  readonly tails: Int32Array
  readonly criticalPath: number
  /** A makespan that every list reaches: all jobs one after the other. */
  readonly horizon: number
  /** 32-bit words that hold the amounts of all resources side by side: see packing.ts. */
  readonly words: number
  /** `words` for each job. */
  readonly demands: Int32Array
  readonly capacities: Int32Array
  readonly guards: Int32Array
}

/** The project as it is, and with time running backwards: a schedule of one, mirrored, is a schedule of the other. */
export function networksOf(project: Project): { readonly forward: Network; readonly backward: Network } {
  const { count, durations, successorStart, successors } = project
  const { start: predecessorStart, list: predecessors } = reversed(count, successorStart, successors)
  const order = topologicalOrder(count, successorStart, successors)
  const heads = longestPathsTo(order, durations, predecessorStart, predecessors)
  const ends = longestPathsTo(order.slice().reverse(), durations, successorStart, successors)
  const tails = ends.map((end, job) => end + (durations[job] ?? 0))
  const horizon = durations.reduce((sum, duration) => sum + duration, 0)
  const criticalPath = tails.reduce((longest, tail, job) => Math.max(longest, tail + (heads[job] ?? 0)), 0)
  const shared = { count, durations, criticalPath, horizon, ...packDemands(project) }
  const forward = { ...shared, successorStart, successors, predecessorStart, predecessors, order, heads, tails }
  const backward = {
    ...shared,
    successorStart: predecessorStart,
    successors: predecessors,
    predecessorStart: successorStart,
    predecessors: successors,
    order: order.slice().reverse(),
    heads: ends,
    tails: heads.map((head, job) => head + (durations[job] ?? 0)),
  }
  return { forward, backward }
}

function reversed(count: number, start: Int32Array, list: Int32Array): { readonly start: Int32Array; readonly list: Int32Array } {
  const from = new Int32Array(count + 1)
  for (const job of list) from[job + 1] = (from[job + 1] ?? 0) + 1
  for (let job = 0; job < count; job++) from[job + 1] = (from[job + 1] ?? 0) + (from[job] ?? 0)
  const at = from.slice()
  const back = new Int32Array(list.length)
  for (let job = 0; job < count; job++) {
    for (let i = start[job] ?? 0; i < (start[job + 1] ?? 0); i++) {
      const next = list[i] ?? 0
      const place = at[next] ?? 0
      back[place] = job
      at[next] = place + 1
    }
  }
  return { start: from, list: back }
}

function longestPathsTo(order: Int32Array, durations: Int32Array, waitStart: Int32Array, waits: Int32Array): Int32Array {
  const paths = new Int32Array(order.length)
  for (const job of order) {
    let path = 0
    for (let i = waitStart[job] ?? 0; i < (waitStart[job + 1] ?? 0); i++) {
      const before = waits[i] ?? 0
      path = Math.max(path, (paths[before] ?? 0) + (durations[before] ?? 0))
    }
    paths[job] = path
  }
  return paths
}
