import type { Problem } from '#model/problem.ts'
import type { Workflow } from '#model/workflow.ts'

export interface LoadOptions {
  /** Whether a file or folder of this path (relative, `/` between parts) lies beside the workflow file; for warnings. */
  readonly beside?: (path: string) => boolean
}

export interface Loaded {
  /** Undefined when any problem is an error. */
  readonly workflow: Workflow | undefined
  /** In the order of the file. */
  readonly problems: readonly Problem[]
}

/** Turns a workflow file's text into a workflow, or says everything that is wrong with it. Never throws, whatever the text. */
export function loadWorkflow(_definition: string, file: string, _options: LoadOptions = {}): Loaded {
  const message = { en: 'Loading is not written yet.', ko: '아직 읽을 수 없습니다.' }
  return { workflow: undefined, problems: [{ code: 'unfinished', level: 'error', at: { file, line: 1, column: 1 }, message }] }
}
