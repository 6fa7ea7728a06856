import { type Incumbent, isOver, offer, raiseBound } from '../incumbent.ts'
import type { Network } from '../network.ts'
import type { Project } from '../project.ts'
import { modelOf } from './model.ts'
import { placements, type Solver, solve, solverOf, tighten } from './solver.ts'

/** The exact search at work on an incumbent: betters it, or proves that it cannot be bettered. */
export interface Prover {
  /** Looks for a shorter schedule until the effort of the incumbent is `until`. True: it found one. */
  advance(until: number): boolean
}

const mostJobs = 1000
/** Propagation looks at every unit of time. */
const mostUnits = 4000

/** Undefined: the project is too large, or its times too fine, for an exact search. */
export function proverOf(project: Project, network: Network, incumbent: Incumbent): Prover | undefined {
  const horizon = incumbent.makespan
  if (project.count > mostJobs || horizon > mostUnits) return undefined
  const model = modelOf(project, network)
  const solver = solverOf(model, horizon)
  return { advance: (until) => advance(solver, incumbent, until) }
}

function advance(solver: Solver, incumbent: Incumbent, until: number): boolean {
  const starts = new Int32Array(solver.model.jobs)
  let counted = placements(solver)
  const spend = () => {
    const now = placements(solver)
    incumbent.effort += (now - counted) / Math.max(1, solver.model.jobs)
    counted = now
  }
  const mayGoOn = () => {
    spend()
    return incumbent.effort < until && !isOver(incumbent)
  }
  prefer(solver, incumbent)
  if (!tighten(solver, incumbent.makespan - 1)) {
    raiseBound(incumbent, incumbent.makespan)
    return false
  }
  const outcome = solve(solver, incumbent.makespan - 1, starts, mayGoOn)
  spend()
  if (outcome === 'none') raiseBound(incumbent, incumbent.makespan)
  if (outcome !== 'found') return false
  const end = starts.reduce((last, start, job) => Math.max(last, start + (solver.model.durations[job] as number)), 0)
  return offer(incumbent, starts, end, undefined)
}

function prefer(solver: Solver, incumbent: Incumbent): void {
  solver.preferred.set(incumbent.starts)
  solver.preferred[solver.model.end] = incumbent.makespan
}
