import type { Template } from '#expression/compiled.ts'
import type { Input, Output } from '#model/workflow.ts'
import type { Outline } from './outline.ts'
import type { Report, Span } from './report.ts'
import { fileAround } from './within.ts'
import { type Scope, type TextTree, templateAt, type Writing } from './written.ts'

/** Outputs before it is known whether anyone reads their content. */
export type CompiledOutput = Omit<Output, 'contentUsed'>

export function compileInputs({ inputs, within }: Outline, scope: Scope, writing: Writing): Input[] {
  const compiled: Input[] = []
  const links = new Map<string, string>()
  for (const [name, tree] of inputs) {
    const written = pathAt(tree.kind === 'text' ? tree : undefined, scope, writing)
    if (written === undefined) continue
    const path = besideFile(written, fileAround(within)?.file.folder ?? '')
    const link = linkOf(path.source)
    const other = links.get(link)
    if (other !== undefined) {
      const message = {
        en: `\`${other}\` and \`${name}\` are both linked as \`${link}\`.`,
        ko: `\`${other}\`와(과) \`${name}\`이(가) 모두 \`${link}\`라는 이름으로 연결됩니다.`,
      }
      writing.report.say('duplicate_path', tree, message)
    }
    links.set(link, name)
    compiled.push({ name, path, at: writing.report.place(tree) })
  }
  return compiled
}

/** The path from the folder of the file that is run; those of outputs of other stages are whole already. */
export function besideFile(path: Template, folder: string): Template {
  if (folder === '' || path.references.some(({ parts }) => parts.includes('outputs'))) return path
  const placed = (text: string) => (text.startsWith('/') ? text : folder + text)
  return { ...path, source: placed(path.source), single: undefined, render: (names, quote) => placed(path.render(names, quote)) }
}

/** The name under which an input appears in the folder of the attempt. */
export function linkOf(path: string): string {
  return path.split('/').findLast((part) => part !== '' && part !== '.') ?? path
}

export function compileOutputs({ outputs, inputs }: Outline, scope: Scope, writing: Writing): CompiledOutput[] {
  const compiled: CompiledOutput[] = []
  const taken = new Map<string, string>()
  const links = new Set([...inputs.values()].flatMap((tree) => (tree.kind === 'text' ? [linkOf(tree.value)] : [])))
  for (const { name, span, path: tree, kind, format, optional, temporary, stream } of outputs.values()) {
    const path = pathAt(tree?.kind === 'text' ? tree : undefined, scope, writing)
    if (path === undefined || tree === undefined) continue
    checkInside(path.source, tree, writing.report)
    const plain = path.source.replace(/^(\.\/)+/, '').replace(/\/+$/, '')
    const other = taken.get(plain)
    if (other !== undefined) {
      const message = { en: `\`${other}\` and \`${name}\` are the same path.`, ko: `\`${other}\`와(과) \`${name}\`의 경로가 같습니다.` }
      writing.report.say('duplicate_path', tree, message)
    }
    taken.set(plain, name)
    if (links.has(plain.split('/')[0] ?? '')) {
      const message = {
        en: 'The path is that of an input: writing there would change it.',
        ko: '입력의 경로와 같습니다. 여기에 쓰면 입력이 바뀝니다.',
      }
      writing.report.say('duplicate_path', tree, message)
    }
    compiled.push({ name, kind, path, format, optional, temporary, ...(stream && { stream }), at: writing.report.place(span) })
  }
  return compiled
}

function pathAt(tree: TextTree | undefined, scope: Scope, writing: Writing): Template | undefined {
  if (tree === undefined) return undefined
  if (tree.value.trim() !== '' && !tree.value.includes('\n') && !tree.value.includes('\u0000')) return templateAt(writing, tree, scope)
  writing.report.say('bad_path', tree, { en: 'This is no path.', ko: '경로가 아닙니다.' })
  return undefined
}

/** What an expression puts in can only be checked when the task runs; what stands in the file is checked here. */
function checkInside(path: string, span: Span, report: Report): void {
  const parts = path.replace(/\$\{\{.*?\}\}/gs, 'x').split(/[/\\]/)
  const outside = /^([/\\~]|[A-Za-z]:)/.test(path) || parts.includes('..')
  const nothing = parts.every((part) => part === '' || part === '.')
  if (!outside && !nothing) return
  const message = outside
    ? {
        en: 'An output lies in the folder of its task: no absolute path, and no `..`.',
        ko: '출력은 작업 폴더 안에 있어야 합니다. 절대 경로와 `..`은 쓸 수 없습니다.',
      }
    : { en: 'An output cannot be the whole folder of its task.', ko: '작업 폴더 전체를 출력으로 삼을 수 없습니다.' }
  report.say('bad_path', span, message)
}
