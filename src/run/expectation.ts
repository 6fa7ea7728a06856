import { expectedMs } from './estimates.ts'
import { precedence, wayOf } from './order.ts'
import type { OwnedStage } from './owned.ts'

/**
 * A task that was just released is not in line before its key is known, which usually takes milliseconds. A less
 * critical one that takes its place at once would keep it for as long as it runs: so room is kept for a moment.
 */
const keptMs = 1000

/** Tasks this short may go ahead: what they take away is soon given back. */
const shortMs = 100

/** A stage has released tasks. The one that goes first of those of late is remembered. */
export function expectMore(stage: OwnedStage, from: number, count: number, at: number): void {
  const { run } = stage
  const known = run.expected
  const task = firstPlanned(stage, from, count)
  if (
    known === undefined ||
    at >= known.until ||
    precedence(stage, wayOf(stage, task), known.stage, wayOf(known.stage, known.task), 0) >= 0
  ) {
    run.expected = { stage, task, until: at + keptMs }
  }
}

/** Undefined: nothing is planned of them, and all are alike. */
function firstPlanned({ planned }: OwnedStage, from: number, count: number): number | undefined {
  if (planned === undefined) return undefined
  const { toGo } = planned
  let first = from
  for (let task = from + 1; task < from + count; task++) if ((toGo[task] ?? 0) > (toGo[first] ?? 0)) first = task
  return first
}

/** Its keys are known, or it is gone. */
export function expectNoMore({ run, counts }: OwnedStage): void {
  if (counts.released === 0 && run.expected?.stage.counts.released === 0) run.expected = undefined
}

/** Whether a task of this stage has to let another go first that will be in line in a moment. */
export function makesRoom(stage: OwnedStage, task: number | undefined, now: number): boolean {
  const { expected } = stage.run
  if (expected === undefined || now >= expected.until) return false
  if (precedence(stage, wayOf(stage, task), expected.stage, wayOf(expected.stage, expected.task), 0) >= 0) return false
  return (expectedMs(stage) ?? Number.POSITIVE_INFINITY) > shortMs
}
