import { type DayStretch, dayMinutes, overlap, type WeeklyHours } from './hours.ts'
import { means, type Reading, type ReadingProblem, wrong } from './reading.ts'
import { dayName, daysCalled, daysFrom, nearestDay } from './weekdays.ts'

/**
 * Hours are clauses, each of days and then the stretches of those days: `Mon-Thu 09:00-12:00 13:00-18:00, Fri 09:00-12:00`.
 * Commas and semicolons may stand between any two parts. Stretches without days before them are those of every day, and a
 * stretch that ends before it begins runs over midnight, into the next day. `24/7` is all of the week.
 */
const example = {
  en: 'Write hours such as `Mon-Fri 09:00-17:00`, `daily 08:00-20:00`, `22:00-06:00` or `24/7`.',
  ko: '`월-금 09:00-17:00`, `매일 08:00-20:00`, `22:00-06:00`, `24/7`처럼 쓰세요.',
}

const longest = 2_000
const tooLong = { en: `Hours have at most ${longest} letters.`, ko: `시간은 ${longest}자까지 쓸 수 있습니다.` }

interface Part {
  readonly text: string
  readonly start: number
  readonly end: number
}

interface Placed extends DayStretch {
  readonly day: number
  readonly part: Part
}

export function readHours(text: string): Reading<WeeklyHours> {
  const parts = partsOf(text.slice(0, longest))
  if (text.length > longest) return wrong(0, text.length, tooLong, example)
  if (parts.length === 0) return wrong(0, text.length, { en: 'The hours are empty.', ko: '시간이 비어 있습니다.' }, example)
  const placed: Placed[] = []
  let days: number[] = []
  let daysPart: Part | undefined
  let timesFollowed = false
  for (const part of parts) {
    if (/\d/.test(part.text)) {
      const stretch = part.text === '24/7' ? means({ from: 0, to: dayMinutes }) : stretchOf(part)
      if (stretch.problem) return stretch
      const on = daysPart === undefined ? daysFrom(0, 6) : days
      placed.push(...on.map((day) => ({ day, part, ...stretch.value })))
      timesFollowed = true
    } else {
      const read = daysOf(part)
      if (read.problem) return read
      days = timesFollowed ? [...read.value] : [...days, ...read.value]
      daysPart = part
      timesFollowed = false
    }
  }
  if (!timesFollowed && daysPart) return withoutTimes(daysPart)
  return weekOf(placed)
}

/** What commas and spaces stand between; the ends of a stretch or of a range of days may have spaces around the dash. */
function partsOf(text: string): readonly Part[] {
  return [...text.matchAll(/[^\s,;]+?\s*[-–~]\s*[^\s,;]+|[^\s,;]+/g)].map(({ 0: part, index }) => ({
    text: part,
    start: index,
    end: index + part.length,
  }))
}

function stretchOf(part: Part): Reading<DayStretch> {
  const [, first = '', , last = ''] = /^(.*?)(\s*[-–~]\s*)(.*)$/.exec(part.text) ?? []
  if (first === '' || last === '') {
    const message = { en: `\`${part.text}\` lacks where it begins or ends.`, ko: `\`${part.text}\`에 시작하거나 끝나는 시각이 없습니다.` }
    return wrong(part.start, part.end, message, example)
  }
  const from = timeOf(first, part.start)
  if (from.problem) return from
  const to = timeOf(last, part.end - last.length)
  if (to.problem) return to
  if (from.value === dayMinutes) {
    const message = {
      en: 'Nothing begins at 24:00: that is where the day ends.',
      ko: '24:00은 하루의 끝이므로 시작 시각이 될 수 없습니다.',
    }
    return wrong(part.start, part.start + first.length, message, {
      en: 'Write `00:00` on the next day.',
      ko: '다음 날의 `00:00`을 쓰세요.',
    })
  }
  if (from.value === to.value) {
    const message = {
      en: `\`${part.text}\` is empty: it ends when it begins.`,
      ko: `\`${part.text}\`은(는) 시작과 끝이 같아 비어 있습니다.`,
    }
    return wrong(part.start, part.end, message, { en: 'A whole day is `00:00-24:00`.', ko: '하루 종일은 `00:00-24:00`입니다.' })
  }
  return means({ from: from.value, to: to.value < from.value ? to.value + dayMinutes : to.value })
}

