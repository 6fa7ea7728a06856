import { type Checkpoint, graceWithin, type Restart } from '#model/checkpoint.ts'
import type { AttemptSpec } from './attempt.ts'
import type { AttemptEnded } from './events.ts'
import { historyOf } from './history.ts'
import { wayOf } from './needs.ts'
import type { Outcome, Then, Usage } from './outcome.ts'
import { type OwnedStage, owned, stageOf } from './owned.ts'
import type { Preempted, Restarting, SavedState } from './remembered.ts'
import type { State } from './state.ts'

/**
 * States that attempts of a task have saved, and in which of them the next one begins. A state is one of what was computed (its key):
 * once something changes that the key is made of, only a rule that says so begins in it.
 */

type Ended = Pick<AttemptEnded, 'task' | 'attempt' | 'key' | 'outcome'>

const nothing: Restarting = { saved: [], from: undefined, spent: undefined }

/** What comes of the saved states when an attempt has ended, and is tried again or may be by hand. */
export function noteSaved(stage: OwnedStage, { task, attempt, key, outcome }: Ended, then: Then): void {
  const before = stage.histories.get(task)?.restarting
  if ((outcome.saved === undefined && before === undefined) || (then.kind !== 'retry' && then.kind !== 'failed')) return
  const { saved, from, spent } = before ?? nothing
  const next = then.kind === 'retry' ? then.from : outcome.saved === undefined ? from : attempt
  const kept = next === undefined ? undefined : next === attempt ? withUsage(spent, outcome) : next === from ? spent : undefined
  historyOf(stage, task).restarting = { saved: withState(saved, attempt, key, outcome), from: next, spent: kept }
}

function withState(saved: readonly SavedState[], attempt: number, key: string, outcome: Outcome): readonly SavedState[] {
  if (outcome.saved === undefined) return saved
  const isGood = outcome.kind === 'failed' && outcome.goesOn === true
  const newest: SavedState = { attempt, key, ...outcome.saved, isGood }
  const good = isGood ? undefined : saved.findLast((state) => state.isGood)
  return good === undefined ? [newest] : [good, newest]
}

function withUsage(spent: Usage['earlier'], outcome: Outcome): Usage['earlier'] {
  const usage = outcome.kind === 'failed' ? outcome.usage : outcome.result.usage
  if (usage === null) return spent
  const { attempts = 0, wallMs = 0, cpuMs = 0 } = spent ?? {}
  const cpu = cpuMs === null || usage.cpuMs === null ? null : cpuMs + usage.cpuMs
  return { attempts: attempts + 1, wallMs: wallMs + usage.wallMs, cpuMs: cpu }
}

/** The attempt in whose state the next one begins; undefined: from scratch. */
export function restartAt(
  stage: OwnedStage,
  { task, attempt, key, outcome }: Ended,
  restart: Restart | undefined,
  isChanged: boolean,
): number | undefined {
  if (stage.definition.checkpoint === undefined) return undefined
  const mode = restart ?? (isChanged ? 'from_scratch' : 'from_checkpoint')
  if (mode === 'from_scratch') return undefined
  const states = withState(stage.histories.get(task)?.restarting?.saved ?? [], attempt, key, outcome)
  const found = mode === 'from_checkpoint' ? states.at(-1) : states.findLast((state) => state.isGood)
  return found?.attempt
}

/** The state in which the running or next attempt of a task begins. */
export function beginningOf(stage: OwnedStage, task: number): SavedState | undefined {
  const restarting = stage.histories.get(task)?.restarting
  if (restarting?.from === undefined) return undefined
  const state = restarting.saved.find(({ attempt }) => attempt === restarting.from)
  return restarting.ifSame && state?.key !== stage.entries[task]?.key ? undefined : state
}

/** With what those attempts took that it went on from. */
export function withEarlier(stage: OwnedStage, task: number, outcome: Outcome): Outcome {
  const earlier = beginningOf(stage, task) === undefined ? undefined : stage.histories.get(task)?.restarting?.spent
  if (outcome.kind === 'failed' || earlier === undefined) return outcome
  return { ...outcome, result: { ...outcome.result, usage: { ...outcome.result.usage, earlier } } }
}

/** How an attempt saves its state, as a world is told. A state of something else is not begun in, unless a rule has changed it and says so. */
export function checkpointPart(stage: OwnedStage, task: number, limitMs: number | undefined): Pick<AttemptSpec, 'checkpoint'> {
  const { checkpoint } = stage.definition
  if (checkpoint === undefined) return {}
  const { signal, whole, exitCode } = checkpoint
  const graceMs = limitMs === undefined ? checkpoint.graceMs : graceWithin(checkpoint, limitMs)
  const first = beginningOf(stage, task)
  return {
    checkpoint: {
      ...{ signal, whole, graceMs },
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(first === undefined ? {} : { from: { attempt: first.attempt, fingerprint: first.fingerprint } }),
      kept: (stage.histories.get(task)?.restarting?.saved ?? []).map(({ attempt }) => attempt),
    },
  }
}

/** With what the running attempt of a task that can save its state began, for a world that makes up what happens. */
export function startOf(
  state: State,
  { run, stage: index, task }: { readonly run: string; readonly stage: number; readonly task: number },
): { readonly checkpoint: Checkpoint; readonly limitMs: number | undefined; readonly doneMs: number } | undefined {
  const stage = stageOf(owned(state), run, index)
  const { checkpoint } = stage.definition
  if (checkpoint === undefined) return undefined
  return { checkpoint, limitMs: wayOf(stage, task)?.limitMs, doneMs: beginningOf(stage, task)?.bytes ?? 0 }
}

export function noteGaveWay(stage: OwnedStage, task: number, preempted: Preempted | undefined, then: Then): void {
  if (then.kind === 'retry' && then.budget === 'gave_way' && preempted !== undefined) historyOf(stage, task).gaveWay = preempted
  else delete stage.histories.get(task)?.gaveWay
}

/** It saved its state or gave its place, and goes on: no failure, whatever its outcome tells. */
export function isInterrupted({ then }: Pick<AttemptEnded, 'then'>): boolean {
  return then.kind === 'retry' && (then.budget === 'going_on' || then.budget === 'gave_way')
}
