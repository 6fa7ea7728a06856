import type { Calendar } from '#calendar/calendar.ts'
import { expectedOf } from './estimates.ts'
import type { Entry, OwnedStage, OwnedState } from './owned.ts'
import { type Expected, reserve } from './reservation.ts'
import { type Held, shortPool } from './room.ts'
import { setupOf } from './set-up.ts'
import { statedOf } from './stated.ts'
import type { Choice, Terms, Way } from './ways.ts'

/** Whether a task that hangs on calendars, people or options can start now, and how; else what it waits for. */
export type Placement =
  | {
      readonly kind: 'now'
      readonly way: Way
      readonly choice: Choice
      readonly setupMs: number
      /** Undefined: nobody knows how long it takes. */
      readonly expectedEnd: number | undefined
    }
  /** Things or people are held by others. `until`: when that looks different by itself, without anything ending. */
  | { readonly kind: 'room'; readonly way: Way; readonly until: number }
  /** What it needs is not there, or not for long enough, before `until`. */
  | { readonly kind: 'closed'; readonly way: Way; readonly until: number }
  /** What it needs is never there again for as long as it takes. */
  | { readonly kind: 'never'; readonly detail: string }

/** What is looked at: the state, with what has been given away since. */
export interface Looking {
  readonly state: OwnedState
  readonly now: number
  readonly held: Held
  /** All that runs, for when it is expected to end. */
  readonly running: () => readonly Expected[]
}

/** `mayWait`: whether it may wait for an option that is expected to end earlier than one that fits now. */
export function placementOf(looking: Looking, stage: OwnedStage, task: number, terms: Terms, mayWait: boolean): Placement {
  const { now } = looking
  const [first] = terms.ways
  if (now < terms.release && first !== undefined) return { kind: 'closed', way: first, until: terms.release }
  const before: Placement[] = []
  for (const way of inOrder(terms.ways, stage.planned?.options?.[task])) {
    const found = tryWay(looking, stage, task, terms, way)
    if (found.kind === 'now') return (mayWait ? betterOf(looking, stage, task, terms, before, found) : undefined) ?? found
    before.push(found)
  }
  return mostHopeful(before)
}

/** As the file prefers them, but by which the task was planned first. */
function inOrder(ways: readonly Way[], planned: number | undefined): readonly Way[] {
  if (planned === undefined || ways.length < 2 || ways[0]?.option === planned) return ways
  return [...ways.filter(({ option }) => option === planned), ...ways.filter(({ option }) => option !== planned)]
}

/** Room that others hold comes before an opening, and an opening before none at all. */
function mostHopeful(found: readonly Placement[]): Placement {
  const room = found.find(({ kind }) => kind === 'room')
  if (room !== undefined) return room
  let soonest: Placement | undefined
  for (const each of found) {
    if (each.kind === 'closed' && (soonest?.kind !== 'closed' || each.until < soonest.until)) soonest = each
  }
  return soonest ?? found[0] ?? { kind: 'never', detail: '' }
}

/** How long everything must stay open from the start on. */
function openLength({ kind }: Terms, setupMs: number, eachMs: number | undefined): number {
  return kind === 'unbroken' ? setupMs + (eachMs ?? 0) : setupMs
}

/**
 * As long as it is expected to take, it has to fit. When no opening is as long as measured tasks took, as long as the file says will
 * do, and where that says nothing any opening: what cannot be by the file's own word is a mistake.
 */
function tryWay(looking: Looking, stage: OwnedStage, task: number, terms: Terms, way: Way): Placement {
  const eachMs = expectedOf(stage, task, way.option)
  const found = tryFor(looking, stage, terms, way, eachMs, eachMs)
  if (found !== undefined) return found
  const stated = stage.measured > 0 ? statedOf(stage, task, way.option) : eachMs
  const again = stage.measured > 0 ? tryFor(looking, stage, terms, way, eachMs, stated) : undefined
  return again ?? { kind: 'never', detail: whyNever(looking, stage, terms, way, stated) }
}

/** Undefined: what it needs is never there for so long. */
function tryFor(
  looking: Looking,
  stage: OwnedStage,
  terms: Terms,
  way: Way,
  eachMs: number | undefined,
  fitMs: number | undefined,
): Placement | undefined {
  const { state, now, held } = looking
  const setupMs = setupOf(state, stage, way.pools)
  const openMs = openLength(terms, setupMs, fitMs)
  const hasRoom = shortPool({ run: stage.run, needs: way }, held) === undefined
  let best: Choice | undefined
  let since = Number.POSITIVE_INFINITY
  let end = Number.POSITIVE_INFINITY
  let closing = 0
  for (const choice of way.choices) {
    const closes = closesAfter(choice.calendar, now)
    if (closes === undefined || closes - now < openMs) continue
    closing = Math.max(closing, closes)
    if (!hasRoom || choice.persons.some((person) => (held.get(person) ?? 0) > 0)) continue
    const free = freeSince(state, choice)
    const ends = endOf(terms, choice, now + setupMs, eachMs) ?? 0
    if (best !== undefined && (ends > end || (ends === end && free >= since))) continue
    best = choice
    since = free
    end = ends
  }
  if (best !== undefined) return { kind: 'now', way, choice: best, setupMs, expectedEnd: endOf(terms, best, now + setupMs, eachMs) }
  return closing > 0 ? waitForRoom(looking, stage, way, openMs, closing) : untilOpen(way, now, openMs)
}

