import type { Expression, Template } from '#expression/compiled.ts'
import type { Type } from '#expression/type.ts'
import type { ParameterType } from './parameter-type.ts'
import type { Place } from './problem.ts'

/** Work that a person does: `task:` asks for something to be done and answered, `approval:` for a decision. */
export type HumanWork = HumanTask | Approval

/** By when it is to be done, and who hears of it. */
export interface Timeliness {
  /** So long after it was asked for (`after`, in ms), or at a date (`at`, UTC ms). Undefined: whenever. */
  readonly due: { readonly kind: 'after'; readonly ms: number } | { readonly kind: 'at'; readonly at: number } | undefined
  /** Those who are asked are reminded so often while it waits, in ms; undefined: never. */
  readonly remindMs: number | undefined
  /** Names or roles that are told as well when it is overdue. */
  readonly escalate: readonly string[]
}

export interface HumanTask {
  readonly kind: 'task'
  /** Left out: whenever, and nobody is reminded. */
  readonly timeliness?: Timeliness
  /** Names or roles; of all who answer to them, the first who is free does it. Each also stands in the stage's `needs`, with 1. */
  readonly by: readonly string[]
  readonly instructions: Template | undefined
  /** Paths of what is handed along: outputs of other stages, files beside the workflow. */
  readonly attachments: readonly Template[]
  /** What is asked for; the answers become metrics of the stage. */
  readonly form: readonly FormField[]
  readonly at: Place
}

/** One thing that is asked for. It says of its answer what a parameter says of its value, and the metric has that name. */
export interface FormField {
  readonly name: string
  readonly label: string | undefined
  readonly type: ParameterType
  readonly array: boolean
  /** Answers given as plain numbers are taken in this unit. */
  readonly unit: string | undefined
  readonly valueType: Type
  /** Of the answer, or of each element of a list; they may hang on parameters. */
  readonly min: Expression | undefined
  readonly max: Expression | undefined
  readonly choices: readonly (string | number)[] | undefined
  readonly optional: boolean
  readonly at: Place
}

export interface Approval {
  readonly kind: 'approval'
  /** As of a task. */
  readonly timeliness?: Timeliness
  /** Names or roles: any of those who answer to them may decide. They are asked, not held: nothing of it stands in `needs`. */
  readonly by: readonly string[]
  /** How many must approve. */
  readonly quorum: number
  /** Outputs whose content is approved (each one `${{ }}`): when that changes, the approval lapses. */
  readonly of: readonly Template[]
  /** Who started the run or did a stage it hangs on cannot approve. */
  readonly independent: boolean
  /** Blind stages whose results may be seen once it is given; left out: none. */
  readonly unblinds?: readonly number[]
  /** Approvals older than this lapse, in ms; undefined: never. */
  readonly expiresMs: number | undefined
  readonly at: Place
}
