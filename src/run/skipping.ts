import { EvaluationError } from '#expression/evaluation-error.ts'
import type { Cause } from '#model/cause.ts'
import type { Dependency } from '#model/workflow.ts'
import { isChosen } from './choosing.ts'
import { decisionNames } from './names.ts'
import type { OwnedStage } from './owned.ts'
import { is, skipReasonOf, statusOf } from './status.ts'

export type Hindrance = 'upstream_failed' | 'upstream_skipped' | 'branch'

/**
 * Why a dependency that is over does not let a task run. What failed, and what was skipped behind a failure, stops
 * everything that waits for it; what was skipped otherwise stops only those that read it, and of a whole stage only
 * when nothing of it was done: its skipped elements are just absent. A decision stops whom it did not choose. `join` says otherwise:
 * `finished` is never stopped, `all` by what was skipped too, and `any` as long as nothing came of it (see `whySkipped`).
 */
export function hindrance(stage: OwnedStage, dependency: Dependency, task: number): Hindrance | undefined {
  const { stage: index, kind, join, branches } = dependency
  const producer = stage.run.stages[index]
  if (producer === undefined || join === 'finished') return undefined
  const element = kind === 'element' ? task : undefined
  const order = dependency.order && join === undefined && branches === undefined
  const found = element === undefined ? wholeHindrance(producer, order, join) : elementHindrance(producer, element, order)
  if (found !== undefined || branches === undefined) return found
  return isChosen(producer, branches, element) ? undefined : 'branch'
}

function wholeHindrance(producer: OwnedStage, order: boolean, join: Dependency['join']): Hindrance | undefined {
  const { failed, done } = producer.counts
  if (join === 'any' && done > 0) return undefined
  if (failed > 0 || producer.behindFailure > 0) return 'upstream_failed'
  return !order && done === 0 ? 'upstream_skipped' : undefined
}

function elementHindrance(producer: OwnedStage, task: number, order: boolean): Hindrance | undefined {
  const status = statusOf(producer, task)
  if (status === is.failed) return 'upstream_failed'
  if (status === is.skipped && skipReasonOf(producer, task) === 'upstream_failed') return 'upstream_failed'
  return !order && (status === is.skipped || status === is.ignored) ? 'upstream_skipped' : undefined
}

/** Why a task that waits for nothing more is not to run; `undefined`: it runs. A failure outweighs everything else. */
export function whySkipped(stage: OwnedStage, task: number): Hindrance | 'when' | Refusal | undefined {
  return hindered(stage, task) ?? whenOf(stage, task)
}

/** It can only fail, with this. */
export interface Refusal {
  readonly error: string
  /** `bad_input` unless stated. */
  readonly cause?: Cause
}

/** Without asking `when`. */
export function hindered(stage: OwnedStage, task: number): Hindrance | Refusal | undefined {
  if (stage.standIn !== undefined) return stage.standIn.reason === 'bad_input' ? { error: stage.standIn.detail } : stage.standIn.reason
  let found: Hindrance | undefined
  // Of several that are joined by `any` one is enough: the last word is kept until one says nothing.
  let ofAny: Hindrance | undefined
  let anyMet = false
  for (const dependency of stage.definition.dependencies) {
    const hindering = hindrance(stage, dependency, task)
    if (dependency.join === 'any') {
      anyMet ||= hindering === undefined
      ofAny = ofAny === 'upstream_failed' ? ofAny : (hindering ?? ofAny)
    } else if (hindering === 'upstream_failed') return hindering
    else found ??= hindering
  }
  if (!anyMet && ofAny === 'upstream_failed') return ofAny
  return found ?? (anyMet ? undefined : ofAny)
}

function whenOf(stage: OwnedStage, task: number): 'when' | { readonly error: string } | undefined {
  const { when } = stage.definition
  if (when === undefined) return undefined
  try {
    const value = when.evaluate(decisionNames(stage, task))
    if (typeof value === 'boolean') return value ? undefined : 'when'
    return { error: `when: \`${when.source}\` is neither true nor false` }
  } catch (error) {
    if (error instanceof EvaluationError) return { error: `when: ${error.message}` }
    throw error
  }
}

/** Nothing that the stage waits for has failed or was skipped, and it has no condition: its tasks need not be asked one by one. */
export function runsForSure(stage: OwnedStage): boolean {
  return stage.definition.when === undefined && cannotBeHindered(stage)
}

export function cannotBeHindered(stage: OwnedStage): boolean {
  if (stage.standIn !== undefined) return false
  return stage.definition.dependencies.every(({ stage: index, order, join, branches }) => {
    if (branches !== undefined) return false
    const counts = stage.run.stages[index]?.counts
    if (counts === undefined) return false
    return counts.failed + counts.skipped + counts.ignored === 0 && ((order && join === undefined) || counts.done > 0)
  })
}
