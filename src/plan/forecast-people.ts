import type { Person } from '#model/resources.ts'
import type { Workflow } from '#model/workflow.ts'
import type { Holders } from './forecast-holders.ts'
import type { Went } from './went.ts'

/** What people do and keep others waiting for in a simulated run. Times are milliseconds. */

/** The longest wait of a task of the stage for this person, in one run. */
export interface PeopleWait {
  readonly resource: string
  readonly stage: number
  readonly ms: number
}

/** As much of the time between as a person gives. */
export function openMs({ calendar, load }: Pick<Person, 'calendar' | 'load'>, from: number, to: number): number {
  return load * (calendar === undefined ? to - from : calendar.workBetween(from, to))
}

/** How much of a running task is done: of people's work, working time, of whoever has it or, of those who are asked, of who gave most. */
export function workedMs(
  { stages, people }: Workflow,
  stage: number,
  holds: Went['holds'],
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const { human } = stages[stage] ?? {}
  if (human === undefined) return to - from
  const called = new Set(human.kind === 'task' ? Object.keys(holds) : human.by)
  const doing = people.filter(
    ({ name, roles }) => called.has(name) || (human.kind === 'approval' && roles.some((role) => called.has(role))),
  )
  return doing.length === 0 ? to - from : Math.max(...doing.map((person) => openMs(person, from, to)))
}

/**
 * Where nothing but people was missing. A task that holds persons waits for them from when all else that it holds was there until it
 * began; an approval for as long as whoever gave it was not at work on it.
 */
export function waitsForPeople(attempts: readonly Went[], workflow: Workflow, holders: Holders): readonly PeopleWait[] {
  const things = thingsOf(workflow)
  const longest = new Map<string, PeopleWait>()
  for (const attempt of attempts) {
    const found = attempt.by.some((name) => attempt.holds[name] === undefined)
      ? waitOfApproval(attempt, things)
      : waitOfTask(attempt, things, holders)
    if (found === undefined || found.ms <= 0) continue
    const id = `${found.stage} ${found.resource}`
    if ((longest.get(id)?.ms ?? 0) < found.ms) longest.set(id, found)
  }
  return [...longest.values()]
}

function waitOfApproval({ stage, by, queuedAt, endedAt, workMs }: Went, { release, loads }: Things): PeopleWait | undefined {
  const resource = by.at(-1)
  if (resource === undefined) return undefined
  const since = Math.max(queuedAt, release[stage] ?? 0)
  return { resource, stage, ms: endedAt - since - workMs / (loads.get(resource) ?? 1) }
}

type Things = ReturnType<typeof thingsOf>

function thingsOf({ pools, people, instruments, stages, start = 0 }: Workflow) {
  return {
    loads: new Map(people.map(({ name, load }) => [name, load])),
    /** Those of which there is one, so that it is plain who had it before. */
    single: new Set([...people, ...instruments.filter(({ capacity }) => capacity === 1)].map(({ name }) => name)),
    calendars: new Map([...pools, ...people, ...instruments].map(({ name, calendar }) => [name, calendar])),
    release: stages.map(({ notBefore = 0, bookedAt = 0 }) => Math.max(start, notBefore, bookedAt)),
  }
}

function waitOfTask(attempt: Went, { loads, single, calendars, release }: Things, holders: Holders): PeopleWait | undefined {
  const { stage, queuedAt, startedAt, holds } = attempt
  if (startedAt <= queuedAt) return undefined
  let others = Math.max(queuedAt, release[stage] ?? 0)
  let person = { name: '', since: Number.NEGATIVE_INFINITY }
  for (const name in holds) {
    const before = holders.lastBefore(name, attempt)?.endedAt ?? queuedAt
    const wasShort = single.has(name) || (before === startedAt && holders.wasShort(name, attempt))
    const free = wasShort ? before : queuedAt
    const since = Math.max(free, openedAt(calendars.get(name), queuedAt, startedAt))
    if (!loads.has(name)) others = Math.max(others, since)
    else if (since > person.since) person = { name, since }
  }
  return person.since > others ? { resource: person.name, stage, ms: startedAt - others } : undefined
}

/** When the opening began in which it lies; not before `from`. */
function openedAt(calendar: Person['calendar'], from: number, at: number): number {
  let opened = from
  for (const interval of calendar?.openIn(from, at + 1) ?? []) opened = interval.from
  return opened
}
