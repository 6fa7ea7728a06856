import type { Stage } from '#model/workflow.ts'
import { formatAmount } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import {
  allBehind,
  approvalText,
  firstStart,
  lastEnd,
  listed,
  nameOf,
  orWhyEmpty,
  scheduleOf,
  stageNames,
  tasksOf,
  type View,
  whoText,
} from './view.ts'

type Coordination = Block['workflow_architecture']['coordination_mechanisms']

/** How stages hand over, wait for each other, share resources and stop bad results. */
export function coordinationOf(view: View): Coordination {
  return {
    inter_stage_communication: [
      ...orWhyEmpty(handovers(view), view, (stages) => ({
        en: `none: no output passes between ${stages}`,
        ko: `없음: ${stages} 사이에 오가는 출력이 없음`,
      })),
    ],
    synchronization_points: [
      ...orWhyEmpty(meetings(view), view, (stages) => ({
        en: `none: of ${stages} none waits for several tasks of another one, nor for a person's decision`,
        ko: `없음: ${stages} 가운데 다른 단계의 여러 작업이나 사람의 결정을 기다리는 것이 없음`,
      })),
    ],
    resource_coordination: [
      ...orWhyEmpty(sharing(view), view, (stages) => ({
        en: `none: no two of ${stages} use the same resource`,
        ko: `없음: ${stages} 가운데 둘이 함께 쓰는 자원이 없음`,
      })),
    ],
    quality_coordination: [
      ...orWhyEmpty(guards(view), view, (stages) => ({
        en: `none: ${stages} have no required gate and no approval, so nothing stops a bad result`,
        ko: `없음: ${stages}에 필수 관문이나 승인이 없어 나쁜 결과를 막는 것이 없음`,
      })),
    ],
  }
}

/** What each stage gives to each other one. */
export function handovers(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages.flatMap(({ name: to, dependencies }) =>
    dependencies
      .filter(({ order, outputs }) => !order && outputs.length > 0)
      .map(({ stage, kind, outputs }) => {
        const from = nameOf(view, stage)
        const what = outputs.join(', ')
        const { count } = scheduleOf(view, stage)
        return kind === 'element'
          ? say({
              en: `${from} → ${to}: ${what} of each of ${tasksOf(view, stage)}, published by its fingerprint once that task's gates are judged`,
              ko: `${from} → ${to}: ${tasksOf(view, stage)} 각각의 ${what}, 그 작업의 관문 판정이 끝나는 대로 지문으로 공개`,
            })
          : say({
              en: `${from} → ${to}: ${what}${count > 1 ? ` of ${tasksOf(view, stage)}, as one manifest` : ', published by its fingerprint'}`,
              ko: `${from} → ${to}: ${count > 1 ? `${tasksOf(view, stage)}의 ` : ''}${what}, ${count > 1 ? '목록 파일 하나로' : '지문으로 공개'}`,
            })
      }),
  )
}

/** Where a stage waits for all tasks of a fan-out, or for a decision. */
export function meetings(view: View): readonly string[] {
  const { workflow, say, time } = view
  return workflow.stages.flatMap((stage) => {
    const whole = stage.dependencies.filter(({ kind, stage: from }) => kind === 'whole' && scheduleOf(view, from).count > 1)
    const lines = whole.map(({ stage: from }) => {
      const at = time(lastEnd(scheduleOf(view, from)))
      const name = nameOf(view, from)
      return say({
        en: `${stage.name} waits for all ${tasksOf(view, from)} of ${name}, planned to be done ${at}`,
        ko: `${stage.name}: ${name}의 ${tasksOf(view, from)}를 모두 기다림, ${at} 완료 계획`,
      })
    })
    if (stage.human?.kind === 'approval') {
      const at = time(firstStart(scheduleOf(view, stage.index)))
      const what = approvalText(stage.human, view)
      lines.push(say({ en: `${stage.name} waits for ${what}, asked for at ${at}`, ko: `${stage.name}: ${what}을 기다림, ${at} 요청` }))
    }
    return lines
  })
}

/** Resources that several stages use, how much of it at once, and who goes first. */
export function sharing(view: View): readonly string[] {
  const { plan, say } = view
  return plan.schedule.resources.flatMap(({ name, capacity, peak, kind }) => {
    const users = usersOf(name, view)
    if (users.length < 2) return []
    const among = stageNames(view, users)
    const first = orderOf(users, view)
    return [
      kind === 'person'
        ? say({
            en: `${name}: works for ${among}, one at a time; ${first}`,
            ko: `${name}: ${among} 일을 한 번에 하나씩 맡음. ${first}`,
          })
        : say({
            en: `${name}: shared by ${among}; at most ${formatAmount(name, peak)} of ${formatAmount(name, capacity)} at once; ${first}`,
            ko: `${name}: ${among} 공용. 동시에 최대 ${formatAmount(name, capacity)} 중 ${formatAmount(name, peak)}. ${first}`,
          }),
    ]
  })
}

/** Stages that may hold a resource, by its own name or, for a person, by a role. */
export function usersOf(name: string, { workflow }: View): readonly Stage[] {
  const person = workflow.people.find((one) => one.name === name)
  const answersTo = new Set([name, ...(person?.roles ?? [])])
  return workflow.stages.filter(
    ({ needs, alternatives, human }) =>
      [needs, ...alternatives.map((option) => option.needs)].some((list) => list.some(({ pool }) => answersTo.has(pool))) ||
      human?.by.some((one) => answersTo.has(one)),
  )
}

/** What each stage's required gates and approvals keep from going on. */
export function guards(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages.flatMap((stage) => {
    const behind = stageNames(view, allBehind(view, stage.index))
    const stops =
      behind === ''
        ? say({ en: 'the study ends as failed', ko: '연구가 실패로 끝남' })
        : say({ en: `${behind} cannot run`, ko: `${behind} 실행 불가` })
    const required = stage.gates.filter(({ level }) => level === 'required').map(({ name }) => name)
    const lines =
      required.length === 0
        ? []
        : [
            say({
              en: `${stage.name}: ${listed(required, view)} must pass, else ${stops}`,
              ko: `${stage.name}: ${listed(required, view)} 통과 필수, 아니면 ${stops}`,
            }),
          ]
    if (stage.human?.kind !== 'approval') return lines
    const who = whoText(stage.human.by, view)
    return [...lines, say({ en: `${stage.name}: if ${who} rejects, ${stops}`, ko: `${stage.name}: ${who} 거절 시 ${stops}` })]
  })
}

/** Who goes first: by stated priorities where they differ, else who has the longest way still to go. */
function orderOf(stages: readonly Stage[], { plan, say, span }: View): string {
  const priorities = [...stages].sort((a, b) => b.priority - a.priority)
  const [top] = priorities
  if (top !== undefined && priorities.some(({ priority }) => priority !== top.priority))
    return say({ en: `${top.name} goes first (priority ${top.priority})`, ko: `${top.name} 먼저 (우선순위 ${top.priority})` })
  const left = (index: number) => plan.schedule.finish - (plan.schedule.stages[index]?.earliestStart ?? plan.schedule.finish)
  const longest = [...stages].sort((a, b) => left(b.index) - left(a.index))[0]
  if (longest === undefined) return ''
  const way = span(Math.max(0, left(longest.index)))
  return say({
    en: `${longest.name} goes first: it has the longest way still to go (${way})`,
    ko: `${longest.name} 먼저: 남은 길이 가장 긺 (${way})`,
  })
}
