import { causeTexts } from '../cause-text.ts'
import type { FailureExample, FailureFact, RetryFact } from '../failures.ts'
import { formatAmount, formatCount, formatJson, formatTime, utc } from '../format.ts'
import { type Markup, markup } from '../markup.ts'
import { chip, type Page, type Section, stageName, table, taskName } from './page.ts'

const groupsShown = 40
const linesKept = 4_000

/** What failed for good: by stage and cause, with what was found and the last lines written. */
export function failures(page: Page): Section | undefined {
  const { facts, say } = page
  if (facts.failures.length === 0) return undefined
  const body = markup`${facts.failures.slice(0, groupsShown).map((failure) => failureGroup(page, failure))}`
  return { id: 'failures', heading: say({ en: 'Failures', ko: '실패' }), body }
}

function failureGroup(page: Page, failure: FailureFact): Markup {
  const { say } = page
  const count = say({
    en: `${formatCount(failure.tasks)} ${failure.tasks === 1 ? 'task' : 'tasks'}`,
    ko: `작업 ${formatCount(failure.tasks)}개`,
  })
  const ignored = failure.sequel === 'ignored' && markup` ${chip('warn', say({ en: 'ignored by rule', ko: '규칙에 따라 무시' }))}`
  const more = failure.tasks - failure.examples.length
  return markup`<article class="failure"><h3>${stageName(page, failure.stage)}: ${say(causeTexts[failure.cause])} <small>${count}</small>${ignored}</h3>
<ul>${failure.examples.map((example, at) => exampleItem(page, failure, example, at === 0))}</ul>${more > 0 && markup`<p class="note">${say({ en: `and ${formatCount(more)} more`, ko: `그 밖에 ${formatCount(more)}개` })}</p>`}</article>`
}

function exampleItem(page: Page, failure: FailureFact, example: FailureExample, open: boolean): Markup {
  const zone = page.options.zone ?? utc
  const stage = stageName(page, failure.stage)
  const exit =
    example.signal !== null
      ? page.say({ en: `signal ${example.signal}`, ko: `신호 ${example.signal}` })
      : example.exitCode !== null
        ? page.say({ en: `exit code ${example.exitCode}`, ko: `종료 코드 ${example.exitCode}` })
        : ''
  const lines = page.options.lastLines?.({ stage, task: example.task, attempt: example.attempt })
  const facts = [`#${example.attempt}`, exit, `${formatTime(example.at, zone)} ${zone.name}`].filter((one) => one !== '').join(' · ')
  return markup`<li><b>${taskName(page, { ...example, stage: failure.stage })}</b> <small>${facts}</small><p>${example.detail}</p>${lines !== undefined && lines !== '' && lastLines(page, lines.slice(-linesKept), open)}</li>`
}

/** Open for the first of a group; the others are often the same. */
function lastLines({ say }: Page, lines: string, open: boolean): Markup {
  return markup`<details${open && markup` open`}><summary>${say({ en: 'Last lines', ko: '마지막 출력' })}</summary><pre tabindex="0">${lines}</pre></details>`
}

/** What was tried again, why, with what changed, and whether that helped. */
export function retries(page: Page): Section | undefined {
  const { facts, say } = page
  if (facts.retries.length === 0) return undefined
  const head = [
    { en: 'Stage', ko: '단계' },
    { en: 'Cause', ko: '원인' },
    { en: 'Asked for by', ko: '규칙' },
    { en: 'Repeated', ko: '재시도' },
    { en: 'Recovered', ko: '회복' },
    { en: 'What was found, first time', ko: '처음 발견된 내용' },
    { en: 'Changed for the next', ko: '다음에 바꾼 것' },
  ].map(say)
  const rows = facts.retries.slice(0, groupsShown).map((retry) => [
    stageName(page, retry.stage),
    say(causeTexts[retry.cause]),
    budgetText(page, retry),
    formatCount(retry.attempts),
    say({
      en: `${formatCount(retry.recovered)} of ${formatCount(retry.tasks)}`,
      ko: `${formatCount(retry.tasks)}개 중 ${formatCount(retry.recovered)}개`,
    }),
    retry.detail,
    changedText(retry),
  ])
  return {
    id: 'retries',
    heading: say({ en: 'Repeated attempts', ko: '재시도' }),
    body: table(say({ en: 'Repeated attempts and why', ko: '재시도와 그 까닭' }), head, rows, {
      numeric: [3],
      hidden: true,
      stacked: true,
    }),
  }
}

function budgetText({ say }: Page, retry: RetryFact): string {
  if (retry.budget.startsWith('gate:')) return say({ en: `gate ${retry.budget.slice(5)}`, ko: `관문 ${retry.budget.slice(5)}` })
  if (retry.budget.startsWith('rule:')) {
    const rule = Number(retry.budget.slice(5)) + 1
    return say({ en: `on_error, rule ${rule}`, ko: `on_error 규칙 ${rule}` })
  }
  return say({ en: 'PWOS itself (the attempt was lost)', ko: 'PWOS(시도가 유실됨)' })
}

function changedText({ changed, needs }: RetryFact): string {
  const parameters = Object.entries(changed).map(([name, value]) => `${name} = ${formatJson(value)}`)
  const amounts = Object.entries(needs).map(([pool, amount]) => `${pool} = ${formatAmount(pool, amount)}`)
  return [...parameters, ...amounts].join(', ') || '–'
}
