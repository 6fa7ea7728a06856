import { decideCommand } from './commands.ts'
import type { AttemptEnded, RunEvent } from './events.ts'
import type { Input } from './inputs.ts'
import { owned } from './owned.ts'
import { decideResolved } from './resolved.ts'
import type { State } from './state.ts'
import { is } from './status.ts'
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
    case 'tick':
      return []
  }
}

/** Only the newest attempt of a running task can end: a late or repeated word of an older one changes nothing. */
function decideEnded(state: State, input: Extract<Input, { type: 'ended' }>, now: number): RunEvent[] {
  const { run, task, attempt, outcome } = input
  const stage = owned(state).runs.get(run)?.stages[input.stage]
  if (stage === undefined || stage.status[task] !== is.running || stage.attempts[task] !== attempt) return []
  const key = stage.entries[task]?.key ?? ''
  const { verdicts, then } = verdictOn({ stage, task, attempt, outcome, now })
  const ended: AttemptEnded = { type: 'AttemptEnded', run, at: now, stage: input.stage, task, attempt, key, outcome, verdicts, then }
  return [ended]
}
