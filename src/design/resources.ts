import type { Stage } from '#model/workflow.ts'
import type { Sensitivity } from '#plan/plan.ts'
import type { Conflict } from '#plan/schedule.ts'
import { formatAmount, formatCount, formatNumber, formatPercent } from '#report/format.ts'
import type { Block } from './block-shape.ts'
import { firstStart, lastEnd, nameOf, needsOf, orWhyEmpty, scheduleOf, tasksOf, utilisationOf, type View } from './view.ts'

type Management = Block['orchestration_strategy']['resource_management']

/** Who holds what and when, whether there is enough, what would be gained with more, and who waits for whom. */
export function resourcesOf(view: View): Management {
  return {
    resource_allocation: [
      ...orWhyEmpty(allocation(view), view, (stages) => ({
        en: `none: ${stages} hold no resource`,
        ko: `없음: ${stages}에서 잡는 자원이 없음`,
      })),
    ],
    capacity_planning: [
      ...orWhyEmpty(capacityLines(view), view, (stages) => ({
        en: `none: ${stages} use no resource`,
        ko: `없음: ${stages}에서 쓰는 자원이 없음`,
      })),
    ],
    utilization_optimization: [...utilisation(view)],
    conflict_resolution: [
      ...orWhyEmpty(
        view.plan.schedule.conflicts.slice(0, mostConflicts).map((conflict) => conflictLine(conflict, view)),
        view,
        (stages) => ({
          en: `none: in this schedule no task of ${stages} waits for a resource that another one holds`,
          ko: `없음: 이 일정에서는 ${stages}의 작업이 서로 자원을 기다리지 않음`,
        }),
      ),
    ],
  }
}

const mostConflicts = 12

/** What each stage holds, who does it, and when. */
export function allocation(view: View): readonly string[] {
  const { workflow, plan, say, range } = view
  return workflow.stages
    .filter(({ needs }) => needs.some(({ pool }) => pool !== 'time'))
    .map((stage) => {
      const schedule = scheduleOf(view, stage.index)
      const when = range(firstStart(schedule), lastEnd(schedule))
      const chosen = [...new Set(schedule.people.flat())].map((resource) => plan.schedule.resources[resource]?.name ?? '')
      const who = chosen.length === 0 ? '' : say({ en: `, done by ${chosen.join(', ')}`, ko: `, 담당 ${chosen.join(', ')}` })
      const other = stage.alternatives.length === 0 ? '' : optionsTaken(stage, schedule.options, view)
      return say({
        en: `${stage.name}: ${needsOf(stage, view)}${schedule.count === 1 ? '' : ` for each of ${tasksOf(view, stage.index)}`}${who}${other}; ${when}`,
        ko: `${stage.name}: ${schedule.count === 1 ? '' : `${tasksOf(view, stage.index)} 각각 `}${needsOf(stage, view)}${who}${other}; ${when}`,
      })
    })
}

/** How many tasks are done in which of the ways that the stage can be done. */
function optionsTaken(stage: Stage, taken: Uint8Array, view: View): string {
  const ways = [stage.needs, ...stage.alternatives.map((option) => option.needs)]
  const parts = ways.flatMap((needs, option) => {
    const count = taken.reduce((sum, one) => sum + (one === option ? 1 : 0), 0)
    const what = needsOf({ ...stage, needs, alternatives: [] }, view)
    return count === 0 ? [] : [view.say({ en: `${formatCount(count)} with ${what}`, ko: `${what}(으)로 ${formatCount(count)}개` })]
  })
  return `; ${parts.join(', ')}`
}

