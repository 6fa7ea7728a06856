import type { Text } from '#expression/text.ts'
import type { CriticalStep, Link } from '../critical-path.ts'
import { formatCount, formatDuration, formatPercent } from '../format.ts'
import { type Markup, markup } from '../markup.ts'
import { type Page, type Section, stageName, table, taskName } from './page.ts'

const rowsShown = 14

/** The chain of attempts that determined when the run ended. */
export function criticalPathSection(page: Page): Section | undefined {
  const { facts, say, language } = page
  const path = facts.criticalPath
  if (path.steps.length === 0) return undefined
  const waited = Object.values(path.waitMs).reduce((sum, one) => sum + one, 0)
  const body = markup`<p>${say({
    en: `The end of the run was determined by a chain of ${formatCount(path.length)} ${path.length === 1 ? 'attempt' : 'attempts'}: it ran for ${formatDuration(path.runMs, language)} and waited for ${formatDuration(waited, language)}${waitDetail(page, 'en')}.`,
    ko: `시도 ${formatCount(path.length)}개가 이어진 사슬이 끝나는 시각을 결정했습니다. ${formatDuration(path.runMs, language)} 동안 실행되고 ${formatDuration(waited, language)} 동안 기다렸습니다${waitDetail(page, 'ko')}.`,
  })}</p>${stageShares(page)}${stepTable(page)}`
  return { id: 'critical-path', heading: say({ en: 'What determined the end', ko: '끝나는 시각을 결정한 것' }), body }
}

function waitDetail(page: Page, language: 'en' | 'ko'): string {
  const { waitMs } = page.facts.criticalPath
  const parts = (['resource', 'retry', 'again', 'data', 'bundle', 'start'] as const)
    .filter((link) => waitMs[link] >= 1)
    .map((link) => `${linkTexts[link][language]} ${formatDuration(waitMs[link], language)}`)
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

function stageShares(page: Page): Markup {
  const { stages, runMs } = page.facts.criticalPath
  const total = Math.max(1, runMs)
  return markup`<ul class="shares">${stages
    .slice(0, 6)
    .map(
      (stage) =>
        markup`<li><b>${stageName(page, stage.stage)}</b> ${formatDuration(stage.runMs, page.language)} <small>${formatPercent(stage.runMs / total)}</small><svg width="100%" height="6" aria-hidden="true"><rect class="track" width="100%" height="6" rx="3"/><rect class="bar succeeded" width="${((stage.runMs / total) * 100).toFixed(1)}%" height="6" rx="3"/></svg></li>`,
    )}</ul>`
}

function stepTable(page: Page): Markup {
  const { facts, say, language } = page
  const { steps, length } = facts.criticalPath
  const head = [
    { en: 'Attempt', ko: '시도' },
    { en: 'Began', ko: '시작' },
    { en: 'Ran', ko: '실행' },
    { en: 'Waited', ko: '대기' },
    { en: 'Began after', ko: '앞선 것' },
  ].map(say)
  const row = (step: CriticalStep) => [
    `${taskName(page, step)}${step.attempt > 1 ? ` #${step.attempt}` : ''}`,
    `+${formatDuration(step.startedAt - facts.run.startedAt, language)}`,
    formatDuration(step.endedAt - step.startedAt, language),
    formatDuration(step.waitMs, language),
    say(linkTexts[step.link]),
  ]
  const caption =
    length > steps.length
      ? say({
          en: `The ${steps.length} longest of ${formatCount(length)} steps`,
          ko: `${formatCount(length)}개 가운데 가장 긴 ${steps.length}개`,
        })
      : say({ en: 'The chain, in order', ko: '차례대로 본 사슬' })
  const all = table(caption, head, steps.map(row), { numeric: [1, 2, 3] })
  return steps.length <= rowsShown ? all : markup`<details><summary>${caption}</summary>${all}</details>`
}

const linkTexts: { readonly [link in Link]: Text } = {
  start: { en: 'the start', ko: '실행 시작' },
  data: { en: 'its input', ko: '입력 준비' },
  retry: { en: 'its failed attempt', ko: '실패한 시도' },
  again: { en: 'what had it done again', ko: '다시 하게 한 작업' },
  resource: { en: 'room in a pool', ko: '자원 여유' },
  bundle: { en: 'its turn in a bundle', ko: '묶음 안의 차례' },
}
