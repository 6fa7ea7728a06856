export interface LoadOptions {
  /** Whether a file or folder of this path (relative, `/` between parts) lies beside the workflow file; for warnings. */
  readonly beside?: (path: string) => boolean
  /** Whether a program can be called on this machine; for warnings. */
  readonly installed?: (program: string) => boolean
}
