import type { Text } from '#expression/text.ts'
import type { Facts } from '../facts.ts'
import { formatBytes, formatCount, formatDuration, formatTime, utc } from '../format.ts'
import { type Markup, markup } from '../markup.ts'
import { outcomeSentences, outcomeTone, outcomeWord } from '../outcome.ts'
import { judgedCount } from '../verdict-tally.ts'
import type { Page } from './page.ts'

/** The top of the page: what was asked, how it came out, and the figures everyone asks for first. */
export function outcome(page: Page): Markup {
  const { facts, say } = page
  const { run } = facts
  const tone = outcomeTone(facts)
  const mark = { good: '✓', bad: '✕', warn: '!', idle: '–', busy: '▸' }[tone]
  const question = run.question === undefined ? undefined : markup`<p class="question">${run.question}</p>`
  return markup`<header>
<p class="kicker">${say({ en: 'Run report', ko: '실행 보고서' })}${run.domain === undefined ? undefined : ` · ${run.domain}`}</p>
<h1>${run.title ?? run.name}</h1>
${question}
<div class="outcome ${tone}"><span class="mark" aria-hidden="true">${mark}</span><div><p class="word">${say(outcomeWord(facts))}</p>
${outcomeSentences(facts).map((sentence) => markup`<p>${say(sentence)}</p>`)}</div></div>
<dl class="tiles">${tiles(page).map((tile) => markup`<div><dt>${say(tile.name)}</dt><dd>${tile.value}${tile.note === undefined ? undefined : markup`<small>${tile.note}</small>`}</dd></div>`)}</dl>
</header>`
}

interface Tile {
  readonly name: Text
  readonly value: string
  readonly note: string | undefined
}

function tiles(page: Page): readonly Tile[] {
  const { facts, say, language } = page
  const { totals, run } = facts
  const zone = page.options.zone ?? utc
  const list: Tile[] = [
    {
      name: { en: 'Wall time', ko: '걸린 시간' },
      value: formatDuration(run.wallMs, language),
      note: `${formatTime(run.startedAt, zone)} ${zone.name}`,
    },
    { name: { en: 'Tasks', ko: '작업' }, value: formatCount(totals.tasks), note: reuseNote(page) },
  ]
  const judged = facts.gates.reduce((sum, gate) => sum + judgedCount(gate), 0)
  if (judged > 0) {
    const passed = facts.gates.reduce((sum, gate) => sum + gate.passed, 0)
    list.push({
      name: { en: 'Gate checks passed', ko: '통과한 관문 검사' },
      value: formatCount(passed),
      note: say({
        en: `of ${formatCount(judged)} · ${facts.gates.length} ${facts.gates.length === 1 ? 'gate' : 'gates'}`,
        ko: `${formatCount(judged)}회 중 · 관문 ${facts.gates.length}개`,
      }),
    })
  }
  if (totals.cpuMs !== null) {
    list.push({ name: { en: 'CPU time', ko: 'CPU 시간' }, value: formatDuration(totals.cpuMs, language), note: parallelNote(page) })
  }
  list.push({
    name: { en: 'Attempts', ko: '시도' },
    value: formatCount(totals.attempts),
    note: say({ en: `${formatCount(totals.retries)} repeated`, ko: `재시도 ${formatCount(totals.retries)}회` }),
  })
  if (facts.artefacts.count > 0) list.push(filesTile(facts))
  return list
}

function filesTile(facts: Facts): Tile {
  return {
    name: { en: 'Files produced', ko: '만든 파일' },
    value: formatCount(facts.artefacts.count),
    note: formatBytes(facts.artefacts.bytes),
  }
}

function reuseNote({ facts, say }: Page): string | undefined {
  const { totals } = facts
  const parts = [
    { count: totals.reused, text: { en: 'reused', ko: '재사용' } },
    { count: totals.failed, text: { en: 'failed', ko: '실패' } },
    { count: totals.ignored, text: { en: 'ignored', ko: '무시' } },
    { count: totals.skipped, text: { en: 'skipped', ko: '건너뜀' } },
    { count: totals.open, text: { en: 'open', ko: '남음' } },
  ].filter(({ count }) => count > 0)
  if (parts.length === 0) return say({ en: 'all done', ko: '모두 완료' })
  return parts.map(({ count, text }) => `${formatCount(count)} ${say(text)}`).join(' · ')
}

function parallelNote({ facts, say }: Page): string | undefined {
  if (facts.run.wallMs <= 0) return undefined
  const mean = (facts.totals.busyMs / facts.run.wallMs).toFixed(1)
  return say({ en: `${mean} tasks at once on average`, ko: `평균 동시 작업 ${mean}개` })
}
