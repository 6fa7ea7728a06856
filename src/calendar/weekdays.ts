import { nearest } from '#expression/nearest.ts'

/** Every way to write a weekday or several of them; 0 is Monday. */
const days: ReadonlyMap<string, readonly number[]> = new Map([
  ...named(0, ['mon', 'monday', '월', '월요일']),
  ...named(1, ['tue', 'tues', 'tuesday', '화', '화요일']),
  ...named(2, ['wed', 'wednesday', '수', '수요일']),
  ...named(3, ['thu', 'thur', 'thurs', 'thursday', '목', '목요일']),
  ...named(4, ['fri', 'friday', '금', '금요일']),
  ...named(5, ['sat', 'saturday', '토', '토요일']),
  ...named(6, ['sun', 'sunday', '일', '일요일']),
  ...['daily', '매일'].map((word) => [word, [0, 1, 2, 3, 4, 5, 6]] as const),
  ...['weekdays', '평일'].map((word) => [word, [0, 1, 2, 3, 4]] as const),
  ...['weekends', 'weekend', '주말'].map((word) => [word, [5, 6]] as const),
])

function named(day: number, words: readonly string[]): readonly (readonly [string, readonly number[]])[] {
  return words.map((word) => [word, [day]] as const)
}

/** The days that a word stands for; undefined: it is no word for days. */
export function daysCalled(word: string): readonly number[] | undefined {
  return days.get(word.toLowerCase())
}

/** From one day to another, over Sunday where need be. */
export function daysFrom(first: number, last: number): readonly number[] {
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, ahead) => (first + ahead) % 7)
}

const shortNames = { en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'], ko: ['월', '화', '수', '목', '금', '토', '일'] }

export function dayName(day: number): { readonly en: string; readonly ko: string } {
  return { en: shortNames.en[day] ?? '', ko: shortNames.ko[day] ?? '' }
}

/** The right word for a misspelt one; Korean words are too short to be near to each other. */
export function nearestDay(word: string): string | undefined {
  const lower = word.toLowerCase()
  const candidates = [
    ...shortNames.en,
    'Monday',
    'Tuesday',
    'Wednesday',
    'Thursday',
    'Friday',
    'Saturday',
    'Sunday',
    'daily',
    'weekdays',
    'weekends',
  ]
  const beginning = lower.length >= 2 ? shortNames.en.find((name) => name.toLowerCase().startsWith(lower.slice(0, 2))) : undefined
  return nearest(word, candidates) ?? beginning
}
