import type { Problem } from '#model/problem.ts'
import type { Workflow } from '#model/workflow.ts'
import { compileWorkflow } from './compile-workflow.ts'
import { readDocument } from './document.ts'
import { withFiles } from './include.ts'
import type { LoadOptions } from './load-options.ts'
import { createReport } from './report.ts'
import { workflowSchema } from './schema.ts'
import { checkShape } from './shape.ts'
import { createSources } from './sources.ts'

export interface Loaded {
  /** Undefined when any problem is an error. */
  readonly workflow: Workflow | undefined
  /** In the order of the file. */
  readonly problems: readonly Problem[]
}

/** Turns a workflow file's text into a workflow, or says everything that is wrong with it. Never throws, whatever the text. */
export function loadWorkflow(definition: string, file: string, options: LoadOptions = {}): Loaded {
  const source = createSources(file, definition.replace(/^\uFEFF/, ''))
  const report = createReport(source)
  const tree = readDocument(source.text, report)
  if (tree?.kind === 'nothing' && !report.hasErrors()) {
    report.say('empty_file', tree, { en: 'The file holds no workflow.', ko: '파일에 워크플로가 없습니다.' }, startHint)
  } else if (tree) {
    checkShape(tree, workflowSchema, 'the file', report)
  }
  const read = options.workflow ?? (() => undefined)
  const entries = tree?.kind === 'map' ? withFiles(tree.entries, source, report, read) : undefined
  const workflow = entries && compileWorkflow(entries, { source, report, uses: [] }, options)
  return { workflow: report.hasErrors() ? undefined : workflow, problems: report.problems() }
}

const startHint = { en: '`pwos init` writes one to start from.', ko: '`pwos init`으로 시작 파일을 만들 수 있습니다.' }
