/**
 * Dates of the Gregorian calendar as day numbers from 1970-01-01, and clock times as ms that would be UTC if the zone were.
 * The arithmetic is Howard Hinnant's (chrono-compatible low-level date algorithms).
 */

export const minuteMs = 60_000
export const dayMs = 86_400_000

export interface CivilDate {
  readonly year: number
  /** 1–12 */
  readonly month: number
  readonly day: number
}

export function dayOfDate({ year, month, day }: CivilDate): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export function dateOfDay(number: number): CivilDate {
  const fromMarch = number + 719_468
  const era = Math.floor(fromMarch / 146_097)
  const dayOfEra = fromMarch - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const month = Math.floor((5 * dayOfYear + 2) / 153)
  const year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
  return { year, month: month < 10 ? month + 3 : month - 9, day: dayOfYear - Math.floor((153 * month + 2) / 5) + 1 }
}

/** 0 is Monday, 6 Sunday. */
export function weekdayOfDay(number: number): number {
  return (((number + 3) % 7) + 7) % 7
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** `2026-12-01` */
export function isoDate(number: number): string {
  const { year, month, day } = dateOfDay(number)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** `09:05`, from ms since midnight, and seconds only where there are some. */
export function isoTime(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const minutes = Math.floor(seconds / 60)
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
  return seconds % 60 === 0 ? clock : `${clock}:${two(seconds % 60)}`
}

/** `2026-12-01T00:00:00Z`; what is below a second is left out. */
export function isoUtc(ms: number): string {
  const day = Math.floor(ms / dayMs)
  const seconds = Math.floor((ms - day * dayMs) / 1_000)
  return `${isoDate(day)}T${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}Z`
}

/** `2026-12-01T00:00:00.250Z` */
export function isoUtcMs(ms: number): string {
  const whole = Math.floor(ms)
  return isoUtc(whole).replace('Z', `.${String(((whole % 1_000) + 1_000) % 1_000).padStart(3, '0')}Z`)
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
