import type { Identity } from './block-shape.ts'
import type { Part } from './document-part.ts'
import type { View } from './view.ts'

/** What of a plan is kept in its document, so that the next one can say what changed. Times are UTC ms. */
export interface PlanRecord {
  readonly id: string
  readonly revision: number
  readonly definition: string
  readonly start: number
  readonly finish: number
  readonly p80: number | undefined
  readonly stages: {
    readonly [name: string]: {
      readonly tasks: number
      readonly start: number
      readonly finish: number
      readonly source: string
      readonly expectedMs: number
    }
  }
  readonly resources: { readonly [name: string]: number }
  readonly parameters: { readonly [name: string]: unknown }
}

export interface Revision {
  readonly identity: Identity
  /** Counts from 1. */
  readonly number: number
  readonly before: PlanRecord | undefined
  readonly now: PlanRecord
}

/** What became different since the last revision, and why: causes first, then what followed from them. */
export function changesOf({ before, now }: Revision, { say, span, time }: View): readonly string[] {
  if (before === undefined) return []
  const lines: string[] = []
  for (const name of namesOf(before.parameters, now.parameters)) {
    const [a, b] = [JSON.stringify(before.parameters[name]), JSON.stringify(now.parameters[name])]
    if (a !== b)
      lines.push(say({ en: `parameter ${name}: ${a ?? 'none'} → ${b ?? 'none'}`, ko: `매개변수 ${name}: ${a ?? '없음'} → ${b ?? '없음'}` }))
  }
  for (const name of namesOf(before.resources, now.resources)) {
    const [a, b] = [before.resources[name], now.resources[name]]
    if (a !== b)
      lines.push(say({ en: `resource ${name}: ${a ?? 'none'} → ${b ?? 'none'}`, ko: `자원 ${name}: ${a ?? '없음'} → ${b ?? '없음'}` }))
  }
  for (const name of namesOf(before.stages, now.stages))
    lines.push(...stageChanges(name, before.stages[name], now.stages[name], { say, span }))
  if (before.start !== now.start)
    lines.push(say({ en: `start: ${time(before.start)} → ${time(now.start)}`, ko: `시작: ${time(before.start)} → ${time(now.start)}` }))
  if (before.finish !== now.finish) {
    const moved = now.finish - before.finish
    lines.push(
      say({
        en: `finish: ${time(before.finish)} → ${time(now.finish)} (${span(Math.abs(moved))} ${moved > 0 ? 'later' : 'sooner'})`,
        ko: `종료: ${time(before.finish)} → ${time(now.finish)} (${span(Math.abs(moved))} ${moved > 0 ? '늦게' : '빨리'})`,
      }),
    )
  }
  return lines
}

type StageRecord = PlanRecord['stages'][string] | undefined

function stageChanges(name: string, before: StageRecord, now: StageRecord, { say, span }: Pick<View, 'say' | 'span'>): readonly string[] {
  if (before === undefined) return [say({ en: `stage ${name}: added`, ko: `단계 ${name}: 추가` })]
  if (now === undefined) return [say({ en: `stage ${name}: removed`, ko: `단계 ${name}: 삭제` })]
  const lines: string[] = []
  if (before.tasks !== now.tasks)
    lines.push(
      say({ en: `stage ${name}: ${before.tasks} → ${now.tasks} tasks`, ko: `단계 ${name}: 작업 ${before.tasks} → ${now.tasks}개` }),
    )
  if (before.source !== now.source || Math.abs(now.expectedMs / before.expectedMs - 1) > 0.01) {
    const why = before.source === now.source ? '' : ` (${before.source} → ${now.source})`
    lines.push(
      say({
        en: `duration of ${name}: ${span(before.expectedMs)} → ${span(now.expectedMs)}${why}`,
        ko: `${name}의 소요 시간: ${span(before.expectedMs)} → ${span(now.expectedMs)}${why}`,
      }),
    )
  }
  return lines
}

function namesOf(before: object, now: object): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
}

export function changesSection(revision: Revision, view: View): Part | undefined {
  if (revision.before === undefined) return undefined
  const lines = changesOf(revision, view)
  const { say } = view
  const since = revision.before.revision
  const body =
    lines.length > 0
      ? lines.map((line) => `- ${line}`).join('\n')
      : say({ en: 'Nothing that the plan follows from has changed.', ko: '계획의 근거가 되는 것은 바뀌지 않았습니다.' })
  return { heading: { en: `Changes since revision ${since}`, ko: `${since}판 이후 바뀐 점` }, body }
}

export function recordOf(view: View, identity: Identity, number: number): PlanRecord {
  const { plan, workflow } = view
  const { schedule, forecast, durations, input } = plan
  const stages = Object.fromEntries(
    workflow.stages.map(({ index, name }) => {
      const planned = schedule.stages[index]
      const duration = durations[index]
      return [
        name,
        {
          tasks: planned?.count ?? 0,
          start: planned?.starts.reduce((least, at) => Math.min(least, at), schedule.finish) ?? schedule.start,
          finish: planned?.ends.reduce((most, at) => Math.max(most, at), schedule.start) ?? schedule.start,
          source: duration?.source.kind ?? 'assumed',
          expectedMs: Math.round(duration?.of(0, 0).expectedMs ?? 0),
        },
      ]
    }),
  )
  return {
    ...{ id: identity.id, revision: number, definition: workflow.name, start: schedule.start, finish: schedule.finish },
    ...{ p80: forecast?.finish.p80, stages, resources: input.pools, parameters: input.parameters },
  }
}
