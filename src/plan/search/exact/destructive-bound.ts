import type { Network } from '../network.ts'
import type { Project } from '../project.ts'
import { modelOf } from './model.ts'
import { placements, solve, solverOf } from './solver.ts'

const mostJobs = 400
const mostUnits = 20_000
/** Each conflict costs more where times are finer, since propagation looks at every unit of time: so few are allowed then. */
const work = 500_000

export interface Refuted {
  /** The first makespan that was not refuted. */
  readonly bound: number
  /** In schedules. */
  readonly effort: number
}

/** Refutes makespans from `bound` upwards as long as that is easy, in growing steps. `mostPatience`: conflicts for one of them. */
export function destructiveBound(project: Project, network: Network, bound: number, mostPatience: number): Refuted {
  // Somewhere above the bound, so that one solver keeps what it learned; what lies beyond is never asked for.
  const horizon = Math.min(network.horizon, 2 * bound)
  if (project.count > mostJobs || horizon > mostUnits) return { bound, effort: 0 }
  const solver = solverOf(modelOf(project, network), horizon)
  const starts = new Int32Array(project.count)
  const patience = Math.min(mostPatience, Math.ceil(work / (horizon + project.durations.reduce((sum, duration) => sum + duration, 0))))
  let proved = bound
  for (let step = 1; proved < horizon; ) {
    const stop = solver.conflicts + patience
    const limit = Math.min(horizon, proved + step) - 1
    if (solve(solver, limit, starts, () => solver.conflicts < stop) === 'none') {
      proved = limit + 1
      step *= 2
    } else if (step === 1) break
    else step = Math.ceil(step / 4)
  }
  return { bound: proved, effort: placements(solver) / Math.max(1, project.count) }
}
