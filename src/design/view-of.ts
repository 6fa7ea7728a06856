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
  const { offset } = zoneOf(workflow.timezone)
  const isShort = plan.schedule.finish - plan.schedule.start < shortMs
  return {
    ...{ plan, workflow, findings, file, language, offset },
    say: (text) => text[language],
    time: (at) => stamp(at, offset(at), isShort),
    span: (ms) => formatDuration(ms, language),
  }
}

/** A schedule that is over sooner is told with seconds. */
const shortMs = 7_200_000

/** `2026-12-01 09:00`. */
function stamp(at: number, ahead: number, withSeconds: boolean): string {
  return formatTime(Number.isFinite(at) ? at : 0, { offsetMinutes: ahead / 60_000, name: '' }).slice(0, withSeconds ? 19 : 16)
}

/** How far a zone is ahead of UTC at an instant, as ECMA-402 knows it. */
function zoneOf(timeZone: string): { offset(at: number): number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  })
  return {
    offset(at) {
      const found = Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
      const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found
      return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000
    },
  }
}
