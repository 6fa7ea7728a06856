import { dimensionless } from '#expression/dimension.ts'
import type { Instrument, Person, Pool } from '#model/resources.ts'
import { askedOf } from './asked.ts'
import { type CalendarDefaults, calendarAt, calendarDefaults } from './calendars.ts'
import { compileInstruments } from './instruments.ts'
import { hintFor } from './names.ts'
import type { Outline } from './outline.ts'
import { compilePeople } from './people.ts'
import { itemsAt, mapAt } from './pick.ts'
import { claimName, type GrowingNames, type ResourceNames } from './resource-names.ts'
import { compilePools } from './resource-pools.ts'
import type { Entry } from './tree.ts'
import type { Scope, TextTree, Writing } from './written.ts'

/** Everything that tasks can hold, and the names that lead to it. */
export interface Resources {
  readonly pools: readonly Pool[]
  readonly people: readonly Person[]
  readonly instruments: readonly Instrument[]
  readonly names: ResourceNames
}

export function compileResources(
  entries: ReadonlyMap<string, Entry>,
  outlines: readonly Outline[],
  scope: Scope,
  timezone: string,
  writing: Writing,
): Resources {
  const names: GrowingNames = new Map()
  const declared = mapAt(entries, 'resources')
  const pools = compilePools(declared, scope, timezone, names, writing)
  const defaults = calendarDefaults(writing, entries, timezone)
  const people = compilePeople(itemsAt(declared, 'people'), defaults, names, writing)
  const instruments = compileInstruments(itemsAt(declared, 'instruments'), timezone, names, writing)
  return { pools, people: [...people, ...standIns(outlines, defaults, names, writing)], instruments, names }
}

/** Who is asked for work or approval and declared nowhere is one person, always there in the hours of the file. */
function standIns(outlines: readonly Outline[], defaults: CalendarDefaults, names: GrowingNames, writing: Writing): Person[] {
  const people: Person[] = []
  for (const outline of outlines) {
    for (const tree of askedOf(outline)) {
      const { value: name } = tree
      if (names.has(name) || !claimName(names, name, { kind: 'person', dimension: dimensionless }, tree, writing.report)) continue
      sayNobody(writing, name, tree, names)
      const calendar = calendarAt(writing, new Map(), defaults)
      people.push({ name, roles: [], calendar, load: 1, cost: undefined, email: undefined, at: writing.report.place(tree) })
    }
  }
  return people
}

function sayNobody({ report }: Writing, name: string, tree: TextTree, names: ResourceNames): void {
  const message = {
    en: `Nobody under \`resources.people\` is \`${name}\` or has that role: it is taken for one person who is always there.`,
    ko: `\`resources.people\`에 \`${name}\`(이)라는 사람이나 역할이 없어, 늘 있는 한 사람으로 봅니다.`,
  }
  const people = [...names].filter(([other, { kind }]) => other !== name && (kind === 'person' || kind === 'role')).map(([other]) => other)
  report.say('nobody_has_role', tree, message, hintFor(name, people))
}
