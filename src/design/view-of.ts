import { zoneOf } from '#calendar/zone.ts'
import type { Language } from '#expression/text.ts'
import type { Plan } from '#plan/plan.ts'
import { formatDuration, formatTime } from '#report/format.ts'
import type { Finding } from './effectiveness/rule.ts'
import type { View } from './view.ts'

/** A plan as a document looks at it. */
export function viewOf(
  plan: Plan,
  { file, language, findings }: { readonly file: string; readonly language: Language; readonly findings: readonly Finding[] },
): View {
  const { workflow } = plan.input
  const zone = zoneOf(workflow.timezone)
  const offset = (at: number) => zone.clockAt(at) - at
  const isShort = plan.schedule.finish - plan.schedule.start < shortMs
  const time = (at: number) => stamp(at, offset(at), isShort)
  return {
    ...{ plan, workflow, findings, file, language, offset, time },
    say: (text) => text[language],
    range: (from, to) => rangeText(time(from), time(to)),
    span: (ms) => formatDuration(ms, language),
  }
}

/** A schedule that is over sooner is told with seconds. */
const shortMs = 7_200_000

/** `2026-12-01 09:00`. */
function stamp(at: number, aheadMs: number, withSeconds: boolean): string {
  // A stage without tasks never begins.
  if (!Number.isFinite(at)) return '–'
  return formatTime(at, { offsetMinutes: aheadMs / 60_000, name: '' }).slice(0, withSeconds ? 19 : 16)
}

const dateLength = '2026-12-01 '.length

/** `2026-12-01 09:00 – 17:00`; the date of the end only where it is another one. */
function rangeText(from: string, to: string): string {
  if (from === to) return from
  return `${from} – ${from.slice(0, dateLength) === to.slice(0, dateLength) ? to.slice(dateLength) : to}`
}
