import type { Language, Text } from '#expression/text.ts'
import type { AnswerFact } from './answers.ts'
import { causeTexts } from './cause-text.ts'
import { basisText, chosenText } from './decision-text.ts'
import type { Facts } from './facts.ts'
import type { FailureFact } from './failures.ts'
import { formatBytes, formatCount, formatDuration, formatJson, formatNumber, formatPercent, formatWithError } from './format.ts'
import type { ComparedFact, GateFact } from './gates.ts'
import { measureOf } from './measure.ts'
import { outcomeSentences, outcomeTone, outcomeWord } from './outcome.ts'
import { levelTexts } from './page/gates.ts'
import { columnsOf, pad, shorten } from './text-width.ts'
import { isHeld, judgedCount, verdictOverAll } from './verdict-tally.ts'
import { comparedText, sigmasText } from './verdict-text.ts'

const mostAnswers = 16
const mostGates = 24
const mostFailures = 5
const mostDecisions = 12

/** The end of a run in a few plain lines for the terminal: outcome, figures, gates, failures, and where the time went. */
export function summaryLines(facts: Facts, language: Language): readonly string[] {
  const say = (text: Text) => text[language]
  const mark = { good: '✓', bad: '✕', warn: '!', busy: '▸' }[outcomeTone(facts)]
  const word = say(outcomeWord(facts))
  return [
    `${mark} ${word}: ${facts.run.title ?? facts.run.name} (${formatDuration(facts.run.wallMs, language)})`,
    ...outcomeSentences(facts).map((sentence) => `  ${say(sentence)}`),
    ...block(
      say({ en: 'Measured', ko: '측정 결과' }),
      answerRows(facts, language),
      moreThan(singleOf(facts).length, mostAnswers, language),
    ),
    ...block(say({ en: 'Gates', ko: '관문' }), gateRows(facts, language), moreThan(judgedGates(facts).length, mostGates, language)),
    ...block(
      say({ en: 'Decisions', ko: '결정' }),
      decisionRows(facts, language),
      moreThan(facts.decisions.length, mostDecisions, language),
    ),
    ...block(say({ en: 'Failures', ko: '실패' }), failureRows(facts, language), moreThan(facts.failures.length, mostFailures, language)),
    ...block(say({ en: 'Time and files', ko: '시간과 파일' }), costRows(facts, language), []),
  ]
}

/** Rows under a heading, their first columns set below each other, and what is said after them; nothing where there are none. */
function block(heading: string, rows: readonly (readonly string[])[], after: readonly string[]): readonly string[] {
  if (rows.length === 0) return []
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, Math.min(48, columnsOf(cell)))
    })
  }
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : pad(shorten(cell, 48), widths[column] ?? 0))).join('  ')
  return ['', heading, ...rows.map((row) => `  ${line(row)}`), ...after]
}

function moreThan(all: number, shown: number, language: Language): readonly string[] {
  if (all <= shown) return []
  const left = formatCount(all - shown)
  return [{ en: `  … and ${left} more, in the report`, ko: `  … 그 밖에 ${left}개는 보고서에 있습니다` }[language]]
}

function singleOf(facts: Facts): readonly Extract<AnswerFact, { kind: 'single' }>[] {
  return facts.answers.filter((answer) => answer.kind === 'single')
}

/** In their order; where there are too many, those with an error go before the others. */
function answerRows(facts: Facts, language: Language): readonly (readonly string[])[] {
  const single = singleOf(facts)
  const ranked = [...single].sort((a, b) => Number(a.error === undefined) - Number(b.error === undefined))
  const kept = new Set(ranked.slice(0, mostAnswers))
  return single
    .filter((answer) => kept.has(answer))
    .map(({ stage, metric, value, error, unit }) => {
      const text =
        typeof value === 'number' ? (error === undefined ? formatNumber(value, 6) : formatWithError(value, error)) : formatJson(value)
      const row = [metric, shorten(unit === undefined ? text : `${text} ${unit}`, 60), facts.stages[stage]?.name ?? '']
      return facts.waivers.some(({ resting }) => resting.includes(stage)) ? [...row, restsText[language]] : row
    })
}

/** Beside a value. */
const restsText: Text = { en: '~ rests on a waiver', ko: '~ 면제에 기댐' }

function judgedGates(facts: Facts): readonly GateFact[] {
  return facts.gates.filter((gate) => judgedCount(gate) > 0)
}

