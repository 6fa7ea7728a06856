import type { Text } from '#expression/text.ts'
import type { Json } from '#model/json.ts'
import { formatAmount, formatJson } from '#report/format.ts'
import type { Identity } from './block-shape.ts'
import { bullets, type Part } from './document-part.ts'
import type { PlanRecord, StageRecord } from './plan-record.ts'
import { listed, type View } from './view.ts'

export interface Revision {
  readonly identity: Identity
  /** Counts from 1. */
  readonly number: number
  readonly before: PlanRecord | undefined
  readonly now: PlanRecord
}

/** What became different since the last revision: causes first, then what followed from them. */
export function changesOf({ before, now }: Revision, view: View): readonly string[] {
  if (before === undefined) return []
  const { say } = view
  const parameters = changed(before.parameters, now.parameters, [shown, say({ en: 'parameter', ko: '매개변수' })], view)
  const resources = namesOf(before.resources, now.resources).flatMap((name) =>
    change(
      name,
      before.resources[name],
      now.resources[name],
      [(value) => formatAmount(name, value), say({ en: 'resource', ko: '자원' })],
      view,
    ),
  )
  const hours = changed(before.hours, now.hours, [say, say({ en: 'hours of', ko: '시간표' })], view)
  const stages = namesOf(before.stages, now.stages).flatMap((name) => stageChanges(name, before.stages[name], now.stages[name], view))
  return [...parameters, ...resources, ...hours, ...stages, ...timeChanges(before, now, view)]
}

type How<Value> = readonly [show: (value: Value) => string, label: string]

function changed<Value>(
  before: { readonly [name: string]: Value },
  now: { readonly [name: string]: Value },
  how: How<Value>,
  view: View,
): readonly string[] {
  return namesOf(before, now).flatMap((name) => change(name, before[name], now[name], how, view))
}

function change<Value>(
  name: string,
  before: Value | undefined,
  now: Value | undefined,
  [show, label]: How<Value>,
  { say }: View,
): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(now)) return []
  const none = say({ en: 'none', ko: '없음' })
  const [a, b] = [before, now].map((value) => (value === undefined ? none : show(value)))
  // Long lists are shortened, and what differs may lie where they are.
  const inside = a === b ? say({ en: ' (it differs where it is shortened)', ko: ' (줄인 부분이 다름)' }) : ''
  return [`${label} ${name}: ${a} → ${b}${inside}`]
}

function shown(value: Json): string {
  return formatJson(value)
}

function stageChanges(name: string, before: StageRecord | undefined, now: StageRecord | undefined, view: View): readonly string[] {
  const { say, span } = view
  if (before === undefined) return [say({ en: `stage ${name}: added`, ko: `단계 ${name}: 추가` })]
  if (now === undefined) return [say({ en: `stage ${name}: removed`, ko: `단계 ${name}: 삭제` })]
  const lines: string[] = []
  const differ = (label: Text, a: string, b: string) => {
    const none = say({ en: 'none', ko: '없음' })
    if (a !== b) lines.push(`${say(label)}: ${a === '' ? none : a} → ${b === '' ? none : b}`)
  }
  differ({ en: `tasks of ${name}`, ko: `${name}의 작업 수` }, String(before.tasks), String(now.tasks))
  differ({ en: `${name} waits for`, ko: `${name}이(가) 기다리는 단계` }, listed(before.waits, view), listed(now.waits, view))
  for (const pool of namesOf(before.needs, now.needs))
    differ({ en: `${pool} of a task of ${name}`, ko: `${name} 작업의 ${pool}` }, before.needs[pool] ?? '', now.needs[pool] ?? '')
  for (const gate of namesOf(before.gates, now.gates))
    differ({ en: `gate ${gate} of ${name}`, ko: `${name}의 관문 ${gate}` }, before.gates[gate] ?? '', now.gates[gate] ?? '')
  if (before.source !== now.source || Math.abs(now.expectedMs / before.expectedMs - 1) > 0.01) {
    const [a, b] = [sourceWord(before.source), sourceWord(now.source)]
    const why = before.source === now.source ? ` (${say(b)})` : ` (${say(a)} → ${say(b)})`
    lines.push(
      say({
        en: `duration of ${name}: ${span(before.expectedMs)} → ${span(now.expectedMs)}${why}`,
        ko: `${name}의 소요 시간: ${span(before.expectedMs)} → ${span(now.expectedMs)}${why}`,
      }),
    )
  }
  return lines
}

const sourceWords: { readonly [source: string]: Text } = {
  stated: { en: 'stated', ko: '파일에 적힘' },
  limit: { en: 'its limit', ko: '제한 시간' },
  history: { en: 'learned from runs', ko: '실행에서 배움' },
  assumed: { en: 'assumed', ko: '가정' },
}

function sourceWord(source: string): Text {
  return sourceWords[source] ?? { en: source, ko: source }
}

function timeChanges(before: PlanRecord, now: PlanRecord, { say, time, span }: View): readonly string[] {
  const lines: string[] = []
  const at = (moment: number | undefined) => (moment === undefined ? say({ en: 'none', ko: '없음' }) : time(moment))
  if (before.deadline !== now.deadline)
    lines.push(
      say({ en: `deadline: ${at(before.deadline)} → ${at(now.deadline)}`, ko: `마감: ${at(before.deadline)} → ${at(now.deadline)}` }),
    )
  if (before.start !== now.start)
    lines.push(say({ en: `start: ${at(before.start)} → ${at(now.start)}`, ko: `시작: ${at(before.start)} → ${at(now.start)}` }))
  const longer = now.finish - now.start - (before.finish - before.start)
  if (longer !== 0)
    lines.push(
      say({
        en: `makespan: ${span(before.finish - before.start)} → ${span(now.finish - now.start)} (${span(Math.abs(longer))} ${longer > 0 ? 'longer' : 'shorter'})`,
        ko: `전체 시간: ${span(before.finish - before.start)} → ${span(now.finish - now.start)} (${span(Math.abs(longer))} ${longer > 0 ? '늘어남' : '줄어듦'})`,
      }),
    )
  if (before.finish !== now.finish) {
    const moved = now.finish - before.finish
    lines.push(
      say({
        en: `finish: ${at(before.finish)} → ${at(now.finish)} (${span(Math.abs(moved))} ${moved > 0 ? 'later' : 'sooner'})`,
        ko: `종료: ${at(before.finish)} → ${at(now.finish)} (${span(Math.abs(moved))} ${moved > 0 ? '늦게' : '빨리'})`,
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
  const since = revision.before.revision
  const body =
    lines.length > 0
      ? bullets(lines)
      : view.say({ en: 'Nothing that the plan follows from has changed.', ko: '계획의 근거가 되는 것은 바뀌지 않았습니다.' })
  return { heading: { en: `Changes since revision ${since}`, ko: `${since}판 이후 바뀐 점` }, body }
}
