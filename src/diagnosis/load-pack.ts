import { readDocument } from '#define/document.ts'
import { createReport } from '#define/report.ts'
import { checkShape } from '#define/shape.ts'
import { sourceText } from '#define/source-text.ts'
import type { Problem } from '#model/problem.ts'
import { compilePack } from './compile-pack.ts'
import { sayUnreachable } from './first-come.ts'
import type { Pack } from './pack.ts'
import { packSchema } from './pack-schema.ts'

export interface LoadedPack {
  /** Undefined when any problem is an error. */
  readonly pack: Pack | undefined
  /** In the order of the file. */
  readonly problems: readonly Problem[]
}

/** Turns a pack file's text into a pack, or says everything that is wrong with it. Never throws, whatever the text. */
export function loadPack(text: string, file: string): LoadedPack {
  const source = sourceText(file, text.replace(/^\uFEFF/, ''))
  const report = createReport(source)
  const tree = readDocument(source.text, report)
  if (tree?.kind === 'nothing' && !report.hasErrors()) {
    report.say('empty_file', tree, { en: 'The file holds no rule pack.', ko: '파일에 규칙 묶음이 없습니다.' })
  } else if (tree) checkShape(tree, packSchema, 'the file', report)
  const compiled = tree?.kind === 'map' ? compilePack(tree.entries, { source, report, uses: [] }) : undefined
  if (compiled && !report.hasErrors()) sayUnreachable(compiled.rules, report)
  return { pack: report.hasErrors() ? undefined : compiled?.pack, problems: report.problems() }
}
