import { readDocument } from './document.ts'
import { checkMemberName } from './names.ts'
import { entriesOf, isGroup, mapAt, textTreeAt } from './pick.ts'
import type { Report, Span } from './report.ts'
import { workflowSchema } from './schema.ts'
import { checkShape } from './shape.ts'
import type { Sources } from './sources.ts'
import type { Entry, Tree } from './tree.ts'

/**
 * A stage that is a workflow file of its own (`workflow: file.yaml`) becomes a group of that file's stages, before anything is made of it.
 * The file's parameters are what `with` gives them, and its `outputs` and `metrics` those of the group; all else in it but its stages is of
 * no meaning here: resources, people and times are those of the file that is run.
 */
interface Including {
  readonly sources: Sources
  readonly report: Report
  /** The text of a file, by its path relative to the folder of the file that is run; undefined: it is not there. */
  readonly read: (path: string) => string | undefined
  /** Files that were read, by their paths; undefined: they are no workflow. */
  readonly known: Map<string, ReadonlyMap<string, Entry> | undefined>
  count: number
  /** A file that a stage names cannot be used. */
  isMissing: boolean
}

/** The file in which a stage stands. */
interface Around {
  /** The files from the one that is run on, by their paths. */
  readonly chain: readonly string[]
  readonly folder: string
  readonly hidden: ReadonlySet<string>
}

/** Files within files, and files altogether. */
const deepest = 10
const most = 1000

/** The entries of a file with its files in their places; undefined: one of them cannot be used, and whatever is said of the rest would be guesswork. */
export function withFiles(
  entries: ReadonlyMap<string, Entry>,
  sources: Sources,
  report: Report,
  read: (path: string) => string | undefined,
): ReadonlyMap<string, Entry> | undefined {
  const stages = entries.get('stages')
  if (stages?.value.kind !== 'map' || !namesFiles(stages.value)) return entries
  const including: Including = { sources, report, read, known: new Map(), count: 0, isMissing: false }
  const around: Around = { chain: [baseOf(sources.file)], folder: '', hidden: new Set(mapAt(entries, 'parameters').keys()) }
  const value = stagesWith(including, stages.value, around)
  return including.isMissing ? undefined : new Map(entries).set('stages', { ...stages, value })
}

function namesFiles(stages: Tree): boolean {
  return [...entriesOf(stages).values()].some((entry) => {
    const entries = entriesOf(entry.value)
    return entries.has('workflow') || (isGroup(entry) && namesFiles(entries.get('stages')?.value ?? entry.value))
  })
}

function stagesWith(including: Including, stages: Tree & { readonly kind: 'map' }, around: Around): Tree {
  const made = [...stages.entries].map(([name, entry]) => [name, stageWith(including, entry, around)] as const)
  return { ...stages, entries: new Map(made) }
}

function stageWith(including: Including, entry: Entry, around: Around): Entry {
  if (entry.value.kind !== 'map' || including.report.isFull()) return entry
  const { entries } = entry.value
  const named = entries.get('workflow')
  if (named !== undefined) return fileAsGroup(including, entry, named, around)
  const stages = entries.get('stages')
  if (stages?.value.kind !== 'map') return entry
  return withEntries(entry, new Map(entries).set('stages', { ...stages, value: stagesWith(including, stages.value, around) }))
}

function withEntries(entry: Entry, entries: ReadonlyMap<string, Entry>): Entry {
  return entry.value.kind === 'map' ? { ...entry, value: { ...entry.value, entries } } : entry
}

const allowed = ['title', 'objectives', 'workflow', 'with', 'foreach', 'each', 'when', 'after', 'repeat']

