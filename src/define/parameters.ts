import type { Json } from '#model/json.ts'
import type { Problem } from '#model/problem.ts'
import type { Workflow } from '#model/workflow.ts'

export interface ResolvedParameters {
  /** Every parameter of the workflow; a number with a unit is in the declared unit's own SI form, as `valueToJson` writes it. */
  readonly values: { readonly [name: string]: Json }
  readonly problems: readonly Problem[]
}

/** Values of all parameters for a run: what was given (`--set k=v` as text, a parameters file as JSON), and defaults for the rest. */
export function resolveParameters(_workflow: Workflow, _given: { readonly [name: string]: string | Json }): ResolvedParameters {
  return { values: {}, problems: [] }
}
