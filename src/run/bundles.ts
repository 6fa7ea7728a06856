import { expectedMs } from './estimates.ts'
import type { AttemptsStarted } from './events.ts'
import { charge, chargeOf, keyOfTold, settleCharge } from './fair-share.ts'
import { twinsOf } from './flights.ts'
import type { Bundle, OwnedRun, OwnedStage, OwnedState } from './owned.ts'
import { courseOf, expectedEndOf, leavePeople } from './people.ts'
import { leaveLine } from './queue.ts'
import { leavePlaces, takePlaces } from './set-up.ts'
import { is, setStatus } from './status.ts'

/** Attempts that share an allocation: it is held until the last of them has ended. */
export function openBundle(state: OwnedState, stage: OwnedStage, event: AttemptsStarted): void {
  const { tasks, attempts, holds, at } = event
  const option = event.option ?? 0
  const human = stage.isSpecial ? courseOf(stage, event) : undefined
  const expectedEnd = stage.isSpecial ? expectedEndOf(stage, event) : plainEnd(stage, event)
  const setUpAt = event.setupMs === undefined ? undefined : at + event.setupMs
  const charged = state.recalling ? 0 : chargeOf(state, stage.run, holds, at, expectedEnd)
  charge(stage.run, charged)
  const bundle: Bundle = {
    stage,
    tasks,
    attempts,
    holds,
    startedAt: at,
    setUpAt,
    expectedEnd,
    frozenAt: undefined,
    frozenMs: 0,
    option,
    human,
    charged,
    left: tasks.length,
    preempted: undefined,
  }
  for (const other of event.before ?? []) stage.run.share.told.add(keyOfTold(other))
  state.bundles.add(bundle)
  if (human !== undefined) state.asked.add(bundle)
  stage.run.bundles.add(bundle)
  for (const pool in holds) state.held.set(pool, (state.held.get(pool) ?? 0) + (holds[pool] ?? 0))
  for (let index = 0; index < tasks.length; index++) {
    const task = tasks[index] ?? 0
    stage.attempts[task] = attempts[index] ?? 0
    setStatus(stage, task, is.running)
    const entry = stage.entries[task]
    if (entry === undefined) continue
    leaveLine(state, entry, 'running')
    entry.bundle = bundle
    for (const twin of twinsOf(state, entry)) if (twin.place === 'line') leaveLine(state, twin, 'twin')
  }
  if (stage.isSpecial) takePlaces(state, stage, holds)
}

function plainEnd(stage: OwnedStage, { at, tasks }: AttemptsStarted): number | undefined {
  const eachMs = expectedMs(stage)
  return eachMs === undefined ? undefined : at + eachMs * tasks.length
}

export function endInBundle(state: OwnedState, bundle: Bundle, at: number): void {
  bundle.left--
  if (bundle.left === 0) closeBundle(state, bundle, at)
}

function closeBundle(state: OwnedState, bundle: Bundle, at: number): void {
  const { run, isSpecial } = bundle.stage
  if (isSpecial) {
    leavePlaces(state, bundle.stage, bundle.holds)
    leavePeople(state, bundle.stage, bundle.holds, at)
  }
  settleCharge(state, run, bundle, at)
  state.bundles.delete(bundle)
  state.asked.delete(bundle)
  run.bundles.delete(bundle)
  // With nothing running nothing is held: fractions that do not add up exactly are forgotten here.
  if (state.bundles.size === 0) state.held.clear()
  else for (const pool in bundle.holds) state.held.set(pool, (state.held.get(pool) ?? 0) - (bundle.holds[pool] ?? 0))
  if (run.phase === 'cancelling' && run.bundles.size === 0) state.toFinish.add(run)
}

export function closeBundles(state: OwnedState, run: OwnedRun, at: number): void {
  for (const bundle of [...run.bundles]) closeBundle(state, bundle, at)
}
