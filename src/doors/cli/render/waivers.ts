import type { RunWaiver } from '#operations/waivers.ts'
import { formatCount } from '#report/format.ts'
import { waiverText } from '#report/verdict-text.ts'
import type { Look } from '../answer.ts'
import { harmless } from '../terminal/width.ts'

/** What was let pass, by whom and why, and what rests on it. */
export function renderWaivers(waivers: readonly RunWaiver[], { speak, paint }: Look, atMost: number): readonly string[] {
  const lines = waivers.slice(0, atMost).map((one) => {
    const where = one.run === undefined ? `${one.stage}: ` : ''
    const tasks = one.tasks > 1 ? speak({ en: `, ${formatCount(one.tasks)} tasks`, ko: `, 작업 ${formatCount(one.tasks)}개` }) : ''
    const names = one.resting.join(', ')
    const resting = names === '' ? '' : speak({ en: `; on that rest ${names}`, ko: `, 여기에 기대는 단계: ${names}` })
    return `  ${paint.warn('~')} ${harmless(`${where}${speak(waiverText(one))}`)}${tasks}${resting}`
  })
  const left = waivers.length - lines.length
  return left > 0
    ? [...lines, paint.dim(speak({ en: `  … and ${formatCount(left)} more`, ko: `  … 그 밖에 ${formatCount(left)}건` }))]
    : lines
}
