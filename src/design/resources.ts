import type { Sensitivity } from '#plan/plan.ts'
import type { Conflict } from '#plan/schedule.ts'
import { formatAmount, formatNumber, formatPercent } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { firstStart, lastEnd, nameOf, needsOf, orWhyEmpty, scheduleOf, tasksOf, utilisationOf, type View } from './view.ts'

type Management = Block['orchestration_strategy']['resource_management']

/** Who holds what and when, whether there is enough, what would be gained with more, and who waits for whom. */
export function resourcesOf(view: View): Management {
  return {
    resource_allocation: [
      ...orWhyEmpty(allocation(view), view, { en: 'none: no stage holds a resource', ko: '없음: 자원을 잡는 단계가 없음' }),
    ],
    capacity_planning: [...orWhyEmpty(capacity(view), view, { en: 'none: no resource is used', ko: '없음: 쓰는 자원이 없음' })],
    utilization_optimization: [...utilisation(view)],
    conflict_resolution: [
      ...orWhyEmpty(
        view.plan.schedule.conflicts.slice(0, mostConflicts).map((conflict) => conflictLine(conflict, view)),
        view,
        {
          en: 'none: in this schedule no task waits for a resource that another one holds',
          ko: '없음: 이 일정에서는 다른 작업이 잡은 자원을 기다리는 작업이 없음',
        },
      ),
    ],
  }
}

const mostConflicts = 12

function allocation(view: View): readonly string[] {
  const { workflow, plan, say, time } = view
  return workflow.stages
    .filter(({ needs }) => needs.some(({ pool }) => pool !== 'time'))
    .map((stage) => {
      const schedule = scheduleOf(view, stage.index)
      const when = `${time(firstStart(schedule))} – ${time(lastEnd(schedule))}`
      const chosen = [...new Set(schedule.people.flat())].map((resource) => plan.schedule.resources[resource]?.name ?? '')
      const who = chosen.length === 0 ? '' : say({ en: `, done by ${chosen.join(', ')}`, ko: `, 담당 ${chosen.join(', ')}` })
      const other = stage.alternatives.length === 0 ? '' : optionsTaken(stage.alternatives.length + 1, schedule.options, view)
      return say({
        en: `${stage.name}: ${needsOf(stage, view)} for each of ${tasksOf(view, stage.index)}${who}${other}; ${when}`,
        ko: `${stage.name}: ${tasksOf(view, stage.index)} 각각 ${needsOf(stage, view)}${who}${other}; ${when}`,
      })
    })
}

function optionsTaken(options: number, taken: Uint8Array, { say }: View): string {
  const counts = Array.from({ length: options }, (_, option) => taken.reduce((sum, one) => sum + (one === option ? 1 : 0), 0))
  const list = counts.map((count, option) => `${option + 1}: ${count}`).join(', ')
  return say({ en: `; tasks by option ${list}`, ko: `; 선택지별 작업 ${list}` })
}

function capacity(view: View): readonly string[] {
  const { plan, say } = view
  return plan.schedule.resources
    .filter(({ usedMs }) => usedMs > 0)
    .map((use) => {
      const { name, kind, capacity: most, peak, usedMs, availableMs } = use
      const share = formatPercent(utilisationOf(use))
      const cost = use.costs.map(({ amount, currency }) => `, ${formatNumber(amount, 4)} ${currency}`).join('')
      if (kind === 'person')
        return say({
          en: `${name}: ${view.span(usedMs)} of work in ${view.span(availableMs)} of hours until the end (${share})${cost}`,
          ko: `${name}: 끝날 때까지 근무 ${view.span(availableMs)} 중 ${view.span(usedMs)} 작업 (${share})${cost}`,
        })
      return say({
        en: `${name}: ${formatAmount(name, peak)} of ${formatAmount(name, most)} needed at the most, ${share} used on average until the end${cost}`,
        ko: `${name}: 가장 많을 때 ${formatAmount(name, most)} 중 ${formatAmount(name, peak)} 필요, 끝날 때까지 평균 ${share} 사용${cost}`,
      })
    })
}

function utilisation(view: View): readonly string[] {
  const { plan, say, span } = view
  const lines = plan.sensitivities.flatMap((one) => (one.kind === 'more' ? [moreLine(one, view)] : []))
  const bound = plan.schedule.bound
  const over = plan.schedule.finish - bound.finish
  const gap = over / Math.max(1, plan.schedule.finish - plan.schedule.start)
  return [
    ...lines,
    over <= 0
      ? say({
          en: `with these resources no schedule ends sooner: ${bound.reason.en}`,
          ko: `이 자원으로 더 빨리 끝나는 일정은 없음: ${bound.reason.ko}`,
        })
      : say({
          en: `with these resources at most ${span(over)} (${formatPercent(gap)}) could still be gained by another order: ${bound.reason.en}`,
          ko: `이 자원으로 순서를 바꿔 더 줄일 수 있는 시간은 최대 ${span(over)} (${formatPercent(gap)}): ${bound.reason.ko}`,
        }),
  ]
}

/** `cpu 2 → 4 would end it 20 min (40 %) sooner`. */
export function moreLine({ resource, from, to, finish }: Extract<Sensitivity, { kind: 'more' }>, { plan, say, span }: View): string {
  const saved = plan.schedule.finish - finish
  const share = formatPercent(saved / Math.max(1, plan.schedule.finish - plan.schedule.start))
  const change = `${resource} ${formatAmount(resource, from)} → ${formatAmount(resource, to)}`
  return saved > 0
    ? say({ en: `${change} would end it ${span(saved)} (${share}) sooner`, ko: `${change}이면 ${span(saved)} (${share}) 빨리 끝남` })
    : say({ en: `${change} would not end it sooner`, ko: `${change}이어도 더 빨리 끝나지 않음` })
}

export function conflictLine({ resource, waiting, holding, tasks, waitMs, from, rule }: Conflict, view: View): string {
  const { say, span, time } = view
  const why = {
    priority: { en: 'higher priority', ko: '높은 우선순위' },
    deadline: { en: 'its deadline is nearer', ko: '더 가까운 마감' },
    criticality: { en: 'a longer way still to go', ko: '남은 길이 더 긺' },
    search: { en: 'that order ends the whole sooner', ko: '그 순서가 전체를 더 빨리 끝냄' },
    booking: { en: 'it is booked', ko: '예약됨' },
    calendar: { en: 'it was closed before', ko: '그 전에는 닫혀 있음' },
  }[rule]
  const [waits, holds] = [nameOf(view, waiting), nameOf(view, holding)]
  return say({
    en: `${resource}: ${tasks} ${tasks === 1 ? 'task' : 'tasks'} of ${waits} ${tasks === 1 ? 'waits' : 'wait'} for ${holds} from ${time(from)}, up to ${span(waitMs)}; ${holds} goes first: ${why.en}`,
    ko: `${resource}: ${waits}의 작업 ${tasks}개가 ${time(from)}부터 최대 ${span(waitMs)} 동안 ${holds}을(를) 기다림. ${holds} 먼저: ${why.ko}`,
  })
}
