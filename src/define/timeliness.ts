import type { Timeliness } from '#model/human.ts'
import { momentAt } from './moments.ts'
import { hintFor } from './names.ts'
import { oneOrMore, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import type { ResourceNames } from './resource-names.ts'
import type { Entry } from './tree.ts'
import type { Writing } from './written.ts'

interface Where {
  readonly zone: string
  readonly writing: Writing
}

/** `due`, `remind` and `escalate` of work of people. */
export function timelinessAt(
  entries: ReadonlyMap<string, Entry>,
  names: ResourceNames,
  { zone, writing }: Where,
): { readonly timeliness?: Timeliness } {
  if (!['due', 'remind', 'escalate'].some((key) => entries.has(key))) return {}
  const timeliness: Timeliness = {
    due: dueAt(entries, zone, writing),
    remindMs: positive(writing, entries),
    escalate: escalatedTo(entries, names, writing),
  }
  return { timeliness }
}

/** A text that begins with a date is one; else a time span. */
function dueAt(entries: ReadonlyMap<string, Entry>, zone: string, writing: Writing): Timeliness['due'] {
  const tree = textTreeAt(entries, 'due')
  if (tree === undefined) return undefined
  if (/^\s*\d{4}-\d/.test(tree.value)) {
    const at = momentAt(writing, entries, 'due', zone, 'end')
    return at === undefined ? undefined : { kind: 'at', at }
  }
  const ms = durationAt(writing, tree, 'due')
  return ms === undefined ? undefined : { kind: 'after', ms }
}

/** Reminding every instant would be reminding for ever. */
const leastMs = 1000

function positive(writing: Writing, entries: ReadonlyMap<string, Entry>): number | undefined {
  const tree = textTreeAt(entries, 'remind')
  const ms = durationAt(writing, tree, 'remind')
  if (tree === undefined || ms === undefined || ms >= leastMs) return ms
  writing.report.say('out_of_bounds', tree, { en: '`remind` is at least 1 s.', ko: '`remind`는 최소 1초입니다.' })
  return undefined
}

function escalatedTo(entries: ReadonlyMap<string, Entry>, names: ResourceNames, { report }: Writing): readonly string[] {
  const trees = oneOrMore(entries.get('escalate')?.value)
  const people = [...names].filter(([, { kind }]) => kind === 'person' || kind === 'role').map(([name]) => name)
  for (const tree of trees) {
    if (people.includes(tree.value)) continue
    const message = { en: `Nobody is called \`${tree.value}\`.`, ko: `\`${tree.value}\`(이)라는 사람이나 역할이 없습니다.` }
    report.say('bad_value', tree, message, hintFor(tree.value, people))
  }
  return trees.map(({ value }) => value)
}
