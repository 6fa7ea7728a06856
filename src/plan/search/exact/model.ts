import type { Network } from '../network.ts'
import type { Project } from '../project.ts'

/**
 * A project as the exact search sees it: the jobs, and after them one more of no duration, the end, that waits for all.
 * Sides and literals are those of bounds.ts.
 */
export interface Model {
  readonly jobs: number
  /** The job that stands for the end of the project. */
  readonly end: number
  readonly durations: Int32Array
  /** What a growth of a side implies: `sidesImplied[implied[side]]` up to `implied[side + 1]` grow to its value plus the distance. */
  readonly implied: Int32Array
  readonly impliedSides: Int32Array
  readonly impliedDistances: Int32Array
  /** Pairs of jobs that no order separates but that cannot run at once, flattened. */
  readonly exclusive: Int32Array
  readonly network: Network
  readonly resources: number
  readonly demands: Int32Array
  readonly capacities: Int32Array
}

export function modelOf(project: Project, network: Network): Model {
  const { count, resources, demands, capacities } = project
  const end = count
  const durations = new Int32Array(count + 1)
  durations.set(project.durations)
  const lists: [number, number][][] = Array.from({ length: 2 * (count + 1) }, () => [])
  const order = (before: number, after: number) => {
    const duration = durations[before] as number
    lists[2 * before]?.push([2 * after, duration])
    lists[2 * after + 1]?.push([2 * before + 1, duration])
  }
  for (let job = 0; job < count; job++) {
    const from = network.successorStart[job] as number
    const to = network.successorStart[job + 1] as number
    for (let i = from; i < to; i++) order(job, network.successors[i] as number)
    if (from === to) order(job, end)
  }
  const implied = new Int32Array(lists.length + 1)
  lists.forEach((list, side) => {
    implied[side + 1] = (implied[side] as number) + list.length
  })
  return {
    jobs: count,
    end,
    durations,
    implied,
    impliedSides: Int32Array.from(lists.flatMap((list) => list.map(([side]) => side))),
    impliedDistances: Int32Array.from(lists.flatMap((list) => list.map(([, distance]) => distance))),
    exclusive: exclusivePairs(project, network),
    network,
    resources,
    demands,
    capacities,
  }
}

/** How far apart order keeps the side that implies and the side that is implied. */
export function distanceOf(model: Model, from: number, to: number): number {
  return model.durations[(from & 1) === 0 ? from >> 1 : to >> 1] as number
}

function exclusivePairs(project: Project, network: Network): Int32Array {
  const { count, resources, demands, capacities, durations } = project
  const after = reachable(network)
  const pairs: number[] = []
  for (let a = 0; a < count; a++) {
    if (durations[a] === 0) continue
    for (let b = a + 1; b < count; b++) {
      if (durations[b] === 0 || after[a * count + b] === 1 || after[b * count + a] === 1) continue
      for (let resource = 0; resource < resources; resource++) {
        const together = (demands[a * resources + resource] as number) + (demands[b * resources + resource] as number)
        if (together <= (capacities[resource] as number)) continue
        pairs.push(a, b)
        break
      }
    }
  }
  return Int32Array.from(pairs)
}

/** 1 at `a * count + b` where b waits for a, directly or through others. */
function reachable(network: Network): Uint8Array {
  const { count, order, successorStart, successors } = network
  const after = new Uint8Array(count * count)
  for (let at = count - 1; at >= 0; at--) {
    const job = order[at] as number
    for (let i = successorStart[job] as number; i < (successorStart[job + 1] as number); i++) {
      const next = successors[i] as number
      after[job * count + next] = 1
      for (let other = 0; other < count; other++) if (after[next * count + other] === 1) after[job * count + other] = 1
    }
  }
  return after
}
