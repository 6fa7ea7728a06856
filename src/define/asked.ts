import type { Outline } from './outline.ts'
import { mapAt, oneOrMore } from './pick.ts'
import type { TextTree } from './written.ts'

/** Names and roles that a stage's work is asked of (`by`), each once; none where it is no work of people. */
export function askedOf({ entries, work }: Pick<Outline, 'entries' | 'work'>): readonly TextTree[] {
  if (work !== 'task' && work !== 'approval') return []
  const trees = oneOrMore(mapAt(entries, work).get('by')?.value)
  const first = new Map<string, TextTree>()
  for (const tree of trees) if (!first.has(tree.value)) first.set(tree.value, tree)
  return [...first.values()]
}
