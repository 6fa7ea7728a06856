import { EvaluationError } from '#expression/evaluation-error.ts'
import type { Dependency } from '#model/workflow.ts'
import { decisionNames } from './names.ts'
import type { OwnedStage } from './owned.ts'
import { is, skipReasonOf, statusOf } from './status.ts'

type Hindrance = 'upstream_failed' | 'upstream_skipped'

/**
 * Why a dependency that is over does not let a task run. What failed, and what was skipped behind a failure, stops
 * everything that waits for it; what was skipped otherwise stops only those that read it, and of a whole stage only
 * when nothing of it was done: its skipped elements are just absent.
 */
export function hindrance(stage: OwnedStage, { stage: index, kind, order }: Dependency, task: number): Hindrance | undefined {
  const producer = stage.run.stages[index]
  if (producer === undefined) return undefined
  if (kind === 'element') return elementHindrance(producer, task, order)
  if (producer.counts.failed > 0 || producer.behindFailure > 0) return 'upstream_failed'
  return !order && producer.counts.done === 0 ? 'upstream_skipped' : undefined
}

function elementHindrance(producer: OwnedStage, task: number, order: boolean): Hindrance | undefined {
  const status = statusOf(producer, task)
  if (status === is.failed) return 'upstream_failed'
  if (status === is.skipped && skipReasonOf(producer, task) === 'upstream_failed') return 'upstream_failed'
  return !order && (status === is.skipped || status === is.ignored) ? 'upstream_skipped' : undefined
}

/** Why a task that waits for nothing more is not to run; `undefined`: it runs. A failure outweighs everything else. */
export function whySkipped(stage: OwnedStage, task: number): Hindrance | 'when' | { readonly error: string } | undefined {
  return hindered(stage, task) ?? whenOf(stage, task)
}

/** Without asking `when`. */
export function hindered(stage: OwnedStage, task: number): Hindrance | { readonly error: string } | undefined {
  if (stage.standIn !== undefined) return stage.standIn.reason === 'bad_input' ? { error: stage.standIn.detail } : stage.standIn.reason
  let found: Hindrance | undefined
  for (const dependency of stage.definition.dependencies) {
    const hindering = hindrance(stage, dependency, task)
    if (hindering === 'upstream_failed') return hindering
    found ??= hindering
  }
  return found
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
  return stage.definition.dependencies.every(({ stage: index, order }) => {
    const counts = stage.run.stages[index]?.counts
    if (counts === undefined) return false
    return counts.failed + counts.skipped + counts.ignored === 0 && (order || counts.done > 0)
  })
}
