/** Minutes since midnight; `to` is after `from`, and past 1440 when the stretch runs over midnight. */
export interface DayStretch {
  readonly from: number
  readonly to: number
}

/** Hours that repeat every week, by weekday from Monday on; a stretch over midnight stands with the day it begins on. */
export type WeeklyHours = readonly (readonly DayStretch[])[]

export const dayMinutes = 1_440
const weekMinutes = 7 * dayMinutes

/** Whether nothing of the week is left out. */
export function isRoundTheClock(hours: WeeklyHours): boolean {
  return hours.flat().reduce((sum, { from, to }) => sum + to - from, 0) === weekMinutes
}

/** Whether two stretches of different or the same weekday share a minute of the week. */
export function overlap(dayA: number, a: DayStretch, dayB: number, b: DayStretch): boolean {
  const ahead = (((dayB * dayMinutes + b.from - dayA * dayMinutes - a.from) % weekMinutes) + weekMinutes) % weekMinutes
  return ahead < a.to - a.from || weekMinutes - ahead < b.to - b.from
}
