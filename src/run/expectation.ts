import { expectedMs } from './estimates.ts'
import { precedence } from './order.ts'
import type { OwnedStage } from './owned.ts'

/**
 * A task that was just released is not in line before its key is known, which usually takes milliseconds. A less
 * critical one that takes its place at once would keep it for as long as it runs: so room is kept for a moment.
 */
const keptMs = 1000

/** Tasks this short may go ahead: what they take away is soon given back. */
const shortMs = 100

/** A stage has released tasks. The most critical of late is remembered. */
export function expectMore(stage: OwnedStage, at: number): void {
  const { run } = stage
  const known = run.expected
  if (known === undefined || at >= known.until || precedence(stage, known.stage) >= 0) {
    run.expected = { stage, until: at + keptMs }
  }
}

/** Its keys are known, or it is gone. */
export function expectNoMore({ run, counts }: OwnedStage): void {
  if (counts.released === 0 && run.expected?.stage.counts.released === 0) run.expected = undefined
}

/** Whether a task of this stage has to let a more critical one go first that will be in line in a moment. */
export function makesRoom(stage: OwnedStage, now: number): boolean {
  const { expected } = stage.run
  if (expected === undefined || now >= expected.until || precedence(stage, expected.stage) >= 0) return false
  return (expectedMs(stage) ?? Number.POSITIVE_INFINITY) > shortMs
}
