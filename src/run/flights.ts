import { isCached } from './cached.ts'
import type { Entry, OwnedState } from './owned.ts'

/** Queued and running tasks by key, so that what is being computed is waited for and not computed again. */

export function joinFlight(state: OwnedState, entry: Entry): void {
  if (!isShareable(entry) || state.recalling) return
  entry.flying = true
  const there = state.flights.get(entry.key)
  if (there === undefined) {
    state.flights.set(entry.key, entry)
    return
  }
  entry.shared = true
  if (there instanceof Set) {
    there.add(entry)
  } else {
    there.shared = true
    state.flights.set(entry.key, new Set([there, entry]))
  }
}

/** An approval is asked for by each that needs it: who may give it hangs on the run. */
export function isShareable({ key, stage }: Entry): boolean {
  return key !== '' && isCached(stage.run.started, stage.definition) && !(stage.isSpecial && stage.definition.human?.kind === 'approval')
}

export function leaveFlight(state: OwnedState, entry: Entry): void {
  if (!entry.flying) return
  entry.flying = false
  if (!entry.shared) {
    state.flights.delete(entry.key)
    return
  }
  const there = state.flights.get(entry.key)
  if (there === entry) state.flights.delete(entry.key)
  if (!(there instanceof Set)) return
  there.delete(entry)
  const [only] = there
  if (there.size === 1 && only !== undefined) state.flights.set(entry.key, only)
}

/** The others with this key. */
export function twinsOf(state: OwnedState, entry: Entry): readonly Entry[] {
  const there = entry.shared && !state.recalling ? state.flights.get(entry.key) : undefined
  return there instanceof Set ? [...there].filter((other) => other !== entry) : none
}

const none: readonly Entry[] = []

export function runningTwin(state: OwnedState, entry: Entry): Entry | undefined {
  return entry.shared ? twinsOf(state, entry).find((other) => other.place === 'running') : undefined
}
