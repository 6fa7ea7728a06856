import type { OwnedStage } from './owned.ts'
import { hindrance } from './skipping.ts'
import { is, statusOf } from './status.ts'
import { isDiscarded } from './temporaries.ts'

/** Outputs that a task reads and that were discarded, as producers that must run again. */
export interface Missing {
  readonly stage: OwnedStage
  readonly tasks: readonly number[]
}

/** Whether a queued task cannot run as things are: something it reads is gone, or is being made again. */
export function needsDiscarded(stage: OwnedStage, task: number): boolean {
  const { temporaryElement, temporaryWhole } = stage.links
  if (temporaryElement.length === 0 && temporaryWhole.length === 0) return false
  for (const producer of temporaryElement) if (isDiscarded(producer, task)) return true
  for (const producer of temporaryWhole) if ((producer.temporary?.discarded ?? 0) > 0) return true
  return !waitsForNothing(stage, task) || hasLostInput(stage, task)
}

/** Made again for someone else, it failed this time: who was released before is to be skipped after all. */
function hasLostInput(stage: OwnedStage, task: number): boolean {
  return stage.definition.dependencies.some((dependency) => {
    const again = stage.run.stages[dependency.stage]?.temporary !== undefined
    return again && hindrance(stage, dependency, task) !== undefined
  })
}

function waitsForNothing(stage: OwnedStage, task: number): boolean {
  return stage.wholeWaits === 0 && (stage.elementWaits?.[task] ?? 0) === 0
}

/** The finished producers of what is gone; those that are being made again already are left out. */
export function missingFor(stage: OwnedStage, task: number): readonly Missing[] {
  const missing: Missing[] = []
  for (const producer of stage.links.temporaryElement) if (isGone(producer, task)) missing.push({ stage: producer, tasks: [task] })
  for (const producer of stage.links.temporaryWhole) {
    if ((producer.temporary?.discarded ?? 0) === 0) continue
    const tasks: number[] = []
    for (let each = 0; each < (producer.count ?? 0); each++) if (isGone(producer, each)) tasks.push(each)
    if (tasks.length > 0) missing.push({ stage: producer, tasks })
  }
  return missing
}

function isGone(producer: OwnedStage, task: number): boolean {
  return statusOf(producer, task) === is.done && isDiscarded(producer, task)
}
