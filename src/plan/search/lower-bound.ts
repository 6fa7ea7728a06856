import { coarsened } from './coarsen.ts'
import { energyBound } from './energy-bound.ts'
import { destructiveBound } from './exact/destructive-bound.ts'
import { networksOf } from './network.ts'
import { possible } from './possible.ts'
import type { Project } from './project.ts'

/** Conflicts for refuting one makespan. */
const patience = 100

/**
 * A makespan that no schedule of the project can be under: from the critical path, the work on each resource, and for
 * projects that are small enough from propagation, which refutes one makespan after the other (a destructive bound;
 * Klein and Scholl 1999). Throws where the project has no schedule at all.
 */
export function lowerBound(project: Project): number {
  possible(project)
  if (project.count === 0) return 0
  const { project: coarse, unit } = coarsened(project)
  const { forward } = networksOf(coarse)
  return unit * destructiveBound(coarse, forward, energyBound(coarse, forward), patience).bound
}
