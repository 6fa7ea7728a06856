import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml'
import type { Report, Span } from './report.ts'
import type { ScalarSource } from './scalar-offset.ts'

/**
 * A workflow file as plain maps, lists and values, each with its place. Aliases are the thing they stand for
 * (shared, not copied) and merge keys (`<<`) are merged.
 */
export type Tree =
  | (Span & { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry> })
  | (Span & { readonly kind: 'list'; readonly items: readonly Tree[] })
  | (Span & { readonly kind: 'text'; readonly value: string; readonly style: ScalarSource['style'] })
  | (Span & { readonly kind: 'number'; readonly value: number; readonly written: string })
  | (Span & { readonly kind: 'boolean'; readonly value: boolean })
  | (Span & { readonly kind: 'nothing' })

export interface Entry {
  readonly key: string
  readonly keySpan: Span
  readonly value: Tree
  /** Of a stage that is a workflow file of its own: what is known of it. */
  readonly file?: NamedFile
}

/** A workflow file that a stage names. */
export interface NamedFile {
  /** Where it lies, relative to the folder of the file that is run; empty, or with `/` at its end. */
  readonly folder: string
  /** What it declares of its parameters, by name. */
  readonly parameters: ReadonlyMap<string, Entry>
  /** What its parameters are given, by name. */
  readonly given: ReadonlyMap<string, Entry>
  /** Parameters of the files around it, which it does not see. */
  readonly hidden: ReadonlySet<string>
  /** Where the file is named. */
  readonly at: Span
}

/** A file needs six levels; YAML itself gives up at some thousands. */
const deepest = 40

/** How many values aliases may add: a few lines of aliases of aliases can stand for billions. */
const mostAliased = 200_000

interface Growing {
  /** Where the text begins among those of all files. */
  readonly base: number
  readonly report: Report
  readonly anchors: Map<string, Tree | 'growing'>
  /** Values under a tree, with what aliases stand for counted each time. */
  readonly sizes: Map<Tree, number>
  aliased: number
}

export function treeOf(document: Document, report: Report, base: number): Tree {
  const growing: Growing = { base, report, anchors: new Map(), sizes: new Map(), aliased: 0 }
  return grow(growing, document.contents as Node | null, { start: base, end: base }, 0)
}

function grow(growing: Growing, node: Node | null | undefined, around: Span, depth: number): Tree {
  const span = spanOf(node, growing.base) ?? around
  if (!node) return { kind: 'nothing', ...span }
  if (isAlias(node)) return aliased(growing, node.source, span)
  if (depth > deepest) {
    const message = { en: `Nested deeper than ${deepest} levels.`, ko: `${deepest}단계보다 깊이 겹쳐 있습니다.` }
    growing.report.say('too_deep', span, message)
    return { kind: 'nothing', ...span }
  }
  const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined
  if (anchor !== undefined) growing.anchors.set(anchor, 'growing')
  const tree = growNode(growing, node, span, depth)
  if (anchor !== undefined) growing.anchors.set(anchor, tree)
  return tree
}

function growNode(growing: Growing, node: Node, span: Span, depth: number): Tree {
  if (isMap(node)) return growMap(growing, node, span, depth)
  if (isSeq(node)) {
    const items = node.items.map((item) => grow(growing, item as Node, span, depth + 1))
    return sized(growing, { kind: 'list', items, ...span }, items)
  }
  return isScalar(node) ? scalarTree(node, span) : { kind: 'nothing', ...span }
}

function growMap(growing: Growing, node: YAMLMap, span: Span, depth: number): Tree {
  const entries = new Map<string, Entry>()
  const merged: Tree[] = []
  for (const pair of node.items as Pair<Node, Node>[]) {
    const keySpan = spanOf(pair.key, growing.base) ?? span
    const value = grow(growing, pair.value, keySpan, depth + 1)
    const key = keyOf(pair.key)
    if (key === '<<') merged.push(...(value.kind === 'list' ? value.items : [value]))
    else if (key === undefined) sayBadKey(growing.report, keySpan)
    else if (entries.has(key)) sayDuplicate(growing.report, key, keySpan, entries.get(key)?.keySpan)
    else entries.set(key, { key, keySpan, value })
  }
  for (const tree of merged) merge(growing.report, entries, tree)
  const values = [...entries.values()].map(({ value }) => value)
  return sized(growing, { kind: 'map', entries, ...span }, values)
}

