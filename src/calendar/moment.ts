import { dayMs, dayOfDate, daysInMonth, isoDate } from './civil.ts'
import { means, type Reading, wrong } from './reading.ts'
import type { Zone } from './zone.ts'

/** A moment of time, or a whole day of a zone: [from, to). All in UTC ms. */
export type Moment =
  | { readonly kind: 'instant'; readonly at: number }
  | { readonly kind: 'day'; readonly from: number; readonly to: number }

/** Years that a workflow can mean; another one is a slip of the pen, and would make calendars search for centuries. */
const firstYear = 1900
const lastYear = 2200

export const momentExample = {
  en: 'Write a date `2026-12-24`, a local time `2026-12-24T09:00` or an instant `2026-12-24T09:00+09:00` or `…Z`.',
  ko: '날짜 `2026-12-24`, 현지 시각 `2026-12-24T09:00`, 또는 `2026-12-24T09:00+09:00`이나 `…Z`처럼 쓰세요.',
}

const form = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i

/** A date, a time of the zone's clock, or an instant with `Z` or its offset from UTC (ISO 8601). */
export function readMoment(text: string, zone: Zone): Reading<Moment> {
  const written = text.trim()
  const start = text.indexOf(written)
  if (written === '') return wrong(0, text.length, { en: 'The time is empty.', ko: '때가 비어 있습니다.' }, momentExample)
  const [, year = '', month = '', day = '', hour, minute = '0', second = '0', fraction = '0', offset] = form.exec(written) ?? []
  if (year === '') {
    const message = { en: `\`${written}\` is no date or time.`, ko: `\`${written}\`은(는) 날짜나 때가 아닙니다.` }
    return wrong(start, start + written.length, message, meantDate(written) ?? momentExample)
  }
  const number = readDate({ year: Number(year), month: Number(month), day: Number(day) }, start)
  if (number.problem) return number
  if (hour === undefined)
    return means({ kind: 'day', from: zone.momentOf(number.value * dayMs), to: zone.momentOf((number.value + 1) * dayMs) })
  const seconds = Number(hour) * 3_600 + Number(minute) * 60 + Number(second)
  const ahead = offset === undefined ? 0 : minutesOf(offset)
  if (Number(minute) > 59 || Number(second) > 59 || seconds > 86_400 || ahead === undefined) {
    const message = {
      en: `There is no such time of day: \`${written.slice(11)}\`.`,
      ko: `\`${written.slice(11)}\`(이)라는 시각은 없습니다.`,
    }
    return wrong(start + 11, start + written.length, message, {
      en: 'A day goes from 00:00 to 24:00.',
      ko: '하루는 00:00부터 24:00까지입니다.',
    })
  }
  const clock = number.value * dayMs + seconds * 1_000 + Math.floor(Number(`0.${fraction}`) * 1_000)
  return means({ kind: 'instant', at: offset === undefined ? zone.momentOf(clock) : clock - ahead * 60_000 })
}

/** The day's number, for a date that begins at `start` of its text. */
function readDate(date: { year: number; month: number; day: number }, start: number): Reading<number> {
  const { year, month, day } = date
  if (year < firstYear || year > lastYear) {
    const message = { en: `The year ${year} is out of range.`, ko: `${year}년은 범위를 벗어납니다.` }
    return wrong(start, start + 4, message, {
      en: `Years go from ${firstYear} to ${lastYear}.`,
      ko: `${firstYear}년부터 ${lastYear}년까지 쓸 수 있습니다.`,
    })
  }
  if (month < 1 || month > 12) {
    const message = { en: `There is no month ${month}.`, ko: `${month}월은 없습니다.` }
    return wrong(start + 5, start + 7, message, {
      en: 'A date is year, month, day: `2026-12-24`.',
      ko: '날짜는 `2026-12-24`처럼 연-월-일 순서로 씁니다.',
    })
  }
  const last = daysInMonth(year, month)
  if (day >= 1 && day <= last) return means(dayOfDate(date))
  const message = { en: `There is no day ${day} in month ${month} of ${year}.`, ko: `${year}년 ${month}월에는 ${day}일이 없습니다.` }
  const lastDate = isoDate(dayOfDate({ year, month, day: last }))
  return wrong(start + 8, start + 10, message, { en: `Its last day is \`${lastDate}\`.`, ko: `마지막 날은 \`${lastDate}\`입니다.` })
}

/** Minutes of `Z`, `+09`, `+0900` or `+09:00`; undefined: no clock is so far off. */
function minutesOf(offset: string): number | undefined {
  if (/^z$/i.test(offset)) return 0
  const hours = Number(offset.slice(1, 3))
  const minutes = Number(offset.slice(3).replace(':', '') || 0)
  return hours > 23 || minutes > 59 ? undefined : (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** `24.12.2026`, `2026/12/24`, `20261224` and `2026-1-5` as they are written here. */
function meantDate(text: string): typeof momentExample | undefined {
  const yearFirst = /^(\d{4})[-./년\s]*(\d{1,2})[-./월\s]+(\d{1,2})일?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text)
  const dayFirst = /^(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})$/.exec(text)
  const [year, month, day] = yearFirst?.slice(1) ?? dayFirst?.slice(1).reverse() ?? []
  if (year === undefined) return undefined
  const meant = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  return { en: `Did you mean \`${meant}\`?`, ko: `\`${meant}\`을(를) 쓰려던 것인가요?` }
}
