import type { Cause } from '#model/cause.ts'
import type { CheckpointSpec } from '#run/attempt.ts'
import type { Outcome, Saved } from '#run/outcome.ts'
import type { Active } from './active.ts'
import { signalOf } from './failure.ts'
import type { publishOutputs } from './outputs.ts'
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
  // With nothing new it may have come to its end meanwhile; see `unfinished`.
  return isNew || exitCode !== 0 ? { ...asked, saved: state } : undefined
}

interface Asked {
  readonly cause: Cause
  readonly detail: string
  readonly saved: Saved
}

/**
 * Asked to save its state, it ended well and left nothing new: there was nothing to save yet, or it came to its end meanwhile. Only an
 * output that it has made shows the end; else its work is open, however well its program ended.
 */
export async function unfinished(
  { folder, spec: { checkpoint } }: Pick<Active, 'folder' | 'spec'>,
  published: Awaited<ReturnType<typeof publishOutputs>>,
): Promise<{ readonly why: Omit<Asked, 'saved'>; readonly state: Pick<Failed, 'saved' | 'goesOn'> } | undefined> {
  const asked = checkpoint === undefined || checkpoint.exitCode !== undefined ? undefined : askedOf(folder)
  if (asked === undefined) return undefined
  const hasEnded = 'trouble' in published ? published.trouble.cause !== 'missing_output' : Object.keys(published.artefacts).length > 0
  if (hasEnded) return undefined
  const saved = await stateIn(folder)
  const why = { ...asked, detail: `${asked.detail}, and ended with nothing new and without an output` }
  return { why, state: saved === undefined ? {} : { saved, goesOn: true } }
}

type Failed = Extract<Outcome, { kind: 'failed' }>

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
