import { zoneOf } from '#calendar/zone.ts'
import type { PlanAnswer } from '#operations/plan-answer.ts'
import { formatTime } from '#report/format.ts'

/** How a plan tells times: as short as they are clear. */
export interface Clock {
  /** `2026-12-01 09:00` */
  time(at: number): string
  /** The same without what is the same for the whole plan: the year, or the whole date. */
  short(at: number): string
  /** `12-01 09:00 – 17:00`: short, and the date of the end only where it is another one. */
  range(from: number, to: number): string
}

const dateLength = '2026-12-01 '.length
const yearLength = '2026-'.length

/** Times in the workflow's zone; with seconds where all is over soon. */
export function clockOf({ timezone, makespanMs, start, finish, forecast, deadline }: PlanAnswer): Clock {
  const zone = zoneOf(timezone)
  const time = (at: number) =>
    formatTime(at, { offsetMinutes: (zone.clockAt(at) - at) / 60_000, name: timezone }).slice(0, makespanMs < 7_200_000 ? 19 : 16)
  const latest = Math.max(finish, forecast?.finish.p95 ?? 0, deadline?.at ?? 0)
  const [from, to] = [time(start), time(latest)]
  const same = [dateLength, yearLength].find((length) => from.slice(0, length) === to.slice(0, length)) ?? 0
  const short = (at: number) => time(at).slice(same)
  return {
    time,
    short,
    range(a, b) {
      if (time(a) === time(b)) return short(a)
      const isSameDay = time(a).slice(0, dateLength) === time(b).slice(0, dateLength)
      return `${short(a)} – ${isSameDay ? time(b).slice(dateLength) : short(b)}`
    },
  }
}
