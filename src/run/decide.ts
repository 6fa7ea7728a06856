import { decideCommand } from './commands.ts'
import { frozenMsOf } from './conditions.ts'
import { expectedOf } from './estimates.ts'
import type { AttemptEnded, RunEvent } from './events.ts'
import { isGoingOn } from './going-on.ts'
import { decidePieces, handedOn } from './handing-on.ts'
import type { Input } from './inputs.ts'
import type { Outcome } from './outcome.ts'
import { type OwnedStage, owned } from './owned.ts'
import { diagnosed } from './remedies.ts'
import { decideResolved } from './resolved.ts'
import { withEarlier } from './restarting.ts'
import type { State } from './state.ts'
import { is } from './status.ts'
import { decideStreamed } from './streaming.ts'
import { verdictOn } from './verdict.ts'

/** What is now so because of an input. What follows from it by itself is said by `settle`. */
export function decide(state: State, input: Input, now: number): RunEvent[] {
  switch (input.type) {
    case 'command':
      return decideCommand(owned(state), input.command, now)
    case 'resolved':
      return decideResolved(owned(state), input, now)
    case 'ended':
      return decideEnded(state, input, now)
    case 'streamed':
      return decideStreamed(owned(state), input, now)
    case 'pieces':
      return decidePieces(owned(state), input, now)
    case 'observed':
      return decideObserved(state, input, now)
    case 'tick':
      return []
  }
}

/** Only what reads otherwise than before is news. */
function decideObserved(state: State, { run: id, condition, reading }: Extract<Input, { type: 'observed' }>, now: number): RunEvent[] {
  const run = owned(state).runs.get(id)
  const course = run?.conditions[condition]
  if (run === undefined || course === undefined || !isGoingOn(run) || course.reading === reading) return []
  return [{ type: 'ConditionRead', run: id, at: now, condition, reading }]
}

/** Only the newest attempt of a running task can end: a late or repeated word of an older one changes nothing. */
function decideEnded(state: State, input: Extract<Input, { type: 'ended' }>, now: number): RunEvent[] {
  const { run, task, attempt } = input
  const stage = owned(state).runs.get(run)?.stages[input.stage]
  if (stage === undefined || stage.status[task] !== is.running || stage.attempts[task] !== attempt) return []
  const key = stage.entries[task]?.key ?? ''
  const { outcome: told, savedMs } = withSaving(stage, task, withoutFrozen(stage, task, input.outcome, now))
  const outcome = withEarlier(stage, task, diagnosed(stage, handedOn(stage, attempt, told)))
  const { verdicts, then } = verdictOn({ stage, task, attempt, key, outcome, now })
  const ended: AttemptEnded = { type: 'AttemptEnded', run, at: now, stage: input.stage, task, attempt, key, outcome, verdicts, then }
  return [savedMs === undefined ? ended : { ...ended, savedMs }]
}

/** Of an attempt that was stopped early: how much less it took than is expected of such a task. */
function withSaving(stage: OwnedStage, task: number, outcome: Outcome): { readonly outcome: Outcome; readonly savedMs?: number } {
  if (outcome.kind === 'succeeded' || outcome.watch === undefined || outcome.usage === null) return { outcome }
  const expected = expectedOf(stage, task, stage.entries[task]?.bundle?.option ?? 0)
  const took = `${outcome.detail}, after ${secondsOf(outcome.usage.wallMs)}`
  if (expected === undefined) return { outcome: { ...outcome, detail: took } }
  const savedMs = Math.max(0, Math.round(expected - outcome.usage.wallMs))
  return { outcome: { ...outcome, detail: `${took} of ${secondsOf(expected)} expected: ${secondsOf(savedMs)} saved` }, savedMs }
}

function secondsOf(ms: number): string {
  return `${Number((ms / 1000).toPrecision(3))} s`
}

/** Time in which it was stopped where it was is no time that it takes. */
function withoutFrozen(stage: OwnedStage, task: number, outcome: Outcome, now: number): Outcome {
  const bundle = stage.entries[task]?.bundle
  const frozenMs = bundle === undefined ? 0 : frozenMsOf(bundle, now)
  if (frozenMs === 0 || outcome.kind === 'failed') return outcome
  const { usage } = outcome.result
  const workMs = Math.max(0, usage.wallMs - frozenMs)
  return { ...outcome, result: { ...outcome.result, usage: { ...usage, workMs } } }
}
