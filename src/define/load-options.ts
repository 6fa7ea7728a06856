export interface LoadOptions {
  /** The text of a workflow file that a stage names, by its path relative to the folder of this one; undefined: it is not there. */
  readonly workflow?: (path: string) => string | undefined
  /** The text of a rule pack that `failures` names; undefined: there is none of that name. */
  readonly pack?: (name: string) => string | undefined
  /** Packs that can be named, for the nearest one. */
  readonly packs?: readonly string[]
  /** Whether a file or folder of this path (relative, `/` between parts) lies beside the workflow file; for warnings. */
  readonly beside?: (path: string) => boolean
  /** Whether a program can be called on this machine; for warnings. */
  readonly installed?: (program: string) => boolean
}