function timeOf(text: string, start: number): Reading<number> {
  const end = start + text.length
  const [, hourText, minuteText] = /^(\d{1,2}):(\d\d)$/.exec(text) ?? []
  if (hourText === undefined || minuteText === undefined) {
    const message = { en: `\`${text}\` is no time of day.`, ko: `\`${text}\`은(는) 시각이 아닙니다.` }
    const meant = nearestTime(text)
    const hint = meant === undefined ? { en: 'Write hours and minutes: `09:00`.', ko: '`09:00`처럼 시와 분을 쓰세요.' } : didYouMean(meant)
    return wrong(start, end, message, hint)
  }
  const [hour, minute] = [Number(hourText), Number(minuteText)]
  if (hour > 24 || minute > 59 || hour * 60 + minute > dayMinutes) {
    const message = {
      en: `There is no time ${text}: a day ends at 24:00.`,
      ko: `${text}(이)라는 시각은 없습니다. 하루는 24:00에 끝납니다.`,
    }
    const over = { en: 'A stretch over midnight is written `22:00-06:00`.', ko: '자정을 넘기는 시간은 `22:00-06:00`처럼 씁니다.' }
    return wrong(start, end, message, minute > 59 ? { en: 'Minutes go to 59.', ko: '분은 59까지입니다.' } : over)
  }
  return means(hour * 60 + minute)
}

/** `9`, `0900`, `9am` and `17h30` as they are written here. */
function nearestTime(text: string): string | undefined {
  const [, hourText, minuteText = '00', half] = /^(\d{1,2})[.h시]?(\d\d)?분?\s*(am|pm)?$/i.exec(text) ?? []
  if (hourText === undefined) return undefined
  const hour = half === undefined ? Number(hourText) : (Number(hourText) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)
  return hour > 23 || Number(minuteText) > 59 ? undefined : `${String(hour).padStart(2, '0')}:${minuteText}`
}

function daysOf(part: Part): Reading<readonly number[]> {
  const whole = daysCalled(part.text)
  if (whole) return means(whole)
  const [, first = part.text, dash = '', last = ''] = /^(.*?)(\s*[-–~]\s*)(.*)$/.exec(part.text) ?? []
  if (dash !== '' && (first === '' || last === '')) return dayOf(part.text, part.start)
  const from = dayOf(first, part.start)
  if (from.problem || dash === '') return from
  const to = dayOf(last, part.end - last.length)
  if (to.problem) return to
  const [begin, end] = [from.value[0], to.value[0]]
  if (begin === undefined || end === undefined || from.value.length > 1 || to.value.length > 1) {
    const message = { en: `\`${part.text}\` is no range of days.`, ko: `\`${part.text}\`은(는) 요일의 범위가 아닙니다.` }
    return wrong(part.start, part.end, message, example)
  }
  return means(daysFrom(begin, end))
}

function dayOf(word: string, start: number): Reading<readonly number[]> {
  const days = daysCalled(word)
  if (days) return means(days)
  const meant = nearestDay(word)
  const message = { en: `\`${word}\` is no day of the week.`, ko: `\`${word}\`은(는) 요일이 아닙니다.` }
  return wrong(start, start + word.length, message, meant === undefined ? example : didYouMean(meant))
}

function didYouMean(word: string): NonNullable<ReadingProblem['hint']> {
  return { en: `Did you mean \`${word}\`?`, ko: `\`${word}\`을(를) 쓰려던 것인가요?` }
}

function withoutTimes({ text, start, end }: Part): Reading<never> {
  const message = { en: `It is not said at what time \`${text}\`.`, ko: `\`${text}\`의 시각이 없습니다.` }
  return wrong(start, end, message, { en: `For example \`${text} 09:00-17:00\`.`, ko: `예: \`${text} 09:00-17:00\`` })
}

function weekOf(placed: readonly Placed[]): Reading<WeeklyHours> {
  for (const [index, later] of placed.entries()) {
    const earlier = placed.slice(0, index).find((one) => overlap(one.day, one, later.day, later))
    if (earlier === undefined) continue
    const [day, other] = [dayName(later.day), dayName(earlier.day)]
    const message = {
      en: `\`${later.part.text}\` on ${day.en} overlaps \`${earlier.part.text}\` on ${other.en}.`,
      ko: `${day.ko}요일의 \`${later.part.text}\`이(가) ${other.ko}요일의 \`${earlier.part.text}\`과(와) 겹칩니다.`,
    }
    return wrong(later.part.start, later.part.end, message, { en: 'Say each stretch once.', ko: '각 시간을 한 번씩만 쓰세요.' })
  }
  return means(Array.from({ length: 7 }, (_, day) => stretchesOf(placed.filter((one) => one.day === day))))
}

/** In order, and as one where they touch. */
function stretchesOf(placed: readonly DayStretch[]): readonly DayStretch[] {
  const stretches: DayStretch[] = []
  for (const { from, to } of [...placed].sort((a, b) => a.from - b.from)) {
    const last = stretches.at(-1)
    if (last?.to === from) stretches[stretches.length - 1] = { from: last.from, to }
    else stretches.push({ from, to })
  }
  return stretches
}
