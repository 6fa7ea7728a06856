import type { Cause } from '#model/cause.ts'
import type { CheckpointSpec } from '#run/attempt.ts'
import type { Outcome, Saved } from '#run/outcome.ts'
import type { Active } from './active.ts'
import { signalOf } from './failure.ts'
import { askedOf, stateIn } from './saved-state.ts'

/**
 * How an attempt with `checkpoint` ended, where that is of its own kind: it saved its state and goes on in another attempt. Undefined: it
 * ended like any other.
 */
export async function goesOn({ folder, spec, stop }: Active, exitCode: number): Promise<Asked | undefined> {
  const { checkpoint } = spec
  if (checkpoint === undefined || (stop !== undefined && !stop.asksToSave) || exitCode === 137) return undefined
  const asked = askedOf(folder)
  if (checkpoint.exitCode !== undefined) {
    if (exitCode !== checkpoint.exitCode) return undefined
    return withState(folder, asked ?? { cause: 'preempted', detail: `saved its state and ended by itself (exit code ${exitCode})` })
  }
  if (asked === undefined) return undefined
  const state = await stateIn(folder)
  if (state === undefined) return undefined
  const isNew = state.fingerprint !== checkpoint.from?.fingerprint
  if (signalOf(exitCode) !== null && !(checkpoint.whole === 'always' && isNew)) return undefined
  // With nothing new it may have come to its end meanwhile.
  return isNew || exitCode !== 0 ? { ...asked, saved: state } : undefined
}

interface Asked {
  readonly cause: Cause
  readonly detail: string
  readonly saved: Saved
}

async function withState(folder: string, asked: Omit<Asked, 'saved'>): Promise<Asked | undefined> {
  const saved = await stateIn(folder)
  return saved && { ...asked, saved }
}

/** An end with the whole state that it left: after success, and after a failure where whatever lies in the folder is whole. */
export async function withSaved({ folder, spec }: Pick<Active, 'folder' | 'spec'>, outcome: Outcome): Promise<Outcome> {
  const { checkpoint } = spec
  if (checkpoint === undefined || outcome.saved !== undefined || !isWhole(checkpoint, outcome)) return outcome
  const saved = await stateIn(folder)
  return saved === undefined ? outcome : { ...outcome, saved }
}

const isWhole = ({ whole }: CheckpointSpec, { kind }: Outcome) => kind === 'succeeded' || whole === 'always'
