import type { Outlook } from '#operations/outlook.ts'
import { formatDuration, formatPercent } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { moment } from '../terminal/amounts.ts'
import { cut } from '../terminal/width.ts'

/** The run against its baseline: ahead or behind, the forecast as it is now, and a warning before the deadline is missed. */
export function renderOutlook(outlook: Outlook | null, look: Look): readonly string[] {
  if (outlook === null) return []
  const { speak, paint, width } = look
  const { finish, baseline, deadline, lateMs } = outlook
  const lines: string[] = []
  if (finish !== null)
    lines.push(
      speak({
        en: `Forecast: half by ${moment(finish.p50)}, 80 % by ${moment(finish.p80)}`,
        ko: `예측: 절반은 ${moment(finish.p50)}까지, 80 %는 ${moment(finish.p80)}까지`,
      }),
    )
  if (lateMs !== null && baseline !== null) lines.push(againstBaseline(lateMs, baseline, look))
  if (deadline !== null && deadline.probability !== null) {
    const chance = formatPercent(deadline.probability)
    const at = moment(deadline.at)
    const said = speak({ en: `Deadline ${at}: met in ${chance} of simulated runs`, ko: `마감 ${at}: 모의실행의 ${chance}에서 지킴` })
    lines.push(deadline.probability >= 0.8 ? said : paint.bad(`! ${said}`))
  }
  return lines.map((line) => cut(line, width))
}

function againstBaseline(lateMs: number, baseline: NonNullable<Outlook['baseline']>, { speak, paint, language }: Look): string {
  const by = formatDuration(Math.abs(lateMs), language)
  const end = baseline.p50 + lateMs
  const planned = moment(baseline.p50)
  const isUsual = end >= baseline.p05 && end <= baseline.p95
  if (Math.abs(lateMs) < 1000) return speak({ en: `As planned (${planned})`, ko: `계획대로 (${planned})` })
  if (lateMs < 0) return paint.good(speak({ en: `${by} ahead of the plan (${planned})`, ko: `계획(${planned})보다 ${by} 앞섬` }))
  const said = speak({ en: `${by} behind the plan (${planned})`, ko: `계획(${planned})보다 ${by} 늦음` })
  return isUsual ? said : paint.warn(`${said}${speak({ en: ', more than is usual', ko: ', 보통보다 많이' })}`)
}
