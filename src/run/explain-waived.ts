import type { Reason } from './explanation.ts'
import type { OwnedStage } from './owned.ts'
import { waiversUnder } from './waived.ts'

const mostTold = 5

/** Waivers on which a task's result rests: its own, and those of everything that it was made of. */
export function explainWaived(stage: OwnedStage, task: number): readonly Reason[] {
  return waiversUnder(stage, task, mostTold).map((waiver): Reason => ({ code: 'rests_on_waiver', ...waiver }))
}