/** Keys that stand in the map itself win over merged ones. */
function merge(report: Report, entries: Map<string, Entry>, tree: Tree): void {
  if (tree.kind !== 'map') {
    report.say('wrong_kind', tree, { en: '`<<` takes a map, or a list of maps.', ko: '`<<`에는 맵이나 맵의 목록이 와야 합니다.' })
    return
  }
  for (const [key, entry] of tree.entries) if (!entries.has(key)) entries.set(key, entry)
}

function aliased(growing: Growing, name: string, span: Span): Tree {
  const tree = growing.anchors.get(name)
  if (tree === undefined || tree === 'growing') {
    const message =
      tree === undefined
        ? { en: `No anchor \`&${name}\` before this alias.`, ko: `이 별칭 앞에 앵커 \`&${name}\`이(가) 없습니다.` }
        : { en: `\`*${name}\` stands inside the thing it names.`, ko: `\`*${name}\`이(가) 자기가 가리키는 것 안에 있습니다.` }
    growing.report.say('bad_alias', span, message)
    return { kind: 'nothing', ...span }
  }
  const before = growing.aliased
  growing.aliased += growing.sizes.get(tree) ?? 1
  if (growing.aliased <= mostAliased) return tree
  if (before <= mostAliased) {
    const message = { en: `Aliases stand for more than ${mostAliased} values.`, ko: `별칭이 가리키는 값이 ${mostAliased}개를 넘습니다.` }
    growing.report.say('bad_alias', span, message)
  }
  return { kind: 'nothing', ...span }
}

/** Only trees of some size are remembered (a missing size is 1), and only after the first anchor could ask for one. */
function sized(growing: Growing, tree: Tree, children: readonly Tree[]): Tree {
  if (growing.anchors.size === 0) return tree
  let size = 1
  for (const child of children) size += growing.sizes.get(child) ?? 1
  growing.sizes.set(tree, size)
  return tree
}

function scalarTree(node: Scalar, span: Span): Tree {
  const { value } = node
  if (typeof value === 'string') return { kind: 'text', value, style: styleOf(node), ...span }
  if (typeof value === 'number') return { kind: 'number', value, written: node.source ?? String(value), ...span }
  if (typeof value === 'boolean') return { kind: 'boolean', value, ...span }
  if (value === null || value === undefined) return { kind: 'nothing', ...span }
  // Dates and the like of `%YAML 1.1` stay the text that was written.
  return { kind: 'text', value: node.source ?? String(value), style: styleOf(node), ...span }
}

function styleOf({ type }: Scalar): ScalarSource['style'] {
  if (type === 'QUOTE_SINGLE') return 'single'
  if (type === 'QUOTE_DOUBLE') return 'double'
  return type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED' ? 'block' : 'plain'
}

function keyOf(key: Node | null): string | undefined {
  if (!isScalar(key) || key.value === null || key.value === undefined) return undefined
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

function spanOf(node: Node | null | undefined, base: number): Span | undefined {
  return node?.range ? { start: base + node.range[0], end: base + Math.max(node.range[0], node.range[1]) } : undefined
}

function sayBadKey(report: Report, span: Span): void {
  report.say('bad_name', span, { en: 'A key must be a name.', ko: '키는 이름이어야 합니다.' })
}

function sayDuplicate(report: Report, key: string, span: Span, first: Span | undefined): void {
  const line = first ? report.place(first).line : 0
  const message = { en: `\`${key}\` is here a second time.`, ko: `\`${key}\`이(가) 두 번째로 나옵니다.` }
  report.say('duplicate_key', span, message, { en: `The first one is in line ${line}.`, ko: `첫 번째는 ${line}번째 줄에 있습니다.` })
}
