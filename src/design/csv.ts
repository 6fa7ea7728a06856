import { labelOf } from '#run/label.ts'
import { nameOf, scheduleOf, type View } from './view.ts'

/** A line for each task: stage, task, label, start, end (in the zone, ISO 8601), what it holds. RFC 4180. */
export function scheduleCsv(view: View): string {
  const { workflow, plan } = view
  const rows = workflow.stages.flatMap(({ index }) => {
    const { starts, ends, options, people } = scheduleOf(view, index)
    return Array.from(starts, (from, task) => {
      const who = (people[task] ?? []).map((resource) => plan.schedule.resources[resource]?.name ?? '').join(' ')
      const label = labelOf(plan.expected.run, index, task)
      return [nameOf(view, index), String(task), label, iso(from), iso(ends[task] ?? from), String((options[task] ?? 0) + 1), who]
    })
  })
  return [['stage', 'task', 'label', 'start', 'end', 'option', 'people'], ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** UTC, to the second. */
function iso(at: number): string {
  const [days, rest] = [Math.floor(at / 86_400_000), Math.floor((at % 86_400_000) / 1000)]
  const date = new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    days * 86_400_000,
  )
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${date}T${two(rest / 3600)}:${two((rest / 60) % 60)}:${two(rest % 60)}Z`
}
