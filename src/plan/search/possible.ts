import { InvariantError } from '#model/invariant.ts'
import { type Project, problemsOf } from './project.ts'

/** Throws, and says why, when a project has no schedule: callers ask `problemsOf` first where their project comes from a user. */
export function possible(project: Project): void {
  const [problem] = problemsOf(project)
  if (problem === undefined) return
  if (problem.kind === 'shape') throw new InvariantError(`a project must have ${problem.what}`)
  if (problem.kind === 'circle') throw new InvariantError(`jobs must not wait for each other: ${problem.jobs.slice(0, 10).join(', ')}`)
  throw new InvariantError(`job ${problem.job} must not need more of resource ${problem.resource} than there is`)
}
