import type { Text } from '#expression/text.ts'
import { isoTime, minuteMs } from './civil.ts'
import { type DayStretch, dayMinutes, isRoundTheClock, type WeeklyHours } from './hours.ts'
import { dayName } from './weekdays.ts'

/** Hours as a person would write them, in a form that is read back as the same: `Mon-Thu 09:00-18:00, Fri 09:00-12:00`. */
export function hoursText(hours: WeeklyHours): Text {
  if (isRoundTheClock(hours)) return { en: '24/7', ko: '24/7' }
  const times = hours.map((stretches) => stretches.map(stretchText).join(' '))
  const clauses = [...new Set(times)]
    .filter((text) => text !== '')
    .map((text) => {
      const days = [...times.keys()].filter((day) => times[day] === text)
      return { en: `${daysText(days, 'en')} ${text}`, ko: `${daysText(days, 'ko')} ${text}` }
    })
  return { en: clauses.map(({ en }) => en).join(', '), ko: clauses.map(({ ko }) => ko).join(', ') }
}

function stretchText({ from, to }: DayStretch): string {
  return `${isoTime(from * minuteMs)}-${isoTime((to > dayMinutes ? to - dayMinutes : to) * minuteMs)}`
}

/** Days in a row as a range. */
function daysText(days: readonly number[], language: keyof Text): string {
  if (days.length === 7) return language === 'en' ? 'daily' : '매일'
  const runs: number[][] = []
  for (const day of days) {
    const run = runs.at(-1)
    if (run?.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  const name = (day: number | undefined) => dayName(day ?? 0)[language]
  return runs.map((run) => (run.length === 1 ? name(run[0]) : `${name(run[0])}-${name(run.at(-1))}`)).join(', ')
}
