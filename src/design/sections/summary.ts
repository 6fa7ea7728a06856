import { formatCount, formatNumber, formatPercent } from '#report/format.ts'
import { bullets, type Part } from '../document-part.ts'
import { nextActionOf } from '../next-action.ts'
import type { View } from '../view.ts'

/** The answer in a few lines: when, how sure, what it takes, what decides it, what to do next. */
export function summarySection(view: View): Part {
  const { plan, workflow, say, time, span } = view
  const { schedule, forecast } = plan
  const gap = (schedule.finish - schedule.bound.finish) / Math.max(1, schedule.finish - schedule.start)
  const lines = [
    say({
      en: `**Finish**: ${time(schedule.finish)} (${workflow.timezone}), ${span(schedule.finish - schedule.start)} after ${time(schedule.start)}; ${gap <= 0 ? 'no schedule of these durations ends sooner' : `within ${formatPercent(gap)} of the best possible`}.`,
      ko: `**종료**: ${time(schedule.finish)} (${workflow.timezone}), ${time(schedule.start)}부터 ${span(schedule.finish - schedule.start)}. ${gap <= 0 ? '이 소요 시간으로 더 빨리 끝나는 일정은 없음' : `가능한 최선의 ${formatPercent(gap)} 안`}.`,
    }),
  ]
  if (forecast !== undefined) {
    const { p50, p80, p95 } = forecast.finish
    const seeds = formatCount(forecast.seeds)
    lines.push(
      say({
        en: `**Forecast** (${seeds} simulated runs): half end by ${time(p50)}, 80 % by ${time(p80)}, 95 % by ${time(p95)}.`,
        ko: `**예측** (모의실행 ${seeds}번): 절반은 ${time(p50)}까지, 80 %는 ${time(p80)}까지, 95 %는 ${time(p95)}까지 끝남.`,
      }),
    )
  }
  const deadline = workflow.deadline
  if (deadline !== undefined) {
    const chance = forecast?.deadline?.probability
    const sure =
      chance === undefined
        ? ''
        : say({ en: `, met in ${formatPercent(chance)} of simulated runs`, ko: `, 모의실행의 ${formatPercent(chance)}에서 지킴` })
    lines.push(say({ en: `**Deadline**: ${time(deadline)}${sure}.`, ko: `**마감**: ${time(deadline)}${sure}.` }))
  }
  const costs = schedule.costs.map(({ amount, currency }) => `${formatNumber(amount, 4)} ${currency}`)
  if (costs.length > 0) lines.push(say({ en: `**Cost**: ${costs.join(', ')}.`, ko: `**비용**: ${costs.join(', ')}.` }))
  lines.push(say({ en: `**Next**: ${nextActionOf(view)}`, ko: `**다음**: ${nextActionOf(view)}` }))
  const about = [
    workflow.question ?? workflow.title ?? workflow.name,
    ...workflow.challenges.map((challenge) => say({ en: `Challenge: ${challenge}.`, ko: `난제: ${challenge}.` })),
  ]
  return { heading: { en: 'Summary', ko: '요약' }, body: `${about.join(' ')}\n\n${bullets(lines)}` }
}
