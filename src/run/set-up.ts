import type { OwnedStage, OwnedState } from './owned.ts'
import type { SetUpPlace } from './remembered.ts'
import { capacityIn } from './room.ts'

/**
 * Instruments that have to be set up when another stage used them last. A place keeps for which stage of which workflow it was set up;
 * runs that are over and not folded any more are forgotten, and then it is set up once more.
 */

function userOf({ run, definition }: OwnedStage): string {
  return `${run.workflow.name}/${definition.name}`
}

/** How long it takes before a task with these holds can begin, in ms: instruments are set up side by side. */
export function setupOf(state: OwnedState, stage: OwnedStage, holds: { readonly [pool: string]: number }): number {
  const { setups } = stage.run.resources
  let longest = 0
  for (const [instrument, setupMs] of setups) {
    const count = holds[instrument]
    if (count === undefined) continue
    const user = userOf(stage)
    const ready = (state.places.get(instrument) ?? []).filter((place) => !place.busy && place.user === user).length
    if (ready < count) longest = Math.max(longest, setupMs)
  }
  return longest
}

export function takePlaces(state: OwnedState, stage: OwnedStage, holds: { readonly [pool: string]: number }): void {
  if (state.recalling) return
  for (const instrument of stage.run.resources.setups.keys()) {
    const count = holds[instrument]
    if (count === undefined) continue
    const user = userOf(stage)
    const places = placesOf(state, stage, instrument)
    const free = places.filter((place) => !place.busy).sort((a, b) => Number(b.user === user) - Number(a.user === user))
    for (const place of free.slice(0, count)) Object.assign(place, { user, busy: true })
  }
}

export function leavePlaces(state: OwnedState, stage: OwnedStage, holds: { readonly [pool: string]: number }): void {
  if (state.recalling) return
  for (const instrument of stage.run.resources.setups.keys()) {
    const count = holds[instrument]
    if (count === undefined) continue
    const user = userOf(stage)
    const own = (state.places.get(instrument) ?? []).filter((place) => place.busy && place.user === user)
    for (const place of own.slice(0, count)) place.busy = false
  }
}

function placesOf(state: OwnedState, { run }: OwnedStage, instrument: string): SetUpPlace[] {
  const places = state.places.get(instrument) ?? []
  state.places.set(instrument, places)
  while (places.length < capacityIn(run, instrument)) places.push({ user: '', busy: false })
  return places
}
