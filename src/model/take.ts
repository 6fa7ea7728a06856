import type { Template } from '#expression/compiled.ts'
import type { Place } from './problem.ts'

/** A result that another run of the store has made, in place of work of its own. */
export interface Take {
  readonly from: TakenRun
  /** Name of the stage there. */
  readonly stage: string
  /** Beginning of the fingerprint that its run must have; undefined: any. */
  readonly fingerprint: string | undefined
  /** That run must have ended so many ms ago at most; undefined: however long. */
  readonly freshMs: number | undefined
  /** How long it is waited for, in ms; undefined: as long as it takes. */
  readonly withinMs: number | undefined
  readonly at: Place
}

/** The newest run of a workflow that has succeeded, or one by its id. */
export type TakenRun = { readonly kind: 'workflow'; readonly name: string } | { readonly kind: 'run'; readonly id: Template }