/** When others are expected to be done too late for this opening, it is the next one that counts. */
function waitForRoom({ running, held, now }: Looking, { run }: OwnedStage, way: Way, openMs: number, closing: number): Placement {
  const room: Placement = { kind: 'room', way, until: closing - openMs + 1 }
  if (closing === Number.POSITIVE_INFINITY) return room
  const { at } = reserve({ run, pools: way.pools, people: way.people }, running(), held, now)
  const next = at === undefined || at < room.until ? undefined : nextStart(way, at, openMs)
  return next === undefined ? room : { kind: 'closed', way, until: next }
}

function closesAfter(calendar: Calendar | undefined, now: number): number | undefined {
  return calendar === undefined ? Number.POSITIVE_INFINITY : calendar.closesAt(now)
}

/** Of those who would do it together, who was busy last. */
function freeSince({ freeSince: since }: OwnedState, { persons }: Choice): number {
  return persons.reduce((latest, person) => Math.max(latest, since.get(person) ?? 0), 0)
}

/** A person's work passes in open time, and in the share of it that is given. */
function endOf({ kind }: Terms, { calendar, load }: Choice, start: number, eachMs: number | undefined): number | undefined {
  if (eachMs === undefined || kind === 'asked') return undefined
  if (kind === 'unbroken') return start + eachMs
  return calendar === undefined ? start + eachMs / load : calendar.workEnd(start, eachMs / load)
}

const closings = new WeakMap<Way, { readonly from: number; readonly until: number; readonly openMs: number }>()

/** The next time at which what it needs is there for so long; undefined: never again. */
function untilOpen(way: Way, now: number, openMs: number): Placement | undefined {
  const kept = closings.get(way)
  if (kept !== undefined && kept.openMs === openMs && kept.from <= now && now < kept.until)
    return { kind: 'closed', way, until: kept.until }
  const until = nextStart(way, now, openMs)
  if (until === undefined) return undefined
  closings.set(way, { from: now, until, openMs })
  return { kind: 'closed', way, until }
}

function nextStart({ choices }: Way, from: number, openMs: number): number | undefined {
  let soonest: number | undefined
  for (const { calendar } of choices) {
    const start = calendar === undefined ? from : openMs > 0 ? calendar.fit(from, openMs) : calendar.nextOpen(from)
    if (start !== undefined && (soonest === undefined || start < soonest)) soonest = start
  }
  return soonest
}

function whyNever({ state, now }: Looking, stage: OwnedStage, terms: Terms, way: Way, eachMs: number | undefined): string {
  const { calendars, people } = stage.run.resources
  const names = [...Object.keys(way.pools).filter((name) => calendars.has(name)), ...way.people.map(({ called }) => called)]
  const limited = names.filter((name) => calendars.has(name) || people.has(name)).join(', ')
  const openMs = openLength(terms, setupOf(state, stage, way.pools), eachMs)
  if (nextStart(way, now, 0) === undefined) return `it needs ${limited}, and there is no opening any more`
  return `it needs ${limited} for ${shortTime(openMs)} at a stretch, and no opening is so long any more`
}

function shortTime(ms: number): string {
  if (ms < 120_000) return `${Number((ms / 1000).toPrecision(3))} s`
  return ms < 7_200_000 ? `${Number((ms / 60_000).toPrecision(3))} min` : `${Number((ms / 3_600_000).toPrecision(3))} h`
}

/** A preferred option for which it is worth waiting: it is expected to end before one that could start now. */
function betterOf(
  looking: Looking,
  stage: OwnedStage,
  task: number,
  terms: Terms,
  preferred: readonly Placement[],
  now: Extract<Placement, { kind: 'now' }>,
): Placement | undefined {
  if (now.expectedEnd === undefined) return undefined
  for (const found of preferred) {
    if (found.kind !== 'room' && found.kind !== 'closed') continue
    const start = expectedStart(looking, stage, task, terms, found)
    const eachMs = expectedOf(stage, task, found.way.option)
    if (start === undefined || eachMs === undefined) continue
    const ends = found.way.choices.map((choice) => endOf(terms, choice, start, eachMs) ?? Number.POSITIVE_INFINITY)
    // Once that time has come without what was expected, this is looked at again.
    if (Math.min(...ends) < now.expectedEnd) return { ...found, until: Math.min(found.until, start + 1) }
  }
  return undefined
}

/** Undefined: nobody knows. Set-up counts as part of the wait. */
function expectedStart(
  { state, now, held, running }: Looking,
  stage: OwnedStage,
  task: number,
  terms: Terms,
  { kind, way, until }: Extract<Placement, { kind: 'room' | 'closed' }>,
): number | undefined {
  const setupMs = setupOf(state, stage, way.pools)
  const free = reserve({ run: stage.run, pools: way.pools, people: way.people }, running(), held, now).at
  if (free === undefined) return undefined
  const from = kind === 'closed' ? Math.max(until, free) : free
  const start = nextStart(way, from, openLength(terms, setupMs, expectedOf(stage, task, way.option)))
  return start === undefined ? undefined : start + setupMs
}

/**
 * What is booked, and what was in line at an earlier opening and did not come to start in it, has room kept for the next one. Else
 * what is there all the time could take it from what is not, each time anew.
 */
export function waitsAgain({ stage, task, queuedAt }: Entry, terms: Terms, way: Way, now: number): boolean {
  if (now < terms.release) return terms.isBooked
  const first = nextStart(way, Math.max(queuedAt, terms.release), openLength(terms, 0, expectedOf(stage, task, way.option)))
  return first !== undefined && first < now
}
