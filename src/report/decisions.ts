import type { Asked, Choice } from '#run/branching-events.ts'
import type { Compared } from '#run/compared.ts'
import { labelOf } from '#run/label.ts'
import type { RunState } from '#run/state.ts'
import type { History } from './history.ts'

/** Where the work went on, and on which values that was decided. */
export interface DecisionFact {
  readonly stage: number
  readonly task: number
  readonly label: string
  /** The branch that was taken; empty: no condition held. */
  readonly chosen: string
  readonly conditions: readonly ConditionFact[]
}

export interface ConditionFact {
  readonly branch: string
  readonly condition: string
  readonly held: boolean
  readonly measured: Asked['measured']
  readonly comparisons: readonly Compared[]
}

export function decisionFacts(run: RunState, history: History): readonly DecisionFact[] {
  return history.choices.map(({ stage, choice }) => factOf(run, stage, choice))
}

function factOf(run: RunState, stage: number, { task, name, asked }: Choice): DecisionFact {
  const branches = run.workflow.stages[stage]?.decision?.branches ?? []
  const conditions = asked.map(({ branch, held, measured, comparisons = [] }) => ({
    ...{ branch: branches[branch]?.name ?? '', condition: branches[branch]?.condition?.source ?? '' },
    ...{ held, measured, comparisons },
  }))
  return { stage, task, label: labelOf(run, stage, task), chosen: name, conditions }
}
