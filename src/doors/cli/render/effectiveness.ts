import type { z } from 'zod'
import type { effectivenessShape } from '#operations/effectiveness.ts'
import { formatPercent } from '#report/format.ts'
import type { Look } from '../answer.ts'
import { bar } from '../terminal/table.ts'
import { wrap } from '../terminal/width.ts'

type Effectiveness = z.infer<typeof effectivenessShape>

const criteria = {
  V1: { en: 'coordination', ko: '조율' },
  V2: { en: 'resources', ko: '자원' },
  V3: { en: 'quality gates', ko: '품질 관문' },
  V4: { en: 'monitoring', ko: '감시' },
} as const

/** A bar for each criterion, then each finding with its place and what would mend it. */
export function renderEffectiveness({ scores, findings }: Effectiveness, look: Look): readonly string[] {
  const { speak, paint, width } = look
  const lines = (['V1', 'V2', 'V3', 'V4'] as const).map((criterion) => {
    const { score, looked, found } = scores[criterion]
    const painted = (score >= 0.9 ? paint.good : score >= 0.6 ? paint.warn : paint.bad)(bar(score, 20))
    const counts =
      looked === 0
        ? speak({ en: 'nothing to look at', ko: '살펴볼 것이 없음' })
        : speak({ en: `${looked} looked at, ${found} found`, ko: `${looked}개 살펴 ${found}개 발견` })
    return `${criterion} ${painted} ${formatPercent(score).padStart(5)} ${speak(criteria[criterion])} ${paint.dim(counts)}`
  })
  const found = findings.flatMap(({ rule, weight, at, message, fix }) => {
    const mark = weight === 'wrong' ? paint.bad('✗') : weight === 'weak' ? paint.warn('!') : paint.dim('·')
    const place = at === undefined ? '' : paint.dim(` ${at.file}:${at.line}:${at.column}`)
    return [`${mark} ${rule}${place}`, ...wrap(`${speak(message)} ${speak(fix)}`, Math.max(40, width - 4)).map((line) => `    ${line}`)]
  })
  return [...lines, ...(found.length > 0 ? ['', ...found] : [])]
}
