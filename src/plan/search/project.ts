/**
 * Jobs that need amounts of renewable resources while they run, and an order between them: the resource-constrained
 * project scheduling problem. Jobs and resources are indices; times are whole numbers in any unit.
 */
export interface Project {
  readonly count: number
  readonly durations: Int32Array
  /** Successors of job j: `successors[successorStart[j]]` up to, without, `successors[successorStart[j + 1]]`. */
  readonly successorStart: Int32Array
  readonly successors: Int32Array
  readonly resources: number
  /** Row by row: job j holds `demands[j * resources + r]` of resource r while it runs. */
  readonly demands: Int32Array
  readonly capacities: Int32Array
}

/** A schedule of a project, and what is known about how good it is. */
export interface Found {
  readonly starts: Int32Array
  readonly makespan: number
  /** No schedule is shorter. */
  readonly bound: number
  /** Effort so far, in schedules: docs/spec/schedule.md says what counts how much. */
  readonly schedules: number
  /** The makespan is the bound. */
  readonly optimal: boolean
}

/** Why a project has no schedule at all. */
export type ProjectProblem =
  | { readonly kind: 'shape'; readonly what: string }
  | { readonly kind: 'demand_above_capacity'; readonly job: number; readonly resource: number }
  /** These jobs wait for each other, directly or through others. */
  | { readonly kind: 'circle'; readonly jobs: readonly number[] }

/** The longest sum of durations that is searched: beyond it, times would not fit the arithmetic. */
const longestTotal = 2 ** 30

/** Everything that keeps a project from having a schedule; empty when it has one. */
export function problemsOf(project: Project): ProjectProblem[] {
  const shape = shapeProblem(project)
  if (shape !== undefined) return [{ kind: 'shape', what: shape }]
  const problems: ProjectProblem[] = []
  for (let job = 0; job < project.count; job++) {
    if (project.durations[job] === 0) continue
    for (let resource = 0; resource < project.resources; resource++) {
      const demand = project.demands[job * project.resources + resource] ?? 0
      if (demand > (project.capacities[resource] ?? 0)) problems.push({ kind: 'demand_above_capacity', job, resource })
    }
  }
  const order = topologicalOrder(project.count, project.successorStart, project.successors)
  if (order.length < project.count) {
    const sorted = new Set(order)
    const jobs = Array.from({ length: project.count }, (_, job) => job).filter((job) => !sorted.has(job))
    problems.push({ kind: 'circle', jobs })
  }
  return problems
}

function shapeProblem(project: Project): string | undefined {
  const { count, durations, successorStart, successors, resources, demands, capacities } = project
  if (durations.length !== count) return 'one duration for each job'
  if (successorStart.length !== count + 1 || successorStart[0] !== 0) return 'successorStart has count + 1 entries, the first 0'
  if (successorStart[count] !== successors.length) return 'the last entry of successorStart is the number of successors'
  if (successorStart.some((start, i) => i > 0 && start < (successorStart[i - 1] ?? 0))) return 'successorStart never falls'
  if (successors.some((job) => job < 0 || job >= count)) return 'every successor is a job'
  if (demands.length !== count * resources) return 'a demand for each job and resource'
  if (capacities.length !== resources) return 'a capacity for each resource'
  if (durations.some(isNegative) || demands.some(isNegative) || capacities.some(isNegative)) return 'no negative number'
  if (durations.reduce((sum, duration) => sum + duration, 0) > longestTotal) return 'durations add up to at most 2^30: use a coarser unit'
  return undefined
}

const isNegative = (value: number) => value < 0

/** Every job after those it waits for, lower numbers first where the order is free (Kahn 1962). Jobs on or after a circle are left out. */
export function topologicalOrder(count: number, successorStart: Int32Array, successors: Int32Array): Int32Array {
  const waits = new Int32Array(count)
  for (const job of successors) waits[job] = (waits[job] ?? 0) + 1
  const order = new Int32Array(count)
  let end = 0
  for (let job = 0; job < count; job++) if (waits[job] === 0) order[end++] = job
  for (let at = 0; at < end; at++) {
    const job = order[at] ?? 0
    for (let i = successorStart[job] ?? 0; i < (successorStart[job + 1] ?? 0); i++) {
      const next = successors[i] ?? 0
      const left = (waits[next] ?? 0) - 1
      waits[next] = left
      if (left === 0) order[end++] = next
    }
  }
  return order.slice(0, end)
}
