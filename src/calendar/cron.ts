import type { Text } from '#expression/text.ts'
import type { Calendar } from './calendar.ts'
import { dateOfDay, dayMs, minuteMs, weekdayOfDay } from './civil.ts'
import { means, type Reading, wrong } from './reading.ts'
import type { Zone } from './zone.ts'

/** When something is to begin again and again: five fields as in crontab(5). Sets of numbers, in order. */
export interface Cron {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  readonly days: readonly number[]
  readonly months: readonly number[]
  /** 0 is Monday, as everywhere in this folder; in the text 0 and 7 are Sunday. */
  readonly weekdays: readonly number[]
  /** Both days of the month and of the week are restricted: one of them is enough. */
  readonly eitherDay: boolean
  /** The hours are `*` or steps of it: meant is elapsed time, not what a clock shows. */
  readonly everyHour: boolean
}

const named: { readonly [name: string]: string } = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

interface Field {
  readonly text: Text
  readonly least: number
  readonly most: number
  readonly names: readonly string[]
}

const fields: readonly Field[] = [
  { text: { en: 'minute', ko: '분' }, least: 0, most: 59, names: [] },
  { text: { en: 'hour', ko: '시' }, least: 0, most: 23, names: [] },
  { text: { en: 'day of the month', ko: '일' }, least: 1, most: 31, names: [] },
  { text: { en: 'month', ko: '월' }, least: 1, most: 12, names: ['', ...monthNames] },
  { text: { en: 'day of the week', ko: '요일' }, least: 0, most: 7, names: dayNames },
]

/** Such as `30 6 * * mon-fri`, or `@daily`. */
export function readCron(text: string): Reading<Cron> {
  const known = named[text.trim().toLowerCase()]
  if (known !== undefined) return readCron(known)
  const parts = [...text.matchAll(/\S+/g)]
  if (parts.length !== fields.length) {
    const message = {
      en: `A schedule has five fields (minute, hour, day of the month, month, day of the week); here are ${parts.length}.`,
      ko: `일정은 다섯 칸입니다(분, 시, 일, 월, 요일). 여기에는 ${parts.length}칸이 있습니다.`,
    }
    return wrong(0, text.length, message, { en: 'For example `30 6 * * mon-fri`, or `@daily`.', ko: '예: `30 6 * * mon-fri`, `@daily`' })
  }
  const sets: (readonly number[])[] = []
  for (const [index, part] of parts.entries()) {
    const field = fields[index] as Field
    const set = readField(part[0].toLowerCase(), field)
    if (set === undefined) return wrongField(field, part[0], part.index)
    sets.push(set)
  }
  const [minutes = [], hours = [], days = [], months = [], week = []] = sets
  const weekdays = [...new Set(week.map((day) => (day + 6) % 7))].sort((a, b) => a - b)
  const isOpen = (index: number) => parts[index]?.[0].startsWith('*') === true
  return means({ minutes, hours, days, months, weekdays, eitherDay: !isOpen(2) && !isOpen(4), everyHour: isOpen(1) })
}

function wrongField({ text, least, most }: Field, part: string, from: number): Reading<Cron> {
  const message = { en: `\`${part}\` is no ${text.en}.`, ko: `\`${part}\`은(는) ${text.ko}이(가) 아닙니다.` }
  return wrong(from, from + part.length, message, {
    en: `${least} to ${most}, \`*\`, and lists, ranges and steps of them such as \`*/2\`.`,
    ko: `${least}~${most}, \`*\`, 그리고 목록, 범위, \`*/2\` 같은 간격.`,
  })
}

function readField(text: string, field: Field): readonly number[] | undefined {
  const all = new Set<number>()
  for (const part of text.split(',')) {
    const [range = '', step, ...more] = part.split('/')
    const every = step === undefined ? 1 : /^\d+$/.test(step) ? Number(step) : 0
    const ends = range === '*' ? [field.least, field.most] : range.split('-').map((end) => numberOf(end, field))
    const [from, to = step === undefined ? from : field.most, ...others] = ends
    if (more.length > 0 || others.length > 0 || every < 1 || from === undefined || to === undefined || from > to) return undefined
    for (let value = from; value <= to; value += every) all.add(value)
  }
  return [...all].sort((a, b) => a - b)
}

function numberOf(text: string, { least, most, names }: Field): number | undefined {
  const named = text === '' ? -1 : names.indexOf(text)
  const value = named >= 0 ? named : /^\d+$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= most ? value : undefined
}

/** A date that no year has would be looked for in vain: 29 February is found within this. */
const lookedAheadDays = 9 * 366

/**
 * The first moment after `after` (UTC ms) that the schedule means, on the clocks of the zone; undefined: there is none. A time that the
 * clock jumps over is the moment of the jump, and a time that comes twice is its first coming; with `*` as the hour it is elapsed
 * time that is meant, so nothing is made up for the hour that is missing, and the hour that comes twice counts twice. `within`: only
 * moments at which that calendar is open.
 */
export function nextMoment(cron: Cron, zone: Zone, after: number, within?: Calendar): number | undefined {
  const first = Math.floor(zone.clockAt(after) / dayMs) - 1
  for (let day = first; day < first + lookedAheadDays; day++) {
    if (!isDay(cron, day)) continue
    for (const at of momentsOf(cron, zone, day)) if (at > after && (within === undefined || within.isOpen(at))) return at
  }
  return undefined
}

function isDay({ days, months, weekdays, eitherDay }: Cron, number: number): boolean {
  const { month, day } = dateOfDay(number)
  if (!months.includes(month)) return false
  const [isDate, isWeekday] = [days.includes(day), weekdays.includes(weekdayOfDay(number))]
  return eitherDay ? isDate || isWeekday : isDate && isWeekday
}

/** Clocks are put back by one of these. */
const backwards = [30 * minuteMs, 60 * minuteMs, 120 * minuteMs]

function momentsOf({ hours, minutes, everyHour }: Cron, zone: Zone, day: number): readonly number[] {
  const moments = new Set<number>()
  for (const hour of hours) {
    for (const minute of minutes) {
      const clock = day * dayMs + (hour * 60 + minute) * minuteMs
      const at = zone.momentOf(clock)
      if (!everyHour) moments.add(at)
      else if (zone.clockAt(at) === clock) {
        moments.add(at)
        for (const back of backwards) if (zone.clockAt(at + back) === clock) moments.add(at + back)
      }
    }
  }
  return [...moments].sort((a, b) => a - b)
}
