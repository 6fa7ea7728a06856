import { readFileSync } from 'node:fs'
import { basename, extname, resolve } from 'node:path'
import { type CalendarEvent, icalendarOf } from '#calendar/icalendar.ts'
import { blockOf } from '#design/block.ts'
import type { Identity } from '#design/block-shape.ts'
import { scheduleCsv } from '#design/csv.ts'
import { documentOf } from '#design/document.ts'
import { judgeEffectiveness } from '#design/effectiveness/effectiveness.ts'
import { drawGantt } from '#design/gantt.ts'
import { drawLoading } from '#design/loading.ts'
import { schedulePage } from '#design/page.ts'
import { recordOf } from '#design/plan-record.ts'
import { commentOf, recordIn } from '#design/record-comment.ts'
import type { View } from '#design/view.ts'
import { viewOf } from '#design/view-of.ts'
import type { Language } from '#expression/text.ts'
import type { Plan } from '#plan/plan.ts'
import { Failure } from './failure.ts'
import { writeText } from './graph.ts'

export type ScheduleFormat = 'svg' | 'html' | 'csv' | 'ical'

/** The schedule alone, in a format. */
export function drawSchedule(view: View, format: ScheduleFormat, now: number): string {
  if (format === 'svg') return drawGantt(view)
  if (format === 'html') return schedulePage(view)
  if (format === 'csv') return scheduleCsv(view)
  return icalendarOf(eventsOf(view), now)
}

/** A calendar gets an event for each stage, or for each task of a person. */
function eventsOf(view: View): readonly CalendarEvent[] {
  const { plan, workflow, say } = view
  return workflow.stages.flatMap(({ index, name, objectives, human }) => {
    const { starts, ends, people } = plan.schedule.stages[index] ?? { starts: new Float64Array(), ends: new Float64Array(), people: [] }
    const title = `${workflow.name}: ${name}`
    const about = objectives.join('; ')
    if (human === undefined) {
      const from = starts.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
      const to = ends.reduce((most, at) => Math.max(most, at), 0)
      return starts.length === 0 ? [] : [{ uid: `${workflow.name}-${name}@pwos`, from, to, title, description: about }]
    }
    return Array.from(starts, (from, task) => {
      const who = (people[task] ?? []).map((resource) => plan.schedule.resources[resource]?.name ?? '').join(', ')
      const description = [about, say({ en: `By ${who}`, ko: `담당 ${who}` })].filter((part) => part !== '').join('. ')
      return { uid: `${workflow.name}-${name}-${task}@pwos`, from, to: ends[task] ?? from, title: `${title} (${who})`, description }
    })
  })
}

/**
 * Writes the document with its charts beside it; a document that is there already keeps its id and becomes the next revision. What someone
 * else has written there is left alone unless `force` says otherwise.
 */
export function writeDocument(view: View, path: string, now: number, force: boolean): readonly string[] {
  const text = readIfThere(path)
  const found = recordIn(text)
  if (found === undefined && text.trim() !== '' && !force) throw notAPlan(path)
  // A document of another workflow is replaced, not continued.
  const before = found?.definition === view.workflow.name ? found : undefined
  const identity: Identity = { id: before?.id ?? `WO_${stampOf(now)}_001`, date: view.time(now).slice(0, 10) }
  const number = (before?.revision ?? 0) + 1
  const record = recordOf(view, identity, number)
  const stem = basename(path, extname(path))
  const names = { gantt: `${stem}.schedule.svg`, loading: `${stem}.load.svg` }
  const charts = { gantt: linkTo(names.gantt), loading: linkTo(names.loading) }
  const written = documentOf(view, blockOf(view, identity), { identity, number, before, now: record }, charts)
  writeText(path, `${written}\n${commentOf(record)}`)
  const gantt = resolve(path, '..', names.gantt)
  const loading = resolve(path, '..', names.loading)
  writeText(gantt, drawGantt(view))
  writeText(loading, drawLoading(view))
  return [path, gantt, loading]
}

function notAPlan(path: string): Failure {
  return new Failure(
    'file_exists',
    { en: `${path} is no plan of PWOS, and would be overwritten.`, ko: `${path}은(는) PWOS 계획 문서가 아니어서 덮어쓰지 않습니다.` },
    { hint: { en: 'Name another file with -o, or give --force.', ko: '-o로 다른 파일을 지정하거나 --force를 주세요.' } },
  )
}

/** A file beside the document as the target of a Markdown link: spaces and parentheses would end it. */
function linkTo(name: string): string {
  return encodeURIComponent(name).replaceAll(/[()]/g, (one) => (one === '(' ? '%28' : '%29'))
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** `20261123064501`, UTC. */
function stampOf(now: number): string {
  return new Date(now).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)
}

export function planView(plan: Plan, file: string, language: Language): View {
  const { findings } = judgeEffectiveness({ workflow: plan.input.workflow, plan })
  return viewOf(plan, { file, language, findings })
}
