import type { Template } from '#expression/compiled.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import { adviseResources } from './advise-resources.ts'
import { adviseTimes } from './advise-times.ts'
import { linkOf } from './files.ts'
import type { LoadOptions } from './load-options.ts'
import type { Outline } from './outline.ts'
import { itemsAt, mapAt, textsOf, textTreeAt } from './pick.ts'
import { advisePrograms } from './programs.ts'
import type { Report, Span } from './report.ts'
import type { Entry } from './tree.ts'
import { spanIn, type Use, type Writing } from './written.ts'

/** What is allowed and probably not meant. */
export interface Advised {
  readonly workflow: Workflow
  readonly outlines: readonly Outline[]
  /** By stage. */
  readonly uses: readonly (readonly Use[])[]
  /** The whole file. */
  readonly entries: ReadonlyMap<string, Entry>
  readonly writing: Writing
  readonly around: LoadOptions
}

export function advise(advised: Advised): void {
  adviseParameters(advised)
  adviseTimes(advised.workflow, advised.outlines, advised.entries, advised.writing.report)
  adviseResources(advised.workflow, advised.entries, advised.writing.report)
  const besideByPath = new Map<string, boolean>()
  const ask = advised.around.beside
  const beside = ask && ((path: string) => besideByPath.get(path) ?? remember(besideByPath, path, ask(path)))
  const { installed } = advised.around
  for (const stage of advised.workflow.stages) {
    const outline = advised.outlines[stage.index]
    if (outline === undefined) continue
    if (beside) adviseMissing(stage, outline, advised.writing, beside)
    if (beside) adviseAttachments(outline, advised.writing, beside)
    if (installed) advisePrograms(stage, outline, advised.writing.report, installed)
    if (stage.run === undefined) continue
    adviseOutputs(stage, stage.run, outline, advised)
    if (beside) adviseInputs(stage, stage.run, outline, advised.writing, beside)
  }
}

function remember(known: Map<string, boolean>, path: string, found: boolean): boolean {
  known.set(path, found)
  return found
}

/** A parameter counts as used when an expression names it, or a command has its name as a word: it is in the environment too. */
function adviseParameters({ workflow, uses, entries, writing }: Advised): void {
  const parameters = mapAt(entries, 'parameters')
  const used = new Set<string>()
  const use = (references: readonly { readonly parts: readonly string[] }[] | undefined) => {
    for (const { parts } of references ?? []) used.add(parts[0] ?? '')
  }
  for (const stageUses of uses) for (const { references } of stageUses) use(references)
  for (const { default: value, min, max } of workflow.parameters) for (const expression of [value, min, max]) use(expression?.references)
  for (const { capacity } of workflow.pools) use(capacity.references)
  for (const { run } of workflow.stages) for (const [word] of run?.source.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []) used.add(word)
  // What an expression with a mistake in it would have used is not known: there every mention counts.
  const broken = writing.report.hasErrors() ? wordCounts(writing.source.text) : undefined
  for (const { name } of workflow.parameters) {
    const span = parameters.get(name)?.keySpan
    if (used.has(name) || span === undefined || (broken?.get(name) ?? 0) > 1) continue
    writing.report.say('unused_parameter', span, { en: `\`${name}\` is never used.`, ko: `\`${name}\`이(가) 쓰이지 않습니다.` })
  }
}

function wordCounts(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const [word] of text.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function adviseOutputs(stage: Stage, run: Template, outline: Outline, { writing, uses }: Advised): void {
  const named = new Set<string>()
  for (const { references } of uses[stage.index] ?? []) {
    // A gate that reads what is in it says nothing of how it is written.
    for (const { parts } of references) if (parts[0] === 'outputs' && parts.length <= 2) named.add(parts[1] ?? '')
  }
  for (const { name, path } of stage.outputs) {
    if (named.has(name) || named.has('') || run.source.includes(firstWords(path.source))) continue
    const span = outline.outputs.get(name)?.span
    if (span === undefined) continue
    const message = {
      en: `\`run\` never mentions \`${name}\` (${path.source}).`,
      ko: `\`run\`이 \`${name}\`(${path.source})을(를) 언급하지 않습니다.`,
    }
    const hint = { en: `Let it write to \`\${{ outputs.${name} }}\`.`, ko: `\`\${{ outputs.${name} }}\`에 쓰게 하세요.` }
    writing.report.say('unmentioned_output', span, message, hint)
  }
}

/** The part of a path up to its first variable sign. */
function firstWords(path: string): string {
  return (/^[^*?[$]*/.exec(path)?.[0] ?? '').replace(/^\.\//, '').replace(/\/+$/, '')
}

/** Words of a command that could be paths: with a dot or a slash in them. */
const pathWord = /[\p{L}\p{N}_.\-/+@]*[./][\p{L}\p{N}_.\-/+@]*/gu

/** An input that an expression names is only known in the run. */
function adviseMissing(stage: Stage, outline: Outline, { report }: Writing, beside: (path: string) => boolean): void {
  for (const { name, path } of stage.inputs) {
    const tree = outline.inputs.get(name)
    if (path.constant && tree !== undefined) sayMissing(path.source, tree, report, beside)
  }
}

/** What a person is given along is an output of another stage, or lies beside the workflow file too. */
function adviseAttachments(outline: Outline, { report }: Writing, beside: (path: string) => boolean): void {
  if (outline.work !== 'task') return
  for (const tree of textsOf(itemsAt(mapAt(outline.entries, 'task'), 'attachments'))) {
    if (!tree.value.includes('${{')) sayMissing(tree.value, tree, report, beside)
  }
}

function sayMissing(path: string, span: Span, report: Report, beside: (path: string) => boolean): void {
  if (/^([/\\~]|[A-Za-z]:)/.test(path) || beside(path)) return
  const message = { en: `\`${path}\` is not beside the workflow file.`, ko: `워크플로 파일 옆에 \`${path}\`이(가) 없습니다.` }
  report.say('missing_input', span, message)
}

function adviseInputs(stage: Stage, run: Template, outline: Outline, writing: Writing, beside: (path: string) => boolean): void {
  const tree = textTreeAt(outline.entries, 'run')
  if (tree === undefined) return
  const links = new Set(stage.inputs.map(({ path }) => linkOf(path.source)))
  const outputs = new Set(stage.outputs.map(({ path }) => firstWords(path.source).split('/')[0]))
  const told = new Set<string>()
  const withoutExpressions = run.source.replace(/\$\{\{.*?\}\}/gs, (text) => ' '.repeat(text.length))
  for (const match of withoutExpressions.matchAll(pathWord)) {
    const path = match[0].replace(/^(\.\/)+/, '').replace(/[./]+$/, '')
    const top = path.split('/')[0] ?? ''
    if (path === '' || path.startsWith('/') || path.startsWith('..') || told.has(path)) continue
    if (links.has(top) || outputs.has(top) || !beside(path)) continue
    told.add(path)
    const span = spanIn(writing.source, tree, { start: match.index, end: match.index + match[0].length })
    const message = {
      en: `\`${path}\` lies beside the workflow file, but the task runs in a folder of its own.`,
      ko: `\`${path}\`은(는) 워크플로 파일 옆에 있지만 작업은 자기 폴더에서 실행됩니다.`,
    }
    writing.report.say('unlisted_input', span, message, { en: `Add it: \`inputs: [${path}]\`.`, ko: `추가하세요: \`inputs: [${path}]\`` })
  }
}
