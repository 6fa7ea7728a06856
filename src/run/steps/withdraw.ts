import type { RunEvent } from '../events.ts'
import { twinsOf } from '../flights.ts'
import { endOfPeople } from '../human.ts'
import { type Bundle, isActive, type OwnedRun, type OwnedState } from '../owned.ts'

/**
 * Work of a person that went on when another run took the place of the one that asked: nobody needs to do it any more when that run is
 * over, or knows all that it asks for and does not ask for this.
 */
export function withdraw(state: OwnedState, now: number): RunEvent[] {
  if (state.asked.size === 0) return []
  return [...state.asked].flatMap((bundle) => {
    const { run } = bundle.stage
    return run.phase === 'cancelling' && run.kept.size > 0 && !isWanted(state, bundle) ? endOfPeople(bundle, now) : []
  })
}

function isWanted(state: OwnedState, { stage, tasks }: Bundle): boolean {
  const run = successorOf(state, stage.run)
  if (run === undefined) return false
  const entry = stage.entries[tasks[0] ?? 0]
  if (entry !== undefined && twinsOf(state, entry).some((twin) => isActive(twin.stage.run))) return true
  return run.stages.some(
    ({ asked, finished, count, counts }) => asked && !finished && (count === undefined || counts.waiting + counts.released > 0),
  )
}

/** The run that goes on in the place of another, however often that was edited; undefined: none does any more. */
function successorOf(state: OwnedState, old: OwnedRun): OwnedRun | undefined {
  let run: OwnedRun | undefined = old
  while (run !== undefined && !isActive(run)) run = run.phase === 'cancelling' ? state.runs.get(run.replacedBy ?? '') : undefined
  return run
}
