import type { RunState } from '#run/state.ts'
import { waivedOf } from '#run/waived.ts'

/** A result that somebody let pass although a gate did not, with all that rests on it. */
export interface WaiverFact {
  readonly gate: string
  /** Name of its stage, in the run where it was given. */
  readonly stage: string
  /** Of the first task. */
  readonly label: string
  readonly tasks: number
  readonly by: string
  readonly reason: string
  /** Where the result was taken from another run: that run, and its workflow. */
  readonly run?: string
  readonly workflow?: string
  /** Stages with results that rest on it, in their order. */
  readonly resting: readonly number[]
}

export function waiverFacts(run: RunState): readonly WaiverFact[] {
  return waivedOf(run).map(({ gate, stage, label, tasks, by, reason, run: id, workflow, resting }) => ({
    ...{ gate, stage, label, tasks, by, reason },
    ...(id === undefined ? {} : { run: id }),
    ...(workflow === undefined ? {} : { workflow }),
    resting: [...resting.keys()],
  }))
}
