import { formatAmount } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { gateLine } from './stage-entry.ts'
import { allBehind, firstStart, lastEnd, listed, nameOf, orWhyEmpty, scheduleOf, tasksOf, type View } from './view.ts'

type Coordination = Block['workflow_architecture']['coordination_mechanisms']

/** How stages hand over, wait for each other, share resources and stop bad results. */
export function coordinationOf(view: View): Coordination {
  return {
    inter_stage_communication: [
      ...orWhyEmpty(handovers(view), view, {
        en: 'none: no stage uses an output of another one',
        ko: '없음: 다른 단계의 출력을 쓰는 단계가 없음',
      }),
    ],
    synchronization_points: [
      ...orWhyEmpty(meetings(view), view, {
        en: 'none: no stage waits for all tasks of another one',
        ko: '없음: 다른 단계의 모든 작업을 기다리는 단계가 없음',
      }),
    ],
    resource_coordination: [
      ...orWhyEmpty(sharing(view), view, {
        en: 'none: no two stages use the same resource',
        ko: '없음: 두 단계가 함께 쓰는 자원이 없음',
      }),
    ],
    quality_coordination: [
      ...orWhyEmpty(guards(view), view, {
        en: 'none: no stage has a required gate or an approval, so nothing stops a bad result',
        ko: '없음: 필수 관문이나 승인이 없어 나쁜 결과를 막는 것이 없음',
      }),
    ],
  }
}

function handovers(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages.flatMap(({ name: to, dependencies }) =>
    dependencies
      .filter(({ order, outputs }) => !order && outputs.length > 0)
      .map(({ stage, kind, outputs }) => {
        const from = nameOf(view, stage)
        const what = outputs.join(', ')
        return kind === 'element'
          ? say({
              en: `${from} → ${to}: ${what}, task by task, published by fingerprint as soon as that task's gates are judged`,
              ko: `${from} → ${to}: ${what}, 작업별로, 그 작업의 관문 판정이 끝나는 대로 지문으로 공개`,
            })
          : say({
              en: `${from} → ${to}: ${what} of ${tasksOf(view, stage)}${scheduleOf(view, stage).count > 1 ? ', as one manifest' : ', published by fingerprint'}`,
              ko: `${from} → ${to}: ${what} (${tasksOf(view, stage)})${scheduleOf(view, stage).count > 1 ? ', 목록 파일 하나로' : ', 지문으로 공개'}`,
            })
      }),
  )
}

function meetings(view: View): readonly string[] {
  const { workflow, say, time } = view
  return workflow.stages.flatMap((stage) => {
    const whole = stage.dependencies.filter(({ kind, stage: from }) => kind === 'whole' && scheduleOf(view, from).count > 1)
    const lines = whole.map(({ stage: from }) => {
      const at = time(lastEnd(scheduleOf(view, from)))
      const name = nameOf(view, from)
      return say({
        en: `${stage.name} waits for all ${tasksOf(view, from)} of ${name}, expected done ${at}`,
        ko: `${stage.name}은(는) ${name}의 ${tasksOf(view, from)} 모두를 기다림, ${at} 완료 예상`,
      })
    })
    if (stage.human?.kind === 'approval') {
      const who = stage.human.by.join(', ')
      const at = time(firstStart(scheduleOf(view, stage.index)))
      lines.push(
        say({
          en: `${stage.name}: ${stage.human.quorum} approval by ${who}, asked for ${at}`,
          ko: `${stage.name}: ${who} ${stage.human.quorum}명의 승인, ${at} 요청`,
        }),
      )
    }
    return lines
  })
}

function sharing(view: View): readonly string[] {
  const { plan, workflow, say } = view
  return plan.schedule.resources.flatMap(({ name, capacity, peak, kind }) => {
    const people = workflow.people.find((one) => one.name === name)
    const answersTo = new Set([name, ...(people?.roles ?? [])])
    const users = workflow.stages.filter((stage) => stage.needs.some(({ pool }) => answersTo.has(pool))).map((stage) => stage.name)
    if (users.length < 2) return []
    const among = listed(users, view)
    const first = orderOf(users, view)
    return [
      kind === 'pool'
        ? say({
            en: `${name}: shared by ${among}; at most ${formatAmount(name, peak)} of ${formatAmount(name, capacity)} at once; ${first}`,
            ko: `${name}: ${among}이(가) 나눠 씀. 동시에 최대 ${formatAmount(name, capacity)} 중 ${formatAmount(name, peak)}. ${first}`,
          })
        : say({
            en: `${name}: works for ${among}, one at a time; ${first}`,
            ko: `${name}: ${among}을(를) 한 번에 하나씩 맡음. ${first}`,
          }),
    ]
  })
}

function guards(view: View): readonly string[] {
  const { workflow, say } = view
  return workflow.stages.flatMap((stage) => {
    const behind = allBehind(view, stage.index).map(({ name }) => name)
    const stops =
      behind.length === 0
        ? say({ en: 'ends the study as failed', ko: '연구가 실패로 끝남' })
        : say({ en: `stops ${listed(behind, view)}`, ko: `${listed(behind, view)} 중단` })
    const required = stage.gates
      .filter(({ level }) => level === 'required')
      .map((gate) =>
        say({
          en: `${stage.name}, ${gateLine(gate, view)}; when it does not pass, ${stops}`,
          ko: `${stage.name}, ${gateLine(gate, view)}; 통과하지 못하면 ${stops}`,
        }),
      )
    if (stage.human?.kind !== 'approval') return required
    const who = stage.human.by.join(', ')
    return [...required, say({ en: `${stage.name}: a rejection by ${who} ${stops}`, ko: `${stage.name}: ${who}이(가) 거절하면 ${stops}` })]
  })
}

/** Who goes first: by stated priorities where they differ, else who has the longest way still to go. */
function orderOf(users: readonly string[], { workflow, plan, say, span }: View): string {
  const stages = workflow.stages.filter(({ name }) => users.includes(name))
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
