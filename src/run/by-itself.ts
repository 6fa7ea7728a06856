import type { Choice, LoopEnd } from './branching-events.ts'
import { choose } from './choosing.ts'
import { endOfLoop } from './looping.ts'
import type { OwnedStage } from './owned.ts'
import type { Refusal } from './skipping.ts'

/** What tasks of one stage come to by themselves. */
export interface Own {
  readonly choices: Choice[]
  readonly ends: LoopEnd[]
  /** Of what begins a group, or stands for one. */
  readonly passed: number[]
}

/** Why a task is not released, where it needs no world: it decides, or stands for a loop or a group. Undefined: it is to be released. */
export function doneByItself(
  stage: OwnedStage,
  task: number,
  { choices, ends, passed }: Own,
): 'done' | 'upstream_skipped' | Refusal | undefined {
  if (stage.chosen !== undefined) {
    const choice = choose(stage, task)
    if (typeof choice === 'string') return { error: choice }
    choices.push(choice)
    return 'done'
  }
  // A piece that did not come again.
  if (stage.stream !== undefined) return 'upstream_skipped'
  if (stage.definition.group !== undefined) {
    passed.push(task)
    return 'done'
  }
  if (stage.loopEnds === undefined) return undefined
  const end = endOfLoop(stage, task)
  if (end === 'upstream_skipped') return end
  if (typeof end === 'string') return { error: end, cause: 'not_converged' }
  ends.push(end)
  return 'done'
}
