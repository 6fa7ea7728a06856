import { dayMs, minuteMs, weekdayOfDay } from './civil.ts'
import type { WeeklyHours } from './hours.ts'
import { horizonMs, type Line, pageMs, repeatingLine } from './line.ts'
import { addSpan, noSpans } from './spans.ts'
import type { Zone } from './zone.ts'

/** Hours by the clock of a zone. A stretch begins and ends when the clock first shows its times, or jumps over them. */
export function weeklyLine(hours: WeeklyHours, zone: Zone): Line {
  return repeatingLine((page) => {
    const begin = Math.max(-horizonMs, page * pageMs)
    const end = Math.min(horizonMs, (page + 1) * pageMs)
    if (end <= begin) return noSpans
    const from: number[] = []
    const to: number[] = []
    // A clock that was put back may still be in a day that had begun before, and a stretch may have begun the day before that.
    const firstDay = Math.floor(zone.clockAt(begin) / dayMs) - 2
    const lastDay = Math.floor(zone.clockAt(end) / dayMs) + 2
    for (let day = firstDay; day <= lastDay; day++) {
      for (const stretch of hours[weekdayOfDay(day)] ?? []) {
        const opens = zone.momentOf(day * dayMs + stretch.from * minuteMs)
        const closes = zone.momentOf(day * dayMs + stretch.to * minuteMs)
        addSpan(from, to, Math.max(begin, opens), Math.min(end, closes))
      }
    }
    return { from, to }
  })
}
