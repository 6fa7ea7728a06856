import type { Calendar } from '#calendar/calendar.ts'
import { intersect } from '#calendar/combine.ts'
import { lockPool } from '#model/coordination.ts'
import type { Workflow } from '#model/workflow.ts'

/** What a workflow says of the things and people that its tasks hold; pools that are always there and counted need nothing of it. */
export interface Resources {
  /** By name of a pool, an instrument or a person: when it is there. What is always there is left out. */
  readonly calendars: ReadonlyMap<string, Calendar>
  /** By name of a person or role: who answers to it, in the file's order. */
  readonly people: ReadonlyMap<string, readonly string[]>
  /** By person: the share of the hours that is given. */
  readonly loads: ReadonlyMap<string, number>
  /** By instrument that has to be set up: how long that takes, in ms. */
  readonly setups: ReadonlyMap<string, number>
  /** By instrument, person and declared lock. */
  readonly capacities: ReadonlyMap<string, number>
  /** Calendars that several have in common, by their names: worked out once. */
  readonly common: Map<string, Calendar>
}

const known = new WeakMap<Workflow, Resources>()

export function resourcesOf(workflow: Workflow): Resources {
  const there = known.get(workflow)
  if (there !== undefined) return there
  const { pools, people, instruments } = workflow
  const calendars = new Map<string, Calendar>()
  for (const { name, calendar } of [...pools, ...people, ...instruments]) if (calendar !== undefined) calendars.set(name, calendar)
  const called = peopleOf(workflow)
  const resources: Resources = {
    calendars,
    people: called,
    loads: new Map(people.map(({ name, load }) => [name, load])),
    setups: new Map(instruments.flatMap(({ name, setupMs }) => (setupMs > 0 ? [[name, setupMs] as const] : []))),
    capacities: new Map([
      ...instruments.map(({ name, capacity }) => [name, capacity] as const),
      ...[...called.values()].flat().map((name) => [name, 1] as const),
      ...(workflow.coordination?.locks ?? []).map(({ name, permits }) => [lockPool(name), permits] as const),
    ]),
    common: new Map(),
  }
  known.set(workflow, resources)
  return resources
}

/** Who is asked for and declared nowhere is one person of that name. */
function peopleOf({ people, stages }: Workflow): ReadonlyMap<string, readonly string[]> {
  const called = new Map<string, string[]>()
  for (const { name, roles } of people) {
    for (const each of new Set([name, ...roles])) {
      const known = called.get(each)
      if (known === undefined) called.set(each, [name])
      else known.push(name)
    }
  }
  for (const { human } of stages) for (const name of human?.by ?? []) if (!called.has(name)) called.set(name, [name])
  return called
}

/** When all of these are there; undefined: always. */
export function commonCalendar({ calendars, common }: Resources, names: readonly string[]): Calendar | undefined {
  const limited = names.filter((name) => calendars.has(name)).sort()
  if (limited.length === 0) return undefined
  const id = limited.join('\n')
  const there = common.get(id)
  if (there !== undefined) return there
  const calendar = intersect([...new Set(limited)].flatMap((name) => calendars.get(name) ?? []))
  common.set(id, calendar)
  return calendar
}
