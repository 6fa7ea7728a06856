import { criticalityOf } from '#analyze/criticality.ts'
import type { Usage } from './outcome.ts'
import type { OwnedRun, OwnedStage, OwnedState } from './owned.ts'
import { sortLine } from './queue.ts'
import { meanStated, statedOf } from './stated.ts'
import { noteUrgency } from './urgency.ts'

/** What is known of how long a stage's tasks take. Everything here follows from the journal alone. */

const unknownMs = 1000

/** The measured mean, else the stated time; undefined: nobody knows. */
export function expectedMs(stage: OwnedStage): number | undefined {
  return stage.measured > 0 ? stage.measuredMs / stage.measured : stage.statedMs
}

/** Of one task, done by one of the options: stated times of single tasks are corrected by what others of the stage really took. */
export function expectedOf(stage: OwnedStage, task: number, option: number): number | undefined {
  const own = stage.options?.[option]
  const known = own === undefined ? expectedMs(stage) : own.measured > 0 ? own.measuredMs / own.measured : own.statedMs
  if (stage.statedByTask === undefined) return known
  const stated = statedOfTask(stage, task, option)
  if (stated === undefined) return known
  return stage.measuredStatedMs > 0 ? (stated * stage.measuredMs) / stage.measuredStatedMs : stated
}

function statedOfTask(stage: OwnedStage, task: number, option: number): number | undefined {
  const kept = stage.statedByTask
  const id = task * (1 + stage.definition.alternatives.length) + option
  if (kept === undefined) return undefined
  if (!kept.has(id)) kept.set(id, statedOf(stage, task, option))
  return kept.get(id)
}

/** For order alone, where something must be assumed. */
export function estimateMs(stage: OwnedStage): number {
  return expectedMs(stage) ?? unknownMs
}

export function noteMeasured(stage: OwnedStage, task: number, option: number, usage: Usage): void {
  const wallMs = (usage.workMs ?? usage.wallMs) + (usage.earlier?.wallMs ?? 0)
  stage.measured++
  stage.measuredMs += wallMs
  if (stage.statedByTask !== undefined) {
    stage.measuredStatedMs += statedOfTask(stage, task, option) ?? 0
    stage.statedByTask.delete(task * (1 + stage.definition.alternatives.length) + option)
  }
  const own = stage.options?.[option]
  if (own !== undefined) {
    own.measured++
    own.measuredMs += wallMs
  }
  noteEstimate(stage)
}

export function noteEstimate(stage: OwnedStage): void {
  const { run, definition } = stage
  const used = run.estimates[definition.index] ?? 0
  if (Math.abs(estimateMs(stage) - used) > used / 4) run.estimatesMoved = true
}

/**
 * The longest remaining paths, again, when estimates have moved. It costs as much as there are stages, so it is done
 * only after as many ends: on the whole an end pays a constant. Where there are deadlines time alone may have changed the order.
 */
export function reconsiderCriticality(state: OwnedState, run: OwnedRun, at: number): void {
  if (run.estimatesMoved || run.latest !== undefined) if (run.endsSinceEstimate >= run.stages.length) estimate(state, run, at)
}

/** At the start of a run: from what the definition says. */
export function estimateNow(state: OwnedState, run: string, at: number): void {
  const found = state.runs.get(run)
  if (found === undefined) return
  for (const stage of found.stages) noteStated(stage, (option) => statedOf(stage, undefined, option))
  estimate(state, found, at)
}

/** Times that hang on the values of tasks are known once there are tasks. */
export function noteExpanded(stage: OwnedStage): void {
  if (stage.statedByTask === undefined) return
  noteStated(stage, (option) => meanStated(stage, option))
  noteEstimate(stage)
}

function noteStated(stage: OwnedStage, stated: (option: number) => number | undefined): void {
  stage.statedMs = stated(0)
  stage.options?.forEach((own, option) => {
    own.statedMs = stated(option)
  })
}

function estimate(state: OwnedState, run: OwnedRun, at: number): void {
  run.estimatesMoved = false
  run.endsSinceEstimate = 0
  for (const stage of run.stages) run.estimates[stage.definition.index] = estimateMs(stage)
  run.criticality = criticalityOf(run.workflow, (stage) => run.estimates[stage] ?? unknownMs, run.order)
  noteUrgency(run, at)
  sortLine(state, run)
}
