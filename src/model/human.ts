import type { Template } from '#expression/compiled.ts'
import type { Type } from '#expression/type.ts'
import type { Place } from './problem.ts'

/** Work that a person does: `task:` asks for something to be done and answered, `approval:` for a decision. */
export type HumanWork = HumanTask | Approval

export interface HumanTask {
  readonly kind: 'task'
  /** Names or roles; the first who is free does it. Each also stands in the stage's `needs`, for one person. */
  readonly by: readonly string[]
  readonly instructions: Template | undefined
  /** Paths of what is handed along: outputs of other stages, files beside the workflow. */
  readonly attachments: readonly Template[]
  /** What is asked for; the answers become metrics of the stage. */
  readonly form: readonly FormField[]
  readonly at: Place
}

export interface FormField {
  readonly name: string
  readonly label: string | undefined
  readonly unit: string | undefined
  readonly valueType: Type
  readonly choices: readonly (string | number)[] | undefined
  readonly optional: boolean
  readonly at: Place
}

export interface Approval {
  readonly kind: 'approval'
  readonly by: readonly string[]
  /** How many must approve. */
  readonly quorum: number
  /** Outputs whose content is approved: when that changes, the approval lapses. */
  readonly of: readonly Template[]
  /** Who started the run or did a stage it hangs on cannot approve. */
  readonly independent: boolean
  /** Approvals older than this lapse, in ms; undefined: never. */
  readonly expiresMs: number | undefined
  readonly at: Place
}
