import type { AnswerFact } from '../answers.ts'
import { formatCount, formatJson, formatNumber, formatWithError } from '../format.ts'
import { type Markup, markup } from '../markup.ts'
import { type Page, type Section, stageName, table } from './page.ts'

const shownSmall = 60

/** The figures that answer the question, large: those that come with an error, which nobody gives to what matters little. */
export function answers(page: Page): Section | undefined {
  const shown = largeOf(page)
  if (shown.length === 0) return undefined
  const body = markup`<dl class="answers">${shown.map((answer) => large(page, answer))}</dl>`
  return { id: 'answers', heading: page.say({ en: 'What was measured', ko: '측정 결과' }), body }
}

/** Every other metric, and those of fan-outs as a spread. */
export function metrics(page: Page): Section | undefined {
  const { say } = page
  const shown = new Set(largeOf(page))
  const rest = singleOf(page).filter((answer) => !shown.has(answer))
  const fanout = page.facts.answers.filter((answer) => answer.kind === 'fanout')
  if (rest.length + fanout.length === 0) return undefined
  const body = markup`${
    rest.length > 0 &&
    table(
      say({ en: 'Metrics of single stages', ko: '단일 단계의 측정값' }),
      [say(words.metric), say(words.stage), say(words.value)],
      rest
        .slice(0, shownSmall)
        .map((answer) => [answer.metric, markup`${stageName(page, answer.stage)}${restsMark(page, answer)}`, valueText(answer)]),
      { numeric: [2] },
    )
  }
${fanout.length > 0 && spreads(page, fanout.slice(0, shownSmall))}`
  return { id: 'metrics', heading: say({ en: 'More metrics', ko: '그 밖의 측정값' }), body }
}

function singleOf(page: Page): readonly Single[] {
  return page.facts.answers.filter((answer) => answer.kind === 'single')
}

function largeOf(page: Page): readonly Single[] {
  const single = singleOf(page)
  const known = single.filter((answer) => answer.error !== undefined)
  return known.length > 0 ? known.slice(0, 12) : single.filter(({ value }) => !Array.isArray(value)).slice(0, 6)
}

type Single = Extract<AnswerFact, { kind: 'single' }>
type Spread = Extract<AnswerFact, { kind: 'fanout' }>

function large(page: Page, answer: Single): Markup {
  return markup`<div><dt>${answer.metric}<small>${stageName(page, answer.stage)}</small></dt><dd>${valueText(answer)}${restsMark(page, answer)}</dd></div>`
}

/** Under what rests on a result that somebody let pass. */
function restsMark({ facts, say }: Page, { stage }: AnswerFact): Markup | undefined {
  if (!facts.waivers.some(({ resting }) => resting.includes(stage))) return undefined
  return markup`<small class="rests">~ ${say({ en: 'rests on a waiver', ko: '면제에 기댐' })}</small>`
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
  const rows = facts.map((fact) => {
    const { metric, stage, spread, unit } = fact
    return [
      unit === undefined ? metric : `${metric} (${unit})`,
      markup`${stageName(page, stage)}${restsMark(page, fact)}`,
      formatCount(spread.count),
      ...[spread.min, spread.median, spread.mean, spread.max].map((value) => formatNumber(value, 4)),
    ]
  })
  return table(say({ en: 'Metrics over all tasks of a stage', ko: '한 단계의 모든 작업에 걸친 측정값' }), head.map(say), rows, {
    numeric: [2, 3, 4, 5, 6],
  })
}

const words = {
  metric: { en: 'Metric', ko: '측정값' },
  stage: { en: 'Stage', ko: '단계' },
  value: { en: 'Value', ko: '값' },
}
