import { formatCount, formatNumber, formatPercent } from '#report/format.ts'
import { bullets, type Part, prose } from '../document-part.ts'
import { nextActionOf } from '../next-action.ts'
import { sentence } from '../scope.ts'
import { stageTime } from '../stage-time.ts'
import type { View } from '../view.ts'

/** The answer in a few lines: when, how sure, what it takes, what decides it, what to do next. */
export function summarySection(view: View): Part {
  const { plan, workflow, say, time, span } = view
  const { schedule, forecast } = plan
  const whole = span(schedule.finish - schedule.start)
  const lines = [
    {
      label: say({ en: 'Finish', ko: '종료' }),
      text: say({
        en: `${time(schedule.finish)} (${workflow.timezone}), ${whole} after ${time(schedule.start)}; ${gapText(view)}.`,
        ko: `${time(schedule.finish)} (${workflow.timezone}), ${time(schedule.start)}부터 ${whole}. ${gapText(view)}.`,
      }),
    },
  ]
  if (forecast !== undefined) {
    const { p50, p80, p95 } = forecast.finish
    const seeds = formatCount(forecast.seeds)
    const hasSpread = forecast.stages.some(({ stage }) => stageTime(plan, stage).highMs > stageTime(plan, stage).lowMs)
    const isCertain = forecast.finish.p95 - forecast.finish.p05 < 1000
    lines.push({
      label: say({ en: `Forecast (${seeds} simulated runs)`, ko: `예측 (모의실행 ${seeds}번)` }),
      text: isCertain
        ? say({
            en: `all end at ${time(p50)}: ${hasSpread ? 'hours and windows take up what the durations vary' : 'no spread of the durations is known'}.`,
            ko: `모두 ${time(p50)}에 끝남. ${hasSpread ? '소요 시간의 편차를 근무 시간과 이용 기간이 흡수함' : '소요 시간의 편차가 알려져 있지 않음'}.`,
          })
        : say({
            en: `half end by ${time(p50)}, 80 % by ${time(p80)}, 95 % by ${time(p95)}.`,
            ko: `절반은 ${time(p50)}까지, 80 %는 ${time(p80)}까지, 95 %는 ${time(p95)}까지 끝남.`,
          }),
    })
  }
  const deadline = workflow.deadline
  if (deadline !== undefined) {
    const chance = forecast?.deadline?.probability
    const sure =
      chance === undefined
        ? ''
        : say({ en: `, met in ${formatPercent(chance)} of simulated runs`, ko: `, 모의실행의 ${formatPercent(chance)}에서 지킴` })
    const spare = deadline - schedule.finish
    const left =
      spare >= 0
        ? say({ en: `, ${span(spare)} after the planned end`, ko: `, 계획한 종료보다 ${span(spare)} 뒤` })
        : say({ en: `, missed by ${span(-spare)}`, ko: `, ${span(-spare)} 늦음` })
    lines.push({ label: say({ en: 'Deadline', ko: '마감' }), text: `${time(deadline)}${left}${sure}.` })
  }
  const costs = schedule.costs.map(({ amount, currency }) => `${formatNumber(amount, 4)} ${currency}`)
  if (costs.length > 0) lines.push({ label: say({ en: 'Cost', ko: '비용' }), text: `${costs.join(', ')}.` })
  lines.push({ label: say({ en: 'Next', ko: '다음' }), text: nextActionOf(view) })
  const about = prose(sentence(workflow.question ?? workflow.title ?? workflow.name))
  const challenges = workflow.challenges.map((challenge) => ({ label: say({ en: 'Challenge', ko: '난제' }), text: sentence(challenge) }))
  return { heading: { en: 'Summary', ko: '요약' }, body: `${about}\n\n${bullets([...challenges, ...lines])}` }
}

/** How far the schedule is from the best possible. */
function gapText({ plan, say, span }: View): string {
  const { start, finish, bound } = plan.schedule
  const over = finish - bound.finish
  if (over <= 0) return say({ en: 'no schedule of these durations ends sooner', ko: '이 소요 시간으로 더 빨리 끝나는 일정은 없음' })
  const share = formatPercent(over / Math.max(1, finish - start))
  return say({
    en: `another order could save ${span(over)} (${share}) at the most`,
    ko: `순서를 바꿔 줄일 수 있는 시간은 최대 ${span(over)} (${share})`,
  })
}
