import type { Text } from '#expression/text.ts'
import type { Place } from '#model/problem.ts'
import type { Workflow } from '#model/workflow.ts'
import type { Plan } from '#plan/plan.ts'

/** The criteria by which an orchestration is judged: coordination, resources, quality, monitoring. */
export const criteria = ['V1', 'V2', 'V3', 'V4'] as const
export type Criterion = (typeof criteria)[number]

/** What a rule looks at. */
export interface Judged {
  readonly workflow: Workflow
  readonly plan: Plan
}

/** Something that a rule found, with where it is and what would mend it. */
export interface Finding {
  /** Of the rule, such as `V3.2`. */
  readonly rule: string
  readonly criterion: Criterion
  readonly weight: Weight
  readonly stage: number | undefined
  readonly at: Place | undefined
  readonly message: Text
  /** What to write or change. */
  readonly fix: Text
}

/** `wrong` counts in full, `weak` half, a `remark` not at all. */
export type Weight = 'wrong' | 'weak' | 'remark'

export interface Rule {
  readonly id: string
  readonly criterion: Criterion
  readonly weight: Weight
  /** What should be so. */
  readonly title: Text
  /** What was looked at, one by one: `found` where it is not so. */
  look(judged: Judged): readonly Look[]
}

export interface Look {
  readonly found: Omit<Finding, 'rule' | 'criterion' | 'weight'> | undefined
}

/** It is as it should be. */
export const fine: Look = { found: undefined }

export function about(stage: Workflow['stages'][number], message: Text, fix: Text): Look {
  return { found: { stage: stage.index, at: stage.at, message, fix } }
}

export function aboutAll(message: Text, fix: Text, at?: Place): Look {
  return { found: { stage: undefined, at, message, fix } }
}
