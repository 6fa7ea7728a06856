import type { Calendar } from '#calendar/calendar.ts'
import { lockPool } from '#model/coordination.ts'
import type { Cost, Instrument } from '#model/resources.ts'
import type { Workflow } from '#model/workflow.ts'
import { type OpenTimes, openTimes } from './open-times.ts'
import type { Pool, Unit } from './problem.ts'

/** A pool, a person or an instrument as a plan shows it. */
export interface Resource {
  readonly name: string
  readonly kind: 'pool' | 'person' | 'instrument'
  readonly capacity: number
  readonly calendar: Calendar | undefined
  readonly cost: Cost | undefined
  readonly load: number
  readonly setupMs: number
  /** From `start` on; undefined: always open. */
  readonly times: OpenTimes | undefined
  /** Index into the problem's pools, for what many can hold at once. */
  readonly pool: number | undefined
  /** Its units, for what is held whole: a person is one, an instrument that is set up has one for each place. */
  readonly units: readonly number[]
}

/** Everything that can be held, and where names of the file lead. */
export interface Resources {
  readonly all: readonly Resource[]
  readonly pools: readonly Pool[]
  readonly units: readonly Unit[]
  /** By unit: index into `all`. */
  readonly resourceOfUnit: readonly number[]
  /** By name of a pool or instrument: index into `all`. */
  readonly named: ReadonlyMap<string, number>
  /** By name of a person or role: indices into `all`. */
  readonly persons: ReadonlyMap<string, readonly number[]>
  /** Index into `all` of a lock, by the name of its pool. */
  lock(pool: string): number
}

/** `capacities`: what there is of each pool, by name. */
export function resourcesOf(workflow: Workflow, capacities: { readonly [pool: string]: number }, start: number): Resources {
  const all: Resource[] = []
  const pools: Pool[] = []
  const units: Unit[] = []
  const resourceOfUnit: number[] = []
  const add = (resource: Omit<Resource, 'pool' | 'units' | 'times'>, places: number) => {
    const times = resource.calendar && openTimes(resource.calendar, start)
    const own = Array.from({ length: places }, () => {
      resourceOfUnit.push(all.length)
      return units.push({ setupMs: resource.setupMs, times }) - 1
    })
    const pool = places > 0 ? undefined : pools.push({ capacity: resource.capacity, times }) - 1
    return all.push({ ...resource, times, pool, units: own }) - 1
  }
  const named = new Map<string, number>()
  const persons = new Map<string, number[]>()
  const held = new Set([...workflow.people, ...workflow.instruments].map(({ name }) => name))
  const roles = new Set(workflow.people.flatMap(({ roles: own }) => own))
  for (const [name, capacity] of Object.entries(capacities)) {
    if (held.has(name) || roles.has(name)) continue
    const { calendar, cost } = workflow.pools.find((pool) => pool.name === name) ?? { calendar: undefined, cost: undefined }
    named.set(name, add({ name, kind: 'pool', capacity, calendar, cost, load: 1, setupMs: 0 }, 0))
  }
  for (const { name, calendar, cost, load, roles: own } of workflow.people) {
    const index = add({ name, kind: 'person', capacity: 1, calendar, cost, load, setupMs: 0 }, 1)
    for (const called of new Set([name, ...own])) persons.set(called, [...(persons.get(called) ?? []), index])
  }
  for (const [name, places] of unknownPeople(workflow)) {
    const index = add({ name, kind: 'person', capacity: places, calendar: undefined, cost: undefined, load: 1, setupMs: 0 }, places)
    persons.set(name, [index])
  }
  for (const instrument of workflow.instruments) {
    const { name, calendar, cost, capacity, setupMs } = instrument
    named.set(name, add({ name, kind: 'instrument', capacity, calendar, cost, load: 1, setupMs }, placesOf(instrument)))
  }
  const permits = new Map(workflow.coordination?.locks.map((lock) => [lockPool(lock.name), lock.permits]))
  const locks = new Map<string, number>()
  const lock = (name: string): number => {
    const capacity = permits.get(name) ?? 1
    const index = locks.get(name) ?? add({ name, kind: 'pool', capacity, calendar: undefined, cost: undefined, load: 1, setupMs: 0 }, 0)
    locks.set(name, index)
    return index
  }
  return { all, pools, units, resourceOfUnit, named, persons, lock }
}

/** Without a set-up it does not matter which place of an instrument is taken. */
function placesOf({ capacity, setupMs }: Instrument): number {
  return setupMs > 0 ? Math.floor(capacity) : 0
}

/** Whoever is asked for and not declared is taken to be there at any time, as often as one stage asks. */
function unknownPeople({ people, stages }: Workflow): ReadonlyMap<string, number> {
  const known = new Set(people.flatMap(({ name, roles }) => [name, ...roles]))
  const unknown = new Map<string, number>()
  for (const { human } of stages) {
    for (const name of human?.by ?? []) {
      const asked = human?.kind === 'approval' && human.by.length === 1 ? human.quorum : 1
      if (!known.has(name)) unknown.set(name, Math.max(unknown.get(name) ?? 0, asked))
    }
  }
  return unknown
}
