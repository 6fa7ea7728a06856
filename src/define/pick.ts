import type { Entry, Tree } from './tree.ts'
import type { TextTree } from './written.ts'

/**
 * Picks values of the kind that a key takes. Another kind is answered by nothing: `shape.ts` has already said
 * that it is wrong there.
 */

type Entries = ReadonlyMap<string, Entry>

const noEntries: Entries = new Map()

export function entriesOf(tree: Tree | undefined): Entries {
  return tree?.kind === 'map' ? tree.entries : noEntries
}

export function mapAt(entries: Entries | undefined, key: string): Entries {
  return entriesOf(entries?.get(key)?.value)
}

export function itemsAt(entries: Entries, key: string): readonly Tree[] {
  const tree = entries.get(key)?.value
  return tree?.kind === 'list' ? tree.items : []
}

export function textTreeAt(entries: Entries, key: string): TextTree | undefined {
  const tree = entries.get(key)?.value
  return tree?.kind === 'text' ? tree : undefined
}

export function textAt(entries: Entries, key: string): string | undefined {
  return textTreeAt(entries, key)?.value
}

export function textsAt(entries: Entries, key: string): readonly string[] {
  return textsOf(itemsAt(entries, key)).map(({ value }) => value)
}

export function textsOf(items: readonly Tree[]): readonly TextTree[] {
  return items.filter((item) => item.kind === 'text')
}

/** One text, or a list of them. */
export function oneOrMore(tree: Tree | undefined): readonly TextTree[] {
  if (tree?.kind === 'text') return [tree]
  return tree?.kind === 'list' ? textsOf(tree.items) : []
}

export function numberAt(entries: Entries, key: string): number | undefined {
  const tree = entries.get(key)?.value
  return tree?.kind === 'number' ? tree.value : undefined
}

export function booleanAt(entries: Entries, key: string): boolean | undefined {
  const tree = entries.get(key)?.value
  return tree?.kind === 'boolean' ? tree.value : undefined
}

export function choiceAt<Choice extends string>(entries: Entries, key: string, choices: readonly Choice[]): Choice | undefined {
  const text = textAt(entries, key)
  return choices.find((choice) => choice === text)
}

/** Whether a stage is a group of others. */
export function isGroup({ value }: Entry): boolean {
  return entriesOf(value).has('stages')
}
