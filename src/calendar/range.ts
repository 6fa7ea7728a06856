import type { Interval } from './calendar.ts'
import { readDuration } from './duration.ts'
import { type Moment, momentExample, readMoment } from './moment.ts'
import { means, type Reading, shifted, wrong } from './reading.ts'
import type { Zone } from './zone.ts'

const example = {
  en: 'Write a date `2026-12-25`, or a beginning and an end: `2026-12-24/2027-01-01`, `2026-12-01T08:00Z/2026-12-04T20:00Z`.',
  ko: '날짜 `2026-12-25`나, `2026-12-24/2027-01-01`, `2026-12-01T08:00Z/2026-12-04T20:00Z`처럼 시작과 끝을 쓰세요.',
}

const openSide = '..'

/**
 * A day, or a beginning and an end with `/` between: dates (the last one belongs to it), local times, instants, or for the end an
 * ISO 8601 duration. `..` in place of one of them leaves that side open (ISO 8601-2).
 */
export function readRange(text: string, zone: Zone): Reading<Interval> {
  if (text.trim() === '') return wrong(0, text.length, { en: 'The range of time is empty.', ko: '기간이 비어 있습니다.' }, example)
  const slash = text.indexOf('/')
  if (slash < 0) return readDay(text, zone)
  const [first, last] = [text.slice(0, slash), text.slice(slash + 1)]
  if (last.includes('/')) return manySlashes(text, zone)
  if (first.trim() === '' || last.trim() === '') return lacking(slash)
  const from = readBegin(first, zone)
  if (from.problem) return from
  const begin = from.value
  const end = readEnd(last, begin, zone)
  if (end.problem) return shifted(end, slash + 1)
  if (end.value > begin) return means({ from: begin, to: end.value })
  const message = { en: 'It ends before it begins.', ko: '시작보다 끝이 앞섭니다.' }
  if (end.value === begin)
    return wrong(0, text.length, { en: 'It ends when it begins: it is empty.', ko: '시작과 끝이 같아 비어 있습니다.' }, example)
  const turned = `${last.trim()}/${first.trim()}`
  return wrong(0, text.length, message, { en: `Did you mean \`${turned}\`?`, ko: `\`${turned}\`을(를) 쓰려던 것인가요?` })
}

function readDay(text: string, zone: Zone): Reading<Interval> {
  const moment = readMoment(text, zone)
  if (moment.problem) return moment
  if (moment.value.kind === 'day') return means({ from: moment.value.from, to: moment.value.to })
  const message = { en: 'A moment has no length: an end is missing.', ko: '한 순간에는 길이가 없습니다. 끝이 필요합니다.' }
  const written = text.trim()
  return wrong(text.indexOf(written), text.indexOf(written) + written.length, message, example)
}

function readBegin(text: string, zone: Zone): Reading<number> {
  if (text.trim() === openSide) return means(Number.NEGATIVE_INFINITY)
  const moment = readMoment(text, zone)
  return moment.problem ? moment : means(moment.value.kind === 'day' ? moment.value.from : moment.value.at)
}

function readEnd(text: string, begin: number, zone: Zone): Reading<number> {
  if (text.trim() === openSide) return means(Number.POSITIVE_INFINITY)
  if (/^\s*P/.test(text)) {
    const duration = readDuration(text)
    return duration.problem ? duration : means(begin + duration.value)
  }
  const moment = readMoment(text, zone)
  return moment.problem ? moment : means(moment.value.kind === 'day' ? moment.value.to : moment.value.at)
}

function lacking(slash: number): Reading<never> {
  const message = { en: 'A range has a beginning and an end.', ko: '기간에는 시작과 끝이 있어야 합니다.' }
  return wrong(slash, slash + 1, message, example)
}

/** `2026/12/24` is a date in another form; anything else has too many parts. */
function manySlashes(text: string, zone: Zone): Reading<never> {
  const date = readMoment(text, zone)
  if (date.problem && date.problem.hint !== momentExample) return date
  const second = text.indexOf('/', text.indexOf('/') + 1)
  const message = { en: 'A range has one beginning and one end.', ko: '기간에는 시작과 끝이 하나씩만 있습니다.' }
  return wrong(second, second + 1, message, example)
}

/** When something is due or may begin: a moment, a day, or so long after another moment. */
export type When = Moment | { readonly kind: 'after'; readonly ms: number }

/** For `deadline` and `release`: of a day, the end is meant for the one, the beginning for the other. */
export function readWhen(text: string, zone: Zone): Reading<When> {
  if (!/^\s*P/.test(text)) return readMoment(text, zone)
  const duration = readDuration(text)
  return duration.problem ? duration : means({ kind: 'after', ms: duration.value })
}
