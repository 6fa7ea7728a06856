import type { Language, Text } from '#expression/text.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import type { Plan } from '#plan/plan.ts'
import type { ResourceUse, StageSchedule } from '#plan/schedule.ts'
import { formatAmount, formatCount } from '#report/format.ts'
import type { Finding } from './effectiveness/rule.ts'

/** A plan as a document looks at it: everything in one language, one zone. */
export interface View {
  readonly plan: Plan
  readonly workflow: Workflow
  readonly findings: readonly Finding[]
  readonly file: string
  readonly language: Language
  say(text: Text): string
  /** `2026-12-01 09:00` in the workflow's zone. */
  time(at: number): string
  span(ms: number): string
  /** How far the zone is ahead of UTC then, in ms. */
  offset(at: number): number
}

export function stageOf({ workflow }: View, index: number): Stage {
  const stage = workflow.stages[index]
  if (stage === undefined) throw new RangeError(`there is no stage ${index}`)
  return stage
}

export function scheduleOf({ plan }: View, index: number): StageSchedule {
  const schedule = plan.schedule.stages[index]
  if (schedule === undefined) throw new RangeError(`there is no stage ${index}`)
  return schedule
}

export function nameOf(view: View, index: number): string {
  return stageOf(view, index).name
}

export function firstStart({ starts }: StageSchedule): number {
  return starts.reduce((least, at) => Math.min(least, at), Number.POSITIVE_INFINITY)
}

export function lastEnd({ ends }: StageSchedule): number {
  return ends.reduce((most, at) => Math.max(most, at), Number.NEGATIVE_INFINITY)
}

/** `39 tasks`, `39개 작업`. */
export function tasksOf(view: View, index: number): string {
  const { count } = scheduleOf(view, index)
  return view.say({ en: count === 1 ? '1 task' : `${formatCount(count)} tasks`, ko: `작업 ${formatCount(count)}개` })
}

/** `2 cpu, 200 MB memory`; what is written as an expression stays one. */
export function needsOf(stage: Stage, view: View): string {
  const parts = stage.needs.map(({ pool, amount }) => {
    const value = amount.references.length === 0 ? constantOf(amount) : undefined
    if (pool === 'time') return view.say({ en: `at most ${limitOf(stage, view)}`, ko: `${limitOf(stage, view)} 이내` })
    return value === undefined ? `${amount.source} ${pool}` : `${formatAmount(pool, value)} ${pool}`
  })
  return parts.join(', ')
}

/** The wall-time limit of a task; undefined: there is none. */
export function limitOf({ needs }: Stage, view: View): string | undefined {
  const limit = needs.find(({ pool }) => pool === 'time')?.amount
  if (limit === undefined) return undefined
  return limit.references.length > 0 ? limit.source : view.span((constantOf(limit) ?? 0) * 1000)
}

function constantOf(amount: Stage['needs'][number]['amount']): number | undefined {
  const value = amount.evaluate({ kind: 'record', get: () => undefined, names: () => [] })
  if (typeof value === 'number') return value
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'quantity' ? value.si : undefined
}

/** Stages that read from or wait for this one. */
export function followersOf({ workflow }: View, index: number): readonly Stage[] {
  return workflow.stages.filter(({ dependencies }) => dependencies.some(({ stage }) => stage === index))
}

/** Every stage that waits for this one, near or far. */
export function allBehind(view: View, index: number): readonly Stage[] {
  const found = new Set<number>([index])
  for (const open = [index]; open.length > 0; ) {
    const next = open.pop() ?? 0
    for (const { index: follower } of followersOf(view, next)) {
      if (found.has(follower)) continue
      found.add(follower)
      open.push(follower)
    }
  }
  found.delete(index)
  return view.workflow.stages.filter((stage) => found.has(stage.index))
}

/** `a, b and 3 more`. */
export function listed(names: readonly string[], view: View, most = 6): string {
  if (names.length <= most) return names.join(', ')
  const rest = names.length - most
  return view.say({
    en: `${names.slice(0, most).join(', ')} and ${rest} more`,
    ko: `${names.slice(0, most).join(', ')} 외 ${rest}개`,
  })
}

/** The list, or the one reason why there is nothing in it. */
export function orWhyEmpty(list: readonly string[], view: View, why: Text): readonly string[] {
  return list.length > 0 ? list : [view.say(why)]
}

export function utilisationOf({ usedMs, availableMs }: ResourceUse): number {
  return availableMs > 0 ? usedMs / availableMs : 0
}
