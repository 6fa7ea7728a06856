import { causes } from '#model/cause.ts'
import type { Retry } from '#model/gate.ts'
import type { Remedy } from '#model/remedy.ts'
import { readDocument } from './document.ts'
import type { LoadOptions } from './load-options.ts'
import { hintFor } from './names.ts'
import { choiceAt, entriesOf, itemsAt, mapAt, numberAt, oneOrMore, textAt, textsOf } from './pick.ts'
import { createReport } from './report.ts'
import { compileRetry, type RetryContext } from './retry.ts'
import { type SourceText, sourceText } from './source-text.ts'
import type { Entry, Tree } from './tree.ts'
import type { TextTree, Writing } from './written.ts'

type Entries = ReadonlyMap<string, Entry>

/** A rule pack that the file names. Its form is checked where packs are read (`diagnosis/`). */
interface NamedPack {
  readonly name: string
  readonly source: SourceText
  readonly rules: readonly Entries[]
}

/** Packs by the name under which `failures` asks for them. */
export type NamedPacks = ReadonlyMap<string, NamedPack>

/** Every pack that the file or one of its stages names, read once. */
export function namedPacks(
  entries: Entries,
  stages: readonly { readonly entries: Entries }[],
  writing: Writing,
  around: LoadOptions,
): NamedPacks {
  const found = new Map<string, NamedPack>()
  for (const { value: name, ...tree } of [entries, ...stages.map((stage) => stage.entries)].flatMap(namesIn)) {
    if (found.has(name)) continue
    const text = around.pack?.(name)
    const pack = text === undefined ? undefined : read(name, text)
    if (pack === undefined) sayUnknown({ value: name, ...tree } as TextTree, text !== undefined, writing, around)
    else found.set(name, pack)
  }
  return found
}

function namesIn(entries: Entries): readonly TextTree[] {
  return oneOrMore(entries.get('failures')?.value)
}

function read(name: string, text: string): NamedPack | undefined {
  const source = sourceText(name, text.replace(/^\uFEFF/, ''))
  const report = createReport(source)
  const tree = readDocument(source.text, report)
  if (tree?.kind !== 'map' || report.hasErrors()) return undefined
  return { name: textAt(tree.entries, 'name') ?? name, source, rules: itemsAt(tree.entries, 'rules').map(entriesOf) }
}

function sayUnknown(tree: TextTree, isBroken: boolean, { report }: Writing, { packs = [] }: LoadOptions): void {
  if (isBroken) {
    const message = { en: `The rule pack \`${tree.value}\` cannot be read.`, ko: `규칙 묶음 \`${tree.value}\`을(를) 읽을 수 없습니다.` }
    report.say('bad_value', tree, message)
    return
  }
  const message = { en: `There is no rule pack \`${tree.value}\`.`, ko: `규칙 묶음 \`${tree.value}\`이(가) 없습니다.` }
  report.say('bad_value', tree, message, hintFor(tree.value, packs))
}

/** What packs know of a stage's failures: its own packs before those of the whole file, and what says most before what points there. */
export function compileRemedies(entries: Entries, named: readonly string[], packs: NamedPacks, context: RetryContext): readonly Remedy[] {
  const names = [...new Set([...namesIn(entries).map(({ value }) => value), ...named])]
  const all = names.flatMap((name) => {
    const pack = packs.get(name)
    return pack === undefined ? [] : pack.rules.flatMap((rule) => compileRemedy(rule, pack, context) ?? [])
  })
  return all.sort((a, b) => a.rank - b.rank)
}

/** Packs that the whole file names. */
export function packsOfAll(entries: Entries): readonly string[] {
  return namesIn(entries).map(({ value }) => value)
}

const telling = ['cause', 'sign', 'sequel'] as const

function compileRemedy(rule: Entries, pack: NamedPack, context: RetryContext): Remedy | undefined {
  const cause = choiceAt(rule, 'cause', causes)
  const id = textAt(rule, 'id')
  if (cause === undefined || id === undefined) return undefined
  const when = mapAt(rule, 'when')
  return {
    ...{ pack: pack.name, rule: id, title: englishAt(rule, 'title'), cause },
    rank: telling.indexOf(choiceAt(rule, 'tells', telling) ?? 'cause'),
    when: {
      patterns: textsOf(oneOrMore(when.get('output')?.value)).map(({ value }) => value),
      exitCodes: numbersOf(when.get('exit_code')?.value),
      signals: oneOrMore(when.get('signal')?.value).map(({ value }) => value),
    },
    repairs: itemsAt(rule, 'repairs').flatMap((tree) => compileRepair(tree, pack, context) ?? []),
    stop: englishAt(rule, 'stop'),
  }
}

/** A repair that changes what this workflow has not, or computes it from what is not there, is none here. */
function compileRepair(tree: Tree, { source }: NamedPack, context: RetryContext): Retry | undefined {
  const entries = entriesOf(tree)
  for (const name of mapAt(entries, 'with').keys()) if (!context.changeable.has(name)) return undefined
  const report = createReport(source)
  const retry = compileRetry(tree, { ...context, writing: { source, report, uses: [] } })
  if (retry === undefined || report.hasErrors()) return undefined
  return { ...retry, atMost: numberAt(entries, 'at_most') ?? 1 }
}

function englishAt(entries: Entries, key: string): string {
  const tree = entries.get(key)?.value
  return tree?.kind === 'text' ? tree.value : (textAt(entriesOf(tree), 'en') ?? '')
}

function numbersOf(tree: Tree | undefined): readonly number[] {
  const items = tree?.kind === 'list' ? tree.items : tree ? [tree] : []
  return items.flatMap((item) => (item.kind === 'number' ? [item.value] : []))
}
