import type { Calendar } from '#calendar/calendar.ts'
import { compileCalendar } from '#calendar/compile-calendar.ts'
import type { ToSchedule } from '#plan/scheduling/schedule-workflow.ts'
import { type MadeStage, openDuring, question } from './made-workflow.ts'

/** Numbers from a seed: mulberry32. */
export function chance(seed: number) {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    next,
    upTo: (most: number) => Math.floor(next() * (most + 1)),
    maybe: (probability: number) => next() < probability,
    one: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
  }
}

type Chance = ReturnType<typeof chance>

const second = 1000
const minute = 60 * second

/** How long things take, when it begins, and what calendars are like. */
interface Scale {
  readonly unit: number
  readonly start: number
  calendarFrom(random: Chance): Calendar
}

const inSeconds: Scale = { unit: second, start: 0, calendarFrom: openingsFrom }

/** Twenty minutes a unit, and real hours: the spring and autumn in which clocks change, in zones that are far apart. */
const inHours = (random: Chance): Scale => ({
  unit: 20 * minute,
  start: Date.parse(random.one(['2026-03-26T07:13Z', '2026-10-22T15:00Z', '2026-12-23T00:00Z'])),
  calendarFrom: hoursFrom,
})

function hoursFrom(random: Chance): Calendar {
  const { calendar, problems } = compileCalendar({
    hours: random.one([
      'Mon-Fri 09:00-12:00 13:00-17:00',
      'Mon-Thu 08:00-16:30',
      'daily 20:00-06:00',
      'Tue Fri 00:00-24:00',
      'daily 01:00-04:00',
    ]),
    timezone: random.one(['Europe/Berlin', 'America/New_York', 'Asia/Seoul', 'UTC', 'Australia/Lord_Howe']),
    holidays: random.maybe(0.3) ? ['2026-03-30', '2026-10-26', '2026-12-25'] : [],
    away: random.maybe(0.3) ? ['2026-03-28/2026-03-29', '2026-10-24T12:00/2026-10-27T12:00'] : [],
    windows: [],
    bookings: random.maybe(0.3) ? ['2026-03-27T10:00/2026-03-27T11:30', '2026-10-25T00:30/2026-10-25T05:00'] : [],
  })
  if (calendar === undefined) throw new Error(JSON.stringify(problems))
  return calendar
}

/** Openings of random length, the last one without an end as often as not. */
function openingsFrom(random: Chance): Calendar {
  const intervals: [number, number][] = []
  let at = random.upTo(20) * second
  for (let i = 0; i < 400; i++) {
    const to = at + (5 + random.upTo(60)) * second
    intervals.push([at, to])
    at = to + (1 + random.upTo(30)) * second
  }
  if (random.maybe(0.5)) intervals.push([at, Number.POSITIVE_INFINITY])
  return openDuring(intervals)
}

const roles = ['analyst', 'operator', 'pi'] as const

/** A question from a seed: stages of all kinds over pools, people and instruments with calendars. */
export function randomQuestion(seed: number, real = false): ToSchedule {
  const random = chance(seed)
  const scale = real ? inHours(random) : inSeconds
  const { unit, start } = scale
  const withCalendars = random.maybe(0.7)
  const calendar = () => (withCalendars && random.maybe(0.7) ? { calendar: scale.calendarFrom(random) } : {})
  const people = Array.from({ length: 1 + random.upTo(4) }, (_, i) => ({
    name: `p${i}`,
    roles: roles.filter(() => random.maybe(0.5)),
    load: random.maybe(0.3) ? 0.5 : 1,
    ...calendar(),
  }))
  const instruments = Array.from({ length: random.upTo(2) }, (_, i) => ({
    name: `i${i}`,
    capacity: 1 + (random.maybe(0.3) ? 1 : 0),
    setupMs: random.maybe(0.5) ? (1 + random.upTo(4)) * unit : 0,
    ...calendar(),
  }))
  const pools = { cpu: 1 + random.upTo(5), memory: 8e9, licence: 1 + random.upTo(1) }
  const poolCalendars = withCalendars && random.maybe(0.3) ? { licence: scale.calendarFrom(random) } : {}
  const stages: MadeStage[] = []
  const size = 1 + random.upTo(9)
  for (let i = 0; i < size; i++) stages.push(randomStage(random, i, stages, { people, instruments, pools, unit, start }))
  const deadline = random.maybe(0.3) ? { deadline: start + 200 * unit } : {}
  return question({ stages, pools, poolCalendars, people, instruments, effort: random.one([1, 20, 60]), seed, start, ...deadline })
}

interface Things {
  readonly people: readonly { readonly name: string; readonly roles: readonly string[] }[]
  readonly instruments: readonly { readonly name: string; readonly capacity: number }[]
  readonly unit: number
  readonly start: number
  readonly pools: { readonly cpu: number; readonly memory: number; readonly licence: number }
}

function randomStage(random: Chance, index: number, before: readonly MadeStage[], things: Things): MadeStage {
  const waitsFor = before.flatMap((_, stage) => (random.maybe(0.25) ? [[stage, 'whole'] as const] : []))
  const { unit, start } = things
  const length = () => ((1 + random.upTo(9)) * unit) / second
  const seconds = random.maybe(0.1) ? 0 : length() + (random.maybe(0.2) ? random.next() : 0)
  const common = {
    seconds,
    waitsFor,
    ...(random.maybe(0.15) ? { priority: random.upTo(3) } : {}),
    ...(random.maybe(0.1) ? { notBefore: start + random.upTo(60) * unit } : {}),
    ...(random.maybe(0.1) ? { deadline: start + random.upTo(100) * unit } : {}),
  }
  const called = [...new Set(things.people.flatMap(({ name, roles: own }) => [name, ...own]))]
  if (random.maybe(0.3)) {
    const by = [random.one(called), ...(random.maybe(0.3) ? [random.one(called)] : [])]
    const able = things.people.filter(({ name, roles: own }) => by.some((one) => one === name || own.includes(one))).length
    const quorum = random.maybe(0.5) ? { quorum: 1 + random.upTo(Math.min(2, able) - 1) } : {}
    return { ...common, by, ...quorum, ...(random.maybe(0.3) ? { needs: { memory: 1e9 } } : {}) }
  }
  const booked = random.maybe(0.15) ? { bookedAt: start + (60 + random.upTo(200)) * unit } : undefined
  if (booked !== undefined) return { ...common, ...booked, needs: randomNeeds(random, called, things) }
  const fan = random.maybe(0.3) && index > 0 ? { each: random.upTo(index - 1) } : random.maybe(0.4) ? { count: random.upTo(12) } : {}
  const otherwise = random.maybe(0.2) ? [{ seconds: length(), needs: { cpu: 1 } }] : []
  return { ...common, ...fan, needs: randomNeeds(random, called, things), otherwise }
}

function randomNeeds(random: Chance, called: readonly string[], { instruments, pools }: Things): { readonly [pool: string]: number } {
  return {
    cpu: random.maybe(0.1) ? 0.5 : 1 + random.upTo(pools.cpu - 1),
    ...(random.maybe(0.4) ? { memory: 1e9 * (1 + random.upTo(7)) } : {}),
    ...(random.maybe(0.15) ? { licence: 1 } : {}),
    ...(random.maybe(0.25) ? { [random.one(called)]: 1 } : {}),
    ...Object.fromEntries(instruments.filter(() => random.maybe(0.25)).map(({ name, capacity }) => [name, 1 + random.upTo(capacity - 1)])),
  }
}
