import { dimensionless } from '#expression/dimension.ts'
import { isQuantity } from '#expression/units.ts'
import type { Person } from '#model/resources.ts'
import { type CalendarDefaults, calendarAt } from './calendars.ts'
import { constantValue } from './constant.ts'
import { costAt } from './cost.ts'
import { entriesOf, oneOrMore, textTreeAt } from './pick.ts'
import { nothingInScope } from './quantity-at.ts'
import { claimName, type GrowingNames } from './resource-names.ts'
import type { Entry, Tree } from './tree.ts'
import { amountAt, type Writing } from './written.ts'

/** People that the file declares, in its order. */
export function compilePeople(items: readonly Tree[], defaults: CalendarDefaults, names: GrowingNames, writing: Writing): Person[] {
  // All names first: a role cannot be called as someone further down.
  const named = items.filter((item) => {
    const tree = textTreeAt(entriesOf(item), 'name')
    return tree && claimName(names, tree.value, { kind: 'person', dimension: dimensionless }, tree, writing.report)
  })
  return named.map((item) => compilePerson(item, defaults, names, writing))
}

function compilePerson(item: Tree, defaults: CalendarDefaults, names: GrowingNames, writing: Writing): Person {
  const entries = entriesOf(item)
  return {
    name: textTreeAt(entries, 'name')?.value ?? '',
    roles: rolesOf(entries, names, writing),
    calendar: calendarAt(writing, entries, defaults),
    load: loadOf(entries.get('load')?.value, writing),
    cost: costAt(writing, textTreeAt(entries, 'cost')),
    email: emailOf(entries, writing),
    at: writing.report.place(textTreeAt(entries, 'name') ?? item),
  }
}

function rolesOf(entries: ReadonlyMap<string, Entry>, names: GrowingNames, writing: Writing): readonly string[] {
  const roles = new Set<string>()
  for (const tree of oneOrMore(entries.get('roles')?.value)) {
    if (claimName(names, tree.value, { kind: 'role', dimension: dimensionless }, tree, writing.report)) roles.add(tree.value)
  }
  return [...roles]
}

/** A share of the hours: `50 %` or `0.5`. */
function loadOf(tree: Tree | undefined, writing: Writing): number {
  const amount = amountAt(writing, tree, nothingInScope)
  const value = amount && constantValue(amount)
  if (tree === undefined || value === undefined) return 1
  const share = isQuantity(value) && value.dimension.every((exponent) => exponent === 0) ? value.si : value
  if (typeof share === 'number' && share > 0 && share <= 1) return share
  const message = { en: '`load` is a share of the hours, above 0 and at most 100 %.', ko: '`load`는 0보다 크고 100 % 이하인 비율입니다.' }
  writing.report.say('out_of_bounds', tree, message, { en: 'For example `50 %` or `0.5`.', ko: '예: `50 %`, `0.5`' })
  return 1
}

function emailOf(entries: ReadonlyMap<string, Entry>, { report }: Writing): string | undefined {
  const tree = textTreeAt(entries, 'email')
  if (tree === undefined || /^[^\s@]+@[^\s@]+$/.test(tree.value)) return tree?.value
  report.say('bad_value', tree, { en: `\`${tree.value}\` is no e-mail address.`, ko: `\`${tree.value}\`은(는) 이메일 주소가 아닙니다.` })
  return undefined
}
