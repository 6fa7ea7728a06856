import type { AnswerFact } from '../answers.ts'
import { formatCount, formatJson, formatNumber, formatWithError } from '../format.ts'
import { type Markup, markup } from '../markup.ts'
import { type Page, type Section, stageName, table } from './page.ts'

const shownLarge = 6
const shownSmall = 60

/** The measured figures: large for the last stages of the workflow, a table for the rest. */
export function answers(page: Page): Section | undefined {
  const { say } = page
  const single = page.facts.answers.filter((answer) => answer.kind === 'single')
  const fanout = page.facts.answers.filter((answer) => answer.kind === 'fanout')
  if (single.length + fanout.length === 0) return undefined
  const rest = single.slice(shownLarge, shownLarge + shownSmall)
  const body = markup`${single.length > 0 && markup`<dl class="answers">${single.slice(0, shownLarge).map((answer) => large(page, answer))}</dl>`}
${
  rest.length > 0 &&
  table(
    say({ en: 'More metrics of single stages', ko: '단일 단계의 그 밖의 측정값' }),
    [say(words.metric), say(words.stage), say(words.value)],
    rest.map((answer) => [answer.metric, stageName(page, answer.stage), valueText(answer)]),
    { numeric: [2] },
  )
}
${fanout.length > 0 && spreads(page, fanout.slice(0, shownSmall))}`
  return { id: 'answers', heading: say({ en: 'What was measured', ko: '측정 결과' }), body }
}

type Single = Extract<AnswerFact, { kind: 'single' }>
type Spread = Extract<AnswerFact, { kind: 'fanout' }>

function large(page: Page, answer: Single): Markup {
  return markup`<div><dt>${answer.metric}<small>${stageName(page, answer.stage)}</small></dt><dd>${valueText(answer)}</dd></div>`
}

function valueText(answer: Single): string {
  const unit = answer.unit === undefined ? '' : ` ${answer.unit}`
  if (typeof answer.value !== 'number') return formatJson(answer.value) + unit
  if (answer.error === undefined) return formatNumber(answer.value, 6) + unit
  const text = formatWithError(answer.value, answer.error)
  return unit === '' ? text : `(${text})${unit}`
}

function spreads(page: Page, facts: readonly Spread[]): Markup {
  const { say } = page
  const head = [
    words.metric,
    words.stage,
    { en: 'Tasks', ko: '작업' },
    { en: 'Least', ko: '최소' },
    { en: 'Median', ko: '중앙값' },
    { en: 'Mean', ko: '평균' },
    { en: 'Most', ko: '최대' },
  ]
  const rows = facts.map(({ metric, stage, spread, unit }) => [
    unit === undefined ? metric : `${metric} (${unit})`,
    stageName(page, stage),
    formatCount(spread.count),
    ...[spread.min, spread.median, spread.mean, spread.max].map((value) => formatNumber(value, 4)),
  ])
  return table(say({ en: 'Metrics over all tasks of a stage', ko: '한 단계의 모든 작업에 걸친 측정값' }), head.map(say), rows, {
    numeric: [2, 3, 4, 5, 6],
  })
}

const words = {
  metric: { en: 'Metric', ko: '측정값' },
  stage: { en: 'Stage', ko: '단계' },
  value: { en: 'Value', ko: '값' },
}
