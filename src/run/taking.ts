import { EvaluationError } from '#expression/evaluation-error.ts'
import type { Take } from '#model/take.ts'
import { plainText } from './code-quote.ts'
import { decisionNames } from './names.ts'
import { isActive, type OwnedRun, type OwnedStage, type OwnedState } from './owned.ts'
import type { RunState } from './state.ts'

/** The result of another run that a stage looks for. */
export interface Sought extends Pick<Take, 'stage' | 'fingerprint' | 'freshMs'> {
  readonly from: { readonly kind: 'workflow'; readonly name: string } | { readonly kind: 'run'; readonly id: string }
}

/** Undefined: the stage takes nothing. A text says why it cannot be told what it looks for. */
export function soughtBy(run: RunState, index: number): Sought | string | undefined {
  const stage = (run as OwnedRun).stages[index]
  const take = stage?.definition.take
  if (stage === undefined || take === undefined) return undefined
  const { from, stage: name, fingerprint, freshMs } = take
  if (from.kind === 'workflow') return { from, stage: name, fingerprint, freshMs }
  try {
    return { from: { kind: 'run', id: from.id.render(decisionNames(stage, 0), plainText) }, stage: name, fingerprint, freshMs }
  } catch (error) {
    if (error instanceof EvaluationError) return `take: ${error.message}`
    throw error
  }
}

export function takersOf(stages: readonly OwnedStage[]): readonly OwnedStage[] {
  return stages.filter(({ asked, definition }) => asked && definition.take !== undefined)
}

/** Whether it has asked for a result of another run that is not there yet. */
export function isTaking({ definition, counts }: OwnedStage): boolean {
  return definition.take !== undefined && counts.released > 0
}

/** Stages of a run that have asked for a result of another run that is not there yet. */
export function stagesTaking(run: RunState): readonly number[] {
  return (run as OwnedRun).takers.filter(isTaking).map(({ definition }) => definition.index)
}

/** When it is not waited for any longer; undefined: never. */
export function takingUntil({ definition, takingSince }: OwnedStage): number | undefined {
  const within = definition.take?.withinMs
  return within === undefined || takingSince === undefined ? undefined : takingSince + within
}

/** Now that a run is over: the stages that wait for a result of another run, and look again. */
export function* takersOpen({ together }: OwnedState, ended: string): Generator<OwnedStage> {
  for (const run of together) {
    if (run.id === ended || !isActive(run)) continue
    for (const stage of run.takers) if (isTaking(stage)) yield stage
  }
}
