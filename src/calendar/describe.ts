import type { Text } from '#expression/text.ts'
import type { Calendar, CalendarSource, Combination, Interval } from './calendar.ts'
import { dayMs, isoDate } from './civil.ts'
import { formatLocal } from './format-instant.ts'
import { hoursText } from './hours-text.ts'
import { readRange } from './range.ts'
import { readHours } from './read-hours.ts'
import { spansOf } from './spans.ts'
import { type Zone, zoneOf } from './zone.ts'

/** More ranges than this are counted, not listed. */
const mostRanges = 3

/** When a calendar is open, for people: `Mon-Fri 09:00-17:00 (Asia/Seoul), away 2026-12-24 to 2027-01-01`. */
export function describe({ source, combined }: Calendar): Text {
  if (source) return describeSource(source)
  return combined ? describeCombination(combined) : nothing
}

const nothing: Text = { en: 'never', ko: '열리지 않음' }

function describeSource({ hours, timezone, windows, holidays, away, bookings }: CalendarSource): Text {
  const zone = zoneOf(timezone)
  const week = hours === undefined ? undefined : readHours(hours).value
  const parts: Text[] = []
  if (week) parts.push(hoursText(week))
  else if (windows.length === 0) parts.push({ en: 'always', ko: '항상' })
  if (windows.length > 0) parts.push(labelled({ en: 'only', ko: '이용 기간' }, rangesText(windows, zone)))
  const besides = [holidays, away, bookings].some((texts) => texts.length > 0)
  const [first = nothing, ...rest] = parts
  const told = hours === undefined && windows.length === 0 && !besides ? first : inBoth((say) => `${say(first)} (${timezone})`)
  const labels = [
    [holidays, { en: 'holidays', ko: '휴일' }],
    [away, { en: 'away', ko: '부재' }],
    [bookings, { en: 'booked', ko: '예약됨' }],
  ] as const
  for (const [texts, label] of labels) if (texts.length > 0) rest.push(labelled(label, rangesText(texts, zone)))
  return joined([told, ...rest], { en: ', ', ko: ', ' })
}

function describeCombination({ how, of }: Combination): Text {
  const [first = nothing, ...others] = of.map((calendar) => {
    const { en, ko } = describe(calendar)
    return { en: `[${en}]`, ko: `[${ko}]` }
  })
  if (how === 'all') return joined([first, ...others], { en: ' and ', ko: ' 그리고 ' })
  if (how === 'any') return joined([first, ...others], { en: ' or ', ko: ' 또는 ' })
  const rest = joined(others, { en: ' and ', ko: ', ' })
  return { en: `${first.en} except ${rest.en}`, ko: `${first.ko} 중 ${rest.ko} 제외` }
}

function rangesText(texts: readonly string[], zone: Zone): Text {
  const { from, to } = spansOf(texts.flatMap((text) => readRange(text, zone).value ?? []))
  const shown = from.slice(0, mostRanges).map((begin, index) => rangeText({ from: begin, to: to[index] as number }, zone))
  const more = from.length - shown.length
  const listed = joined(shown, { en: ', ', ko: ', ' })
  return more === 0 ? listed : { en: `${listed.en} and ${more} more`, ko: `${listed.ko} 외 ${more}건` }
}

function rangeText({ from, to }: Interval, zone: Zone): Text {
  const [firstDay, afterDay] = [dayBegun(from, zone), dayBegun(to, zone)]
  const whole = (firstDay !== undefined || from === Number.NEGATIVE_INFINITY) && (afterDay !== undefined || to === Number.POSITIVE_INFINITY)
  const begin = () => (whole && firstDay !== undefined ? isoDate(firstDay) : formatLocal(from, zone.name))
  const end = () => (whole && afterDay !== undefined ? isoDate(afterDay - 1) : formatLocal(to, zone.name))
  if (from === Number.NEGATIVE_INFINITY && to === Number.POSITIVE_INFINITY) return { en: 'always', ko: '항상' }
  if (from === Number.NEGATIVE_INFINITY) return { en: `until ${end()}`, ko: `${end()}까지` }
  if (to === Number.POSITIVE_INFINITY) return { en: `from ${begin()} on`, ko: `${begin()}부터` }
  return begin() === end() ? { en: begin(), ko: begin() } : { en: `${begin()} to ${end()}`, ko: `${begin()}~${end()}` }
}

/** The day that begins at this moment, if one does. */
function dayBegun(at: number, zone: Zone): number | undefined {
  if (!Number.isFinite(at)) return undefined
  const day = Math.floor(zone.clockAt(at) / dayMs)
  return zone.momentOf(day * dayMs) === at ? day : undefined
}

function labelled(label: Text, text: Text): Text {
  return inBoth((say) => `${say(label)} ${say(text)}`)
}

function joined(texts: readonly Text[], between: Text): Text {
  return inBoth((say) => texts.map(say).join(say(between)))
}

function inBoth(build: (say: (text: Text) => string) => string): Text {
  return { en: build(({ en }) => en), ko: build(({ ko }) => ko) }
}