function fileAsGroup(including: Including, entry: Entry, named: Entry, around: Around): Entry {
  const own = entriesOf(entry.value)
  sayForeign(own, including.report)
  const kept = new Map([...own].filter(([key]) => allowed.includes(key) && key !== 'workflow' && key !== 'with'))
  const tree = textTreeAt(own, 'workflow')
  const path = tree && plainPath(around.folder + tree.value)
  const file = tree && path !== undefined ? fileAt(including, path, tree, around) : undefined
  if (file === undefined || path === undefined) {
    including.isMissing = true
    return withEntries(entry, kept)
  }
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const parameters = mapAt(file, 'parameters')
  const inner: Around = { chain: [...around.chain, path], folder, hidden: new Set([...around.hidden, ...parameters.keys()]) }
  for (const key of ['outputs', 'metrics']) {
    const shown = file.get(key)
    if (shown !== undefined) kept.set(key, shown)
  }
  const stages = file.get('stages')
  if (stages?.value.kind === 'map') kept.set('stages', { ...stages, value: stagesWith(including, stages.value, inner) })
  for (const { key, keySpan } of mapAt(own, 'with').values()) checkMemberName(key, keySpan, including.report)
  return {
    ...withEntries(entry, kept),
    file: { folder, parameters, given: mapAt(own, 'with'), hidden: around.hidden, at: named.keySpan },
  }
}

function sayForeign(entries: ReadonlyMap<string, Entry>, report: Report): void {
  for (const { key, keySpan } of entries.values()) {
    if (allowed.includes(key)) continue
    const message = {
      en: `\`${key}\` means nothing in a stage that is a workflow file of its own.`,
      ko: `다른 워크플로 파일인 단계에서는 \`${key}\`을(를) 쓸 수 없습니다.`,
    }
    report.say('bad_work', keySpan, message, { en: 'Say it in that file.', ko: '그 파일에 쓰세요.' })
  }
}

/** What stands in a file; undefined where it cannot be used, which is told. */
function fileAt(including: Including, path: string, at: Span, { chain }: Around): ReadonlyMap<string, Entry> | undefined {
  const { report } = including
  if (chain.includes(path)) {
    const circle = [...chain.slice(chain.indexOf(path)), path].join(' → ')
    report.say('stage_cycle', at, { en: `Workflow files name each other: ${circle}.`, ko: `워크플로 파일이 서로를 부릅니다: ${circle}.` })
    return undefined
  }
  including.count++
  if (chain.length > deepest || including.count > most) {
    const message =
      chain.length > deepest
        ? { en: `Workflow files stand in each other deeper than ${deepest}.`, ko: `워크플로 파일이 ${deepest}단계보다 깊이 겹쳐 있습니다.` }
        : { en: `More than ${most} stages are workflow files.`, ko: `워크플로 파일인 단계가 ${most}개를 넘습니다.` }
    report.say('too_deep', at, message)
    return undefined
  }
  if (!including.known.has(path)) including.known.set(path, readFile(including, path, at))
  return including.known.get(path)
}

function readFile({ sources, report, read }: Including, path: string, at: Span): ReadonlyMap<string, Entry> | undefined {
  const text = read(path)?.replace(/^\uFEFF/, '')
  if (text === undefined) {
    const message = { en: `There is no workflow file \`${path}\`.`, ko: `워크플로 파일 \`${path}\`이(가) 없습니다.` }
    report.say('missing_workflow', at, message, {
      en: 'The path is relative to the file in which it stands.',
      ko: '경로는 그것이 적힌 파일을 기준으로 합니다.',
    })
    return undefined
  }
  const folder = sources.file.slice(0, sources.file.lastIndexOf('/') + 1)
  const base = sources.add(folder + path, text)
  const tree = readDocument(text, report, base)
  if (tree === undefined) return undefined
  if (tree.kind === 'nothing') {
    report.say('empty_file', { start: base, end: base }, { en: 'The file holds no workflow.', ko: '파일에 워크플로가 없습니다.' })
    return undefined
  }
  checkShape(tree, workflowSchema, 'the file', report)
  return tree.kind === 'map' ? tree.entries : undefined
}

/** The same path without `.` and with `..` only at its beginning. */
function plainPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' && parts.length > 0) continue
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function baseOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1)
}
