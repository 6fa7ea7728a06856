import type { Text } from '#expression/text.ts'
import { formatCount, formatJson, formatPercent } from '../format.ts'
import type { ComparedFact, GateFact, JudgedTask } from '../gates.ts'
import { type Markup, markup, type Part } from '../markup.ts'
import { measureOf } from '../measure.ts'
import { judgedCount, verdictOverAll } from '../verdict-tally.ts'
import { operatorSigns, sigmasText } from '../verdict-text.ts'
import { chip, type Page, type Section, stageName, table, taskName } from './page.ts'

const shown = 200

/** Each gate with what it measured, against what, and how far it was from the other side. */
export function gates(page: Page): Section | undefined {
  const { facts, say } = page
  if (facts.gates.length === 0) return undefined
  const head = [
    { en: 'Gate', ko: '관문' },
    { en: 'Verdict', ko: '판정' },
    { en: 'Check', ko: '검사' },
    { en: 'Measured', ko: '측정값' },
    { en: 'Threshold', ko: '기준값' },
    { en: 'Margin', ko: '여유' },
  ]
  const rows = facts.gates.slice(0, shown).map((gate) => gateRow(page, gate))
  const note = facts.gates.some((gate) => judgedCount(gate) > 1)
    ? markup`<p class="note">${say({ en: 'A gate over many tasks shows the task nearest to the threshold. The margin is the distance to the threshold, relative to it.', ko: '여러 작업에 걸친 관문은 기준값에 가장 가까운 작업을 보여 줍니다. 여유는 기준값까지의 거리를 기준값에 대한 비율로 나타낸 것입니다.' })}</p>`
    : markup`<p class="note">${say({ en: 'The margin is the distance to the threshold, relative to it.', ko: '여유는 기준값까지의 거리를 기준값에 대한 비율로 나타낸 것입니다.' })}</p>`
  return {
    id: 'gates',
    heading: say({ en: 'Quality gates', ko: '품질 관문' }),
    body: markup`${table(say({ en: 'Every gate and its verdict', ko: '모든 관문과 판정' }), head.map(say), rows, { numeric: [3, 4], hidden: true, stacked: true })}${note}`,
  }
}

function gateRow(page: Page, gate: GateFact): readonly Part[] {
  const { worst } = gate
  const judged = judgedCount(gate)
  const whose = worst !== undefined && judged > 1 ? markup`<small>${taskName(page, { ...worst, stage: gate.stage })}</small>` : undefined
  return [
    markup`${gate.name}<small>${stageName(page, gate.stage)} · ${page.say(levelTexts[gate.level])}</small>`,
    verdictOf(page, gate),
    markup`<code class="check">${gate.check}</code>`,
    worst === undefined ? '–' : markup`${measuredPart(worst)}${whose}`,
    thresholdText(gate),
    worst?.compared?.relative === undefined ? (worst?.detail ?? '–') : marginOf(page, worst.compared.relative, worst.compared),
  ]
}

function verdictOf({ say }: Page, gate: GateFact): Markup {
  const judged = judgedCount(gate)
  if (judged === 0) return chip('idle', say(gate.pending > 0 ? { en: 'pending', ko: '판정 대기' } : { en: 'not judged', ko: '판정 없음' }))
  const bad = verdictOverAll(gate)
  const tone = bad === 'passed' ? 'good' : bad === 'failed' && gate.level === 'required' ? 'bad' : 'warn'
  const waived = waivedPart(gate, say)
  if (judged === 1) return markup`${chip(tone, say(verdictTexts[bad]))}${waived}`
  return markup`${chip(
    tone,
    say({
      en: `${formatCount(gate.passed)} of ${formatCount(judged)} passed`,
      ko: `${formatCount(judged)}개 중 ${formatCount(gate.passed)}개 통과`,
    }),
  )}${waived}`
}

/** By whom and why; of several tasks the worst one's. */
function waivedPart(gate: GateFact, say: Page['say']): Markup | undefined {
  if (gate.waived === 0) return undefined
  const waiver = gate.worst?.waiver
  const who = waiver === undefined ? '' : `${waiver.by}: ${waiver.reason}`
  return markup`<small>${say({ en: `${formatCount(gate.waived)} waived`, ko: `${formatCount(gate.waived)}개 면제` })}${who === '' ? '' : ` (${who})`}</small>`
}

function measuredPart({ compared, measured }: JudgedTask): Part {
  if (compared !== undefined) return formatJson(compared.left, 5)
  const names = Object.entries(measured).slice(0, 6)
  if (names.length === 0) return '–'
  return markup`<span class="names">${names.map(([name, value]) => `${name} = ${formatJson(value, 5)}`).join(', ')}</span>`
}

function thresholdText(gate: GateFact): string {
  const compared = gate.worst?.compared
  if (compared === undefined) return '–'
  return `${operatorSigns[compared.operator]} ${formatJson(compared.right, 5)}`
}

/** A bar from the threshold (the middle line): to the right it holds, to the left it does not; full at 100 %. */
function marginOf({ say }: Page, margin: number, compared: ComparedFact): Markup {
  const zero = measureOf(compared.right)?.si === 0
  const share = zero ? formatJson(compared.margin ?? margin, 3) : formatPercent(margin)
  const text = compared.sigmas === undefined ? share : `${share}, ${sigmasText(compared.sigmas)}`
  const size = Math.max(1.5, Math.min(1, Math.abs(margin)) * 49)
  const left = margin < 0 ? 50 - size : 50
  const name = say({ en: `margin ${text}`, ko: `여유 ${text}` })
  return markup`<span class="margin">${text}<svg width="88" height="10" role="img" aria-label="${name}"><rect class="track" x="0" y="3.5" width="100%" height="3" rx="1.5"/><rect class="${margin < 0 ? 'bad' : 'good'}" x="${left.toFixed(1)}%" y="1.5" width="${size.toFixed(1)}%" height="7" rx="1.5"/><rect class="middle" x="50%" y="0" width="1.2" height="10"/></svg></span>`
}

export const levelTexts: { readonly [level in GateFact['level']]: Text } = {
  required: { en: 'required', ko: '필수' },
  expected: { en: 'expected', ko: '기대' },
  stretch: { en: 'stretch', ko: '도전' },
}

const verdictTexts = {
  passed: { en: 'passed', ko: '통과' },
  failed: { en: 'failed', ko: '불통과' },
  inconclusive: { en: 'inconclusive', ko: '판단 불가' },
  waived: { en: 'waived', ko: '면제' },
}
