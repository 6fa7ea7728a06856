import type { PlanAnswer } from '#operations/plan-answer.ts'
import { formatCount, formatDuration, formatNumber, formatPercent } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { wrap } from '../terminal/width.ts'
import type { Clock } from './plan-clock.ts'

/** When it ends, how sure that is, whether that is in time, and what it costs. */
export function renderPlanHead(plan: PlanAnswer, look: Look, clock: Clock): readonly string[] {
  const { speak, paint, language, width } = look
  const { bound, costs, makespanMs } = plan
  const span = formatDuration(makespanMs, language)
  const best = plan.streamed
    ? speak({
        en: 'pieces count as there when all are made, simulated runs hand them on meanwhile',
        ko: '조각은 모두 만들어진 때에 있는 것으로 셈. 모의 실행에서는 만드는 동안 넘김',
      })
    : bound.gap < 0.0005
      ? speak({ en: 'no schedule ends sooner', ko: '더 빨리 끝나는 일정은 없음' })
      : speak({
          en: `another order could save ${formatPercent(bound.gap)} at the most`,
          ko: `순서를 바꿔 줄일 수 있는 것은 최대 ${formatPercent(bound.gap)}`,
        })
  const stages = plan.stages.length
  const size = speak({
    en: `${stages} ${stages === 1 ? 'stage' : 'stages'}, ${formatCount(plan.tasks)} ${plan.tasks === 1 ? 'task' : 'tasks'}`,
    ko: `단계 ${stages}개, 작업 ${formatCount(plan.tasks)}개`,
  })
  const lines = [
    `${paint.strong(plan.title ?? plan.name)} ${paint.dim(size)}`,
    ...thereLines(plan, look),
    speak({
      en: `Ends ${paint.strong(clock.time(plan.finish))} (${plan.timezone}), ${span} after ${clock.short(plan.start)}; ${best}`,
      ko: `종료 ${paint.strong(clock.time(plan.finish))} (${plan.timezone}), ${clock.short(plan.start)}부터 ${span}. ${best}`,
    }),
    ...forecastLines(plan, look, clock),
    ...deadlineLines(plan, look, clock),
  ]
  if (costs.length > 0) lines.push(speak({ en: `Costs ${costText(costs)}`, ko: `비용 ${costText(costs)}` }))
  return lines.flatMap((line) => wrap(line, Math.max(width, 40)))
}

function thereLines({ there, tasks }: PlanAnswer, { speak }: Look): readonly string[] {
  if (there === undefined) return []
  const [some, all] = [formatCount(there), formatCount(tasks)]
  return [
    speak({
      en: `Of the rest: ${some} of ${all} tasks take nothing, as the store has their results`,
      ko: `남은 것의 계획: 작업 ${all}개 중 ${some}개는 결과가 저장소에 있어 시간이 들지 않음`,
    }),
  ]
}

function forecastLines(plan: PlanAnswer, look: Look, clock: Clock): readonly string[] {
  return plan.forecast === undefined ? [] : [...finishLines(plan, plan.forecast, look, clock), ...unfinishedLines(plan.forecast, look)]
}

function unfinishedLines({ seeds, unfinished }: NonNullable<PlanAnswer['forecast']>, { speak, paint }: Look): readonly string[] {
  if (unfinished === 0) return []
  const share = formatPercent(unfinished / seeds)
  const said = speak({
    en: `In ${share} of them a task fits into no opening any more, and the run fails`,
    ko: `그중 ${share}는 남은 이용 시간에 들어가지 못하는 작업이 생겨 실패함`,
  })
  return [paint.bad(said)]
}

function finishLines(
  { stages, start, finish, makespanMs }: PlanAnswer,
  forecast: NonNullable<PlanAnswer['forecast']>,
  { speak, language }: Look,
  { short }: Clock,
): readonly string[] {
  const { p05, p50, p80, p95 } = forecast.finish
  const seeds = formatCount(forecast.seeds)
  const hasSpread = stages.some(({ duration }) => duration.p95 > duration.p05)
  const isThen = Math.abs(p50 - finish) < 1000
  const then = { en: isThen ? 'then' : `at ${short(p50)}`, ko: isThen ? '그때' : `${short(p50)}에` }
  if (p95 - p05 < 1000 && p95 - p05 > 0.01 * makespanMs) {
    const [least, most] = [p05, p95].map((at) => formatDuration(at - start, language))
    return [
      speak({
        en: `Nine of ten of ${seeds} simulated runs take ${least} to ${most}`,
        ko: `모의실행 ${seeds}번 중 열에 아홉은 ${least}~${most} 걸림`,
      }),
    ]
  }
  if (p95 - p05 < 1000)
    return [
      speak({
        en: `All of ${seeds} simulated runs end ${then.en}: ${hasSpread ? 'hours and windows take up what the durations vary' : 'no spread of the durations is known'}`,
        ko: `모의실행 ${seeds}번 모두 ${then.ko} 끝남: ${hasSpread ? '소요 시간의 편차를 근무 시간과 이용 기간이 흡수함' : '소요 시간의 편차가 알려져 있지 않음'}`,
      }),
    ]
  return [
    speak({
      en: `Of ${seeds} simulated runs half end by ${short(p50)}, 80 % by ${short(p80)}, 95 % by ${short(p95)}`,
      ko: `모의실행 ${seeds}번 중 절반은 ${short(p50)}까지, 80 %는 ${short(p80)}까지, 95 %는 ${short(p95)}까지 끝남`,
    }),
  ]
}

function deadlineLines({ deadline, finish }: PlanAnswer, { speak, paint, language }: Look, { short }: Clock): readonly string[] {
  if (deadline === undefined) return []
  const chance =
    deadline.probability === undefined
      ? ''
      : speak({
          en: `, in ${formatPercent(deadline.probability)} of the simulated runs`,
          ko: `, 모의실행의 ${formatPercent(deadline.probability)}`,
        })
  const apart = formatDuration(Math.abs(finish - deadline.at), language)
  const said = deadline.met
    ? speak({
        en: `Meets the deadline ${short(deadline.at)}, ${apart} before it${chance}`,
        ko: `마감 ${short(deadline.at)}보다 ${apart} 일찍 끝남${chance}`,
      })
    : speak({
        en: `Misses the deadline ${short(deadline.at)} by ${apart}${chance}`,
        ko: `마감 ${short(deadline.at)}보다 ${apart} 늦음${chance}`,
      })
  return [deadline.met && (deadline.probability ?? 1) >= 0.8 ? paint.good(said) : paint.bad(said)]
}

/** `12 EUR, 30 core-h` */
export function costText(costs: PlanAnswer['costs']): string {
  return costs.map(({ amount, currency }) => `${formatNumber(amount, 4)} ${currency}`).join(', ')
}
