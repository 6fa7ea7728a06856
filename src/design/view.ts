import type { Language, Text } from '#expression/text.ts'
import type { Approval } from '#model/human.ts'
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
  /** `2026-12-01 09:00 – 17:00` */
  range(from: number, to: number): string
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

/** `39 tasks`, `작업 39개`. */
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
  const first = parts.join(', ')
  if (stage.alternatives.length === 0) return first
  const others = stage.alternatives.map((option) => needsOf({ ...stage, needs: option.needs, alternatives: [] }, view))
  return [first, ...others].join(view.say({ en: ' or ', ko: ' 또는 ' }))
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

/** Names and roles, with who has a role: `pi (prof-kim)`. */
export function whoText(by: readonly string[], { workflow }: View): string {
  return by
    .map((one) => {
      const able = workflow.people.filter(({ roles }) => roles.includes(one)).map(({ name }) => name)
      return able.length === 0 ? one : `${one} (${able.join(', ')})`
    })
    .join(', ')
}

/** `approval by pi (prof-kim)`, `2 approvals by pi (prof-kim, prof-lee)`. */
export function approvalText({ by, quorum }: Approval, view: View): string {
  const who = whoText(by, view)
  return view.say({
    en: quorum === 1 ? `approval by ${who}` : `${quorum} approvals by ${who}`,
    ko: quorum === 1 ? `${who} 승인` : `${who} 가운데 ${quorum}명의 승인`,
  })
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

/** The list, or the one reason why there is nothing in it, which names where it was looked for. */
export function orWhyEmpty(list: readonly string[], view: View, why: (stages: string) => Text): readonly string[] {
  return list.length > 0 ? list : [view.say(why(stageNames(view, view.workflow.stages)))]
}

export function stageNames(view: View, stages: readonly Stage[]): string {
  return listed(
    stages.map(({ name }) => name),
    view,
  )
}

export function utilisationOf({ usedMs, availableMs }: ResourceUse): number {
  return availableMs > 0 ? usedMs / availableMs : 0
}
