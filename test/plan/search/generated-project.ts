import type { Project } from '#plan/search/project.ts'
import { randomStream } from '#worlds/simulated/random.ts'

/**
 * Projects made after ProGen's three measures (Kolisch, Sprecher and Drexl 1995): how many orders a job has, how many of
 * the resources it needs, and how scarce they are.
 */
export interface Making {
  readonly count: number
  readonly resources: number
  /** Orders for each job, on average. */
  readonly complexity: number
  /** Share of the resources that a job needs. */
  readonly factor: number
  /** 0: each resource has just enough for the greatest demand; 1: enough for all at once. */
  readonly strength: number
  readonly longest: number
}

export function generatedProject(seed: number, making: Making): Project {
  const random = randomStream(seed, 'generated project')
  const { count, resources } = making
  const arcs: number[][] = Array.from({ length: count }, () => [])
  for (let i = 0; i < making.complexity * count && count > 1; i++) {
    const a = random.below(count - 1)
    const b = a + 1 + random.below(Math.min(count - a - 1, 12))
    if (!arcs[a]?.includes(b)) arcs[a]?.push(b)
  }
  const durations = Int32Array.from({ length: count }, () => (random.chance(0.05) ? 0 : 1 + random.below(making.longest)))
  const demands = Int32Array.from({ length: count * resources }, () => (random.chance(making.factor) ? 1 + random.below(10) : 0))
  const capacities = Int32Array.from({ length: resources }, (_, resource) => {
    const amounts = Array.from({ length: count }, (_, job) => demands[job * resources + resource] ?? 0)
    const least = Math.max(1, ...amounts)
    return Math.round(least + making.strength * (amounts.reduce((sum, amount) => sum + amount, 0) - least))
  })
  return projectOf(durations, arcs, demands, capacities)
}

/** Lists of successors made compact. */
export function projectOf(
  durations: ArrayLike<number>,
  arcs: readonly (readonly number[])[],
  demands: ArrayLike<number>,
  capacities: ArrayLike<number>,
): Project {
  const successorStart = [0]
  for (const list of arcs) successorStart.push((successorStart.at(-1) ?? 0) + list.length)
  return {
    count: durations.length,
    durations: Int32Array.from(durations),
    successorStart: Int32Array.from(successorStart),
    successors: Int32Array.from(arcs.flat()),
    resources: capacities.length,
    demands: Int32Array.from(demands),
    capacities: Int32Array.from(capacities),
  }
}

/** A making of this seed: small and large, loose and tight, with one resource and with many. */
export function makingOf(seed: number, most: number): Making {
  const random = randomStream(seed, 'making')
  return {
    count: 1 + random.below(most),
    resources: [0, 1, 1, 2, 4, 4, 7, 20][random.below(8)] ?? 1,
    complexity: [0, 0.5, 1, 1.5, 2.1][random.below(5)] ?? 1,
    factor: [0.25, 0.5, 0.75, 1][random.below(4)] ?? 1,
    strength: [0, 0.02, 0.1, 0.2, 0.5, 1][random.below(6)] ?? 0,
    longest: [1, 3, 10, 10, 1000][random.below(5)] ?? 10,
  }
}