/** How much of each resource is needed, against what there is. */
export function capacityLines(view: View): readonly string[] {
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

/** What more of a resource would gain, what is never used, and how far the schedule is from the best possible. */
export function utilisation(view: View): readonly string[] {
  const { plan, say, span, time } = view
  const full = new Set(plan.schedule.resources.filter(({ peak, capacity }) => peak >= capacity).map(({ name }) => name))
  const lines = plan.sensitivities.flatMap((one) => (one.kind === 'more' && full.has(one.resource) ? [moreLine(one, view)] : []))
  const bound = plan.schedule.bound
  const over = plan.schedule.finish - bound.finish
  const gap = over / Math.max(1, plan.schedule.finish - plan.schedule.start)
  if (plan.input.workflow.stages.some(({ fanout }) => fanout.kind === 'pieces')) return [...lines, ...unused(view), piecesLine(view)]
  return [
    ...lines,
    ...unused(view),
    over <= 0
      ? say({
          en: `no schedule with these resources ends before ${time(bound.finish)}: ${bound.reason.en}`,
          ko: `이 자원으로 ${time(bound.finish)} 전에 끝나는 일정은 없음: ${bound.reason.ko}`,
        })
      : say({
          en: `with these resources at most ${span(over)} (${formatPercent(gap)}) could still be gained by another order: ${bound.reason.en}`,
          ko: `이 자원으로 순서를 바꿔 더 줄일 수 있는 시간은 최대 ${span(over)} (${formatPercent(gap)}): ${bound.reason.ko}`,
        }),
  ]
}

/** Who takes pieces works while they are made, which the schedule does not show. */
function piecesLine({ say }: View): string {
  return say({
    en: 'pieces count as there when all of them are made; the simulated runs hand them on meanwhile, and end sooner',
    ko: '조각은 모두 만들어진 때에 있는 것으로 셈. 모의 실행에서는 만드는 동안 넘겨 더 일찍 끝남',
  })
}

/** What is there and never held: it could serve others meanwhile. */
function unused({ plan, say, time }: View): readonly string[] {
  const { resources, finish } = plan.schedule
  return resources
    .filter(({ kind, usedMs, peak, capacity }) => kind !== 'person' && usedMs > 0 && peak < capacity)
    .map(({ name, peak, capacity }) => {
      const [free, all] = [formatAmount(name, capacity - peak), formatAmount(name, capacity)]
      return say({
        en: `${name}: ${free} of ${all} stay free until ${time(finish)}`,
        ko: `${name}: ${all} 중 ${free}은(는) ${time(finish)}까지 비어 있음`,
      })
    })
}

/** `cpu 2 → 4 would end it 20 min (40 %) sooner`. */
export function moreLine({ resource, from, to, finish }: Extract<Sensitivity, { kind: 'more' }>, { plan, say, span }: View): string {
  const saved = plan.schedule.finish - finish
  const share = formatPercent(saved / Math.max(1, plan.schedule.finish - plan.schedule.start))
  const change = `${resource} ${formatAmount(resource, from)} → ${formatAmount(resource, to)}`
  return saved > 0
    ? say({ en: `${change} would end it ${span(saved)} (${share}) sooner`, ko: `${change}: ${span(saved)} (${share}) 빨리 끝남` })
    : say({ en: `${change} would not end it sooner`, ko: `${change}: 더 빨리 끝나지 않음` })
}

/** Who waits for whom, how long, and which rule decided. */
export function conflictLine({ resource, waiting, holding, tasks, waitMs, from, rule }: Conflict, view: View): string {
  const { say, span, time } = view
  const [waits, holds] = [nameOf(view, waiting), nameOf(view, holding)]
  const who = {
    en: `${formatCount(tasks)} ${tasks === 1 ? 'task' : 'tasks'} of ${waits} ${tasks === 1 ? 'waits' : 'wait'}`,
    ko: `${waits}의 작업 ${formatCount(tasks)}개`,
  }
  const when = { en: `from ${time(from)}, up to ${span(waitMs)}`, ko: `${time(from)}부터 최대 ${span(waitMs)}` }
  if (rule === 'calendar')
    return say({
      en: `${resource}: ${who.en} until ${resource} is there ${when.en}`,
      ko: `${resource}: ${who.ko}, 자리에 없어 ${when.ko} 대기`,
    })
  if (holds === waits)
    return say({
      en: `${resource}: ${who.en} for others of it ${when.en}`,
      ko: `${resource}: ${who.ko}, 같은 단계의 다른 작업 때문에 ${when.ko} 대기`,
    })
  return say({
    en: `${resource}: ${who.en} for ${holds} ${when.en}; ${holds} goes first: ${reasons[rule].en}`,
    ko: `${resource}: ${who.ko}, ${holds} 때문에 ${when.ko} 대기. ${holds} 먼저: ${reasons[rule].ko}`,
  })
}

const reasons = {
  priority: { en: 'higher priority', ko: '높은 우선순위' },
  deadline: { en: 'its deadline is nearer', ko: '더 가까운 마감' },
  criticality: { en: 'a longer way still to go', ko: '남은 길이 더 긺' },
  search: { en: 'that order ends the whole sooner', ko: '그 순서가 전체를 더 빨리 끝냄' },
  booking: { en: 'it is booked', ko: '예약됨' },
}
