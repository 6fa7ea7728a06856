import { expectedOf } from './estimates.ts'
import type { BusyPerson, Reason } from './explanation.ts'
import { labelOf } from './label.ts'
import type { Entry, OwnedState } from './owned.ts'
import { placementOf } from './placing.ts'
import { setupOf } from './set-up.ts'
import type { AskedPeople, Terms, Way } from './ways.ts'

/** Why a task that hangs on calendars, people or options does not start, apart from pools that are short and the line. */
export function explainSpecial(state: OwnedState, entry: Entry, terms: Terms, now: number): readonly Reason[] {
  const { stage, task } = entry
  const { notBefore } = stage.run
  if (now < notBefore) return [{ code: 'not_before', until: notBefore, booked: false }]
  if (now < terms.release) return [{ code: 'not_before', until: terms.release, booked: terms.isBooked }]
  const looking = { state, now, held: state.held, running: () => [...state.bundles] }
  const placement = placementOf(looking, stage, task, terms, true)
  if (placement.kind === 'never' || placement.kind === 'now') return []
  const { way, until, kind } = placement
  const reasons = kind === 'closed' ? [whatIsClosed(state, entry, terms, way, until, now)] : busyPeople(state, way)
  const other = placementOf(looking, stage, task, terms, false)
  return other.kind === 'now' ? [{ code: 'waits_for_option', option: way.option, until }, ...reasons] : reasons
}

function whatIsClosed(state: OwnedState, { stage, task }: Entry, terms: Terms, way: Way, until: number, now: number): Reason {
  const { calendars } = stage.run.resources
  const isClosed = (name: string) => calendars.get(name)?.isOpen(now) === false
  const things = Object.keys(way.pools).filter(isClosed)
  const people = way.people.filter(({ persons, count }) => persons.filter((person) => !isClosed(person)).length < count)
  const names = [...things, ...people.map(({ called }) => called)]
  if (names.length > 0) return { code: 'closed', names, until }
  const limited = [...Object.keys(way.pools).filter((name) => calendars.has(name)), ...way.people.map(({ called }) => called)]
  const setupMs = setupOf(state, stage, way.pools)
  const lengthMs = setupMs + (terms.kind === 'unbroken' ? (expectedOf(stage, task, way.option) ?? 0) : 0)
  return { code: 'opening_too_short', names: limited, lengthMs, until }
}

function busyPeople(state: OwnedState, { people }: Way): readonly Reason[] {
  return people.flatMap(({ called, persons, count }: AskedPeople): Reason[] => {
    const busy = persons.filter((person) => (state.held.get(person) ?? 0) > 0)
    if (persons.length - busy.length >= count) return []
    return [{ code: 'people_busy', called, people: busy.flatMap((person) => busyWith(state, person)) }]
  })
}

function busyWith(state: OwnedState, person: string): readonly BusyPerson[] {
  for (const { stage, tasks, holds, startedAt, expectedEnd } of state.bundles) {
    if (holds[person] === undefined) continue
    const [task = 0] = tasks
    const { run, definition } = stage
    const label = labelOf(run, definition.index, task)
    return [{ person, run: run.id, stage: definition.name, task, label, since: startedAt, until: expectedEnd }]
  }
  return []
}
