import { formatAmount, formatPercent } from '../format.ts'
import { type Markup, markup } from '../markup.ts'
import type { PoolUse } from '../utilisation.ts'
import { area } from './area.ts'
import { tickLines, timeAxis } from './axis.ts'
import type { Page, Section } from './page.ts'

const height = 52

/** What was held of each pool over time, against how much there is. */
export function pools(page: Page): Section | undefined {
  const { facts, say } = page
  const first = facts.pools[0]
  if (first === undefined) return undefined
  const body = markup`<figure class="chart">${facts.pools.map((use) => poolRow(page, use))}${timeAxis(first, page.language)}
<figcaption>${say({ en: 'What tasks held; the line at the top of each row is what there is.', ko: '작업이 차지한 양입니다. 각 줄 위쪽의 선은 전체 용량입니다.' })}</figcaption></figure>`
  return { id: 'resources', heading: say({ en: 'Resource use', ko: '자원 사용' }), body }
}

function poolRow(page: Page, use: PoolUse): Markup {
  const { say } = page
  const top = Math.max(use.capacity ?? 0, use.peak)
  const line = use.capacity === undefined || top <= 0 ? undefined : 4 + (height - 6) * (1 - use.capacity / top)
  const held =
    use.share === undefined
      ? say({ en: `mean ${formatAmount(use.pool, use.mean)}`, ko: `평균 ${formatAmount(use.pool, use.mean)}` })
      : say({
          en: `${formatPercent(use.share)} of ${formatAmount(use.pool, use.capacity ?? 0)}`,
          ko: `${formatAmount(use.pool, use.capacity ?? 0)} 중 ${formatPercent(use.share)}`,
        })
  const peak = say({ en: `peak ${formatAmount(use.pool, use.peak)}`, ko: `최대 ${formatAmount(use.pool, use.peak)}` })
  return markup`<div class="row"><div class="label"><b>${use.pool}</b> <small>${held}</small> <small>${peak}</small></div><svg width="100%" height="${height}" role="img" aria-label="${`${use.pool}: ${held}, ${peak}`}">${tickLines(use, height)}${area(use.held, top, height - 6)}${line !== undefined && markup`<line class="capacity" x1="0" x2="100%" y1="${line.toFixed(1)}" y2="${line.toFixed(1)}"/>`}</svg></div>`
}