/** Gates that did not hold come first. */
function gateRows(facts: Facts, language: Language): readonly (readonly string[])[] {
  const bad = (gate: GateFact) => Number(isHeld(gate))
  return [...judgedGates(facts)]
    .sort((a, b) => bad(a) - bad(b))
    .slice(0, mostGates)
    .map((gate) => gateRow(facts, gate, language))
}

const marks: { readonly [verdict: string]: string } = { passed: '✓', inconclusive: '?', waived: '~' }

function gateRow(facts: Facts, gate: GateFact, language: Language): readonly string[] {
  const total = judgedCount(gate)
  // Only a required gate decides: another one that did not hold is worth a look, no failure.
  const mark = marks[verdictOverAll(gate)] ?? (gate.level === 'required' ? '✕' : '!')
  const { worst } = gate
  const compared = worst?.compared
  const sides = compared === undefined ? shorten(worst?.detail ?? '', 60) : comparedText(compared)
  const margin = marginText(compared)
  return [
    `${mark} ${facts.stages[gate.stage]?.name ?? ''}: ${gate.name}${gate.level === 'required' ? '' : ` (${levelTexts[gate.level][language]})`}`,
    total > 1 ? `${formatCount(gate.passed)}/${formatCount(total)}` : '',
    sides,
    [margin === '' ? '' : { en: `margin ${margin}`, ko: `여유 ${margin}` }[language], waivedText(gate, language)]
      .filter((text) => text !== '')
      .join('; '),
  ]
}

function waivedText({ waived, worst }: GateFact, language: Language): string {
  if (waived === 0) return ''
  const by = worst?.waiver === undefined ? '' : ` (${worst.waiver.by}: ${shorten(worst.waiver.reason, 60)})`
  return { en: `${formatCount(waived)} waived${by}`, ko: `${formatCount(waived)}개 면제${by}` }[language]
}

/** `12 %, 2.4 σ`; of a threshold that is zero, the distance itself. */
function marginText(compared: ComparedFact | undefined): string {
  if (compared?.relative === undefined) return ''
  const zero = measureOf(compared.right)?.si === 0
  const share = zero ? formatJson(compared.margin ?? compared.relative, 3) : formatPercent(compared.relative)
  return compared.sigmas === undefined ? share : `${share}, ${sigmasText(compared.sigmas)}`
}

function decisionRows(facts: Facts, language: Language): readonly (readonly string[])[] {
  return facts.decisions
    .slice(0, mostDecisions)
    .map((fact) => [
      `${facts.stages[fact.stage]?.name ?? ''}${fact.label === '' ? '' : ` ${fact.label}`}`,
      `→ ${chosenText(fact)[language]}`,
      shorten(basisText(fact)[language], 80),
    ])
}

function failureRows(facts: Facts, language: Language): readonly (readonly string[])[] {
  return facts.failures
    .slice(0, mostFailures)
    .map((failure) => [
      `${facts.stages[failure.stage]?.name ?? ''}: ${causeTexts[failure.cause][language]}`,
      countOf(failure, language),
      shorten(failure.examples[0]?.detail ?? '', 100),
    ])
}

function countOf(failure: FailureFact, language: Language): string {
  const text = { en: `${formatCount(failure.tasks)} ${failure.tasks === 1 ? 'task' : 'tasks'}`, ko: `작업 ${formatCount(failure.tasks)}개` }
  return text[language]
}

function costRows(facts: Facts, language: Language): readonly (readonly string[])[] {
  const { totals, criticalPath, artefacts } = facts
  const rows: (readonly string[])[] = []
  if (totals.cpuMs !== null) rows.push([{ en: 'CPU time', ko: 'CPU 시간' }[language], formatDuration(totals.cpuMs, language)])
  for (const { pool, share } of facts.pools)
    if (share !== undefined) rows.push([{ en: `${pool} in use`, ko: `${pool} 사용률` }[language], formatPercent(share)])
  const longest = criticalPath.stages[0]
  if (longest !== undefined) {
    const name = facts.stages[longest.stage]?.name ?? ''
    const share = formatPercent(longest.runMs / Math.max(1, facts.run.wallMs))
    rows.push([
      { en: 'what the end waited for', ko: '끝을 가장 늦춘 단계' }[language],
      `${name} (${formatDuration(longest.runMs, language)}, ${share})`,
    ])
  }
  if (artefacts.count > 0)
    rows.push([{ en: 'files', ko: '파일' }[language], `${formatCount(artefacts.count)} (${formatBytes(artefacts.bytes)})`])
  return rows
}
