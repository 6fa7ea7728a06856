import { isActive, type OwnedRun } from './owned.ts'

/** Something of it is wanted: also of a run that another has replaced and that still computes for it. Its conditions are watched, or what they hold stays held. */
export function isGoingOn(run: OwnedRun): boolean {
  return isActive(run) || (run.phase === 'cancelling' && run.kept.size > 0)
}
