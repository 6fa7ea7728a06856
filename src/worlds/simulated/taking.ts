import type { Taking } from '#engine/seek.ts'
import type { ResolvedTask } from '#run/inputs.ts'
import { nextAttemptOf } from '#run/look.ts'
import type { RunState, State } from '#run/state.ts'
import type { Behaviour, SimulatedAttempt } from './behaviour.ts'

/** The answer to a stage that takes a result of another run, and after how long. Undefined: it is not there yet. */
export interface Taken {
  readonly afterMs: number
  readonly answer: ResolvedTask
}

interface Nature {
  readonly behaviour: (attempt: SimulatedAttempt) => Behaviour
  readonly take?: (run: RunState, stage: number, at: number, state: State) => Taking
}

/** Where no other runs are known, it comes after as long as the stage is expected to take, with what nature gives it. */
export function takenBy({ behaviour, take }: Nature, state: State, run: RunState, stage: number, at: number): Taken | undefined {
  const attempt = nextAttemptOf(state, run.id, stage, 0)
  const named = { task: 0, attempt }
  if (take !== undefined) {
    const taking = take(run, stage, at, state)
    if (taking === undefined) return undefined
    if ('problem' in taking) return { afterMs: 0, answer: { ...named, key: '', problem: taking.problem } }
    return { afterMs: 0, answer: { ...named, key: taking.key, found: { result: taking.result, discarded: [] } } }
  }
  const { wallMs, outcome } = behaviour({ state, run, stage, task: 0, attempt, at, option: 0 })
  if (outcome.kind === 'failed') return { afterMs: wallMs, answer: { ...named, key: '', problem: outcome.detail } }
  const { outputs = nothing, metrics = nothing } = outcome
  const usage = { startedAt: at, wallMs, cpuMs: null, peakMemoryBytes: null, writtenBytes: null }
  const result = { outputs, metrics, usage, origin: `outside/${run.workflow.stages[stage]?.take?.stage ?? ''}/0/1` }
  return { afterMs: wallMs, answer: { ...named, key: result.origin, found: { result, discarded: [] } } }
}

const nothing = {}
