import { criticalityOf } from '#analyze/criticality.ts'
import { decisionNames } from './names.ts'
import { amountOf } from './needs.ts'
import type { OwnedRun, OwnedStage, OwnedState } from './owned.ts'
import { sortLine } from './queue.ts'

/** What is known of how long a stage's tasks take. Everything here follows from the journal alone. */

const unknownMs = 1000

/** The measured mean, else the stated time; undefined: nobody knows. */
export function expectedMs(stage: OwnedStage): number | undefined {
  return stage.measured > 0 ? stage.measuredMs / stage.measured : stage.statedMs
}

/** For order alone, where something must be assumed. */
export function estimateMs(stage: OwnedStage): number {
  return expectedMs(stage) ?? unknownMs
}

export function noteMeasured(stage: OwnedStage, wallMs: number): void {
  stage.measured++
  stage.measuredMs += wallMs
  noteEstimate(stage)
}

export function noteEstimate(stage: OwnedStage): void {
  const { run, definition } = stage
  const used = run.estimates[definition.index] ?? 0
  if (Math.abs(estimateMs(stage) - used) > used / 4) run.estimatesMoved = true
}

/**
 * The longest remaining paths, again, when estimates have moved. It costs as much as there are stages, so it is done
 * only after as many ends: on the whole an end pays a constant.
 */
export function reconsiderCriticality(state: OwnedState, run: OwnedRun): void {
  if (run.estimatesMoved && run.endsSinceEstimate >= run.stages.length) estimate(state, run)
}

/** At the start of a run: from what the definition says. */
export function estimateNow(state: OwnedState, run: string): void {
  const found = state.runs.get(run)
  if (found === undefined) return
  for (const stage of found.stages) stage.statedMs = statedMs(stage)
  estimate(state, found)
}

function statedMs(stage: OwnedStage): number | undefined {
  const time = stage.definition.needs.find((need) => need.pool === 'time')
  if (time === undefined) return undefined
  const seconds = amountOf(time.amount, decisionNames(stage, undefined))
  return typeof seconds === 'number' ? seconds * 1000 : undefined
}

function estimate(state: OwnedState, run: OwnedRun): void {
  run.estimatesMoved = false
  run.endsSinceEstimate = 0
  for (const stage of run.stages) run.estimates[stage.definition.index] = estimateMs(stage)
  run.criticality = criticalityOf(run.workflow, (stage) => run.estimates[stage] ?? unknownMs, run.order)
  sortLine(state, run)
}
