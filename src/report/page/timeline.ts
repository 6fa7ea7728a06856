import { formatCount, formatDuration } from '../format.ts'
import { type Markup, markup } from '../markup.ts'
import type { Bar, Timeline, TimelineRow } from '../timeline.ts'
import { area } from './area.ts'
import { tickLines, timeAxis } from './axis.ts'
import { type Page, type Section, stageName, taskName } from './page.ts'

const laneHeight = 13
const areaHeight = 40

/** When what ran: a row for each stage. */
export function timeline(page: Page): Section | undefined {
  const { facts, say } = page
  const line = facts.timeline
  if (line.rows.length === 0) return undefined
  const hidden =
    line.hidden > 0 &&
    markup`<p class="note">${say({ en: `${formatCount(line.hidden)} stages that ran for the shortest time are left out.`, ko: `실행 시간이 가장 짧은 단계 ${formatCount(line.hidden)}개는 생략했습니다.` })}</p>`
  const body = markup`<figure class="chart">${line.rows.map((row) => chartRow(page, line, row))}${timeAxis(line, page.language)}
<figcaption>${legend(page, line)}</figcaption></figure>${hidden}`
  return { id: 'timeline', heading: say({ en: 'When what ran', ko: '시간에 따른 실행' }), body }
}

function chartRow(page: Page, line: Timeline, row: TimelineRow): Markup {
  const name = stageName(page, row.stage)
  const count = row.kind === 'bars' ? row.bars.length : row.attempts
  const attempts = page.say({ en: `${formatCount(count)} ${count === 1 ? 'attempt' : 'attempts'}`, ko: `시도 ${formatCount(count)}회` })
  const peak = row.kind === 'density' && markup` <small>${peakText(page, row)}</small>`
  const drawing = row.kind === 'bars' ? barsOf(page, line, row.bars, row.lanes) : densityOf(page, line, row)
  return markup`<div class="row"><div class="label"><b>${name}</b> <small>${attempts}</small>${peak}</div>${drawing}</div>`
}

function barsOf(page: Page, line: Timeline, bars: readonly Bar[], lanes: number): Markup {
  const height = Math.max(1, lanes) * laneHeight + 5
  const stage = page.facts.timeline.rows.find((row) => row.kind === 'bars' && row.bars === bars)?.stage ?? 0
  const name = page.say({ en: `Attempts of ${stageName(page, stage)} over time`, ko: `${stageName(page, stage)} 단계의 시도와 시간` })
  return markup`<svg width="100%" height="${height}" role="img" aria-label="${name}">${tickLines(line, height)}${bars.map((bar) => {
    const x = share(line, bar.startedAt)
    const width = Math.max(0.12, share(line, bar.endedAt) - x)
    const tip = `${taskName(page, { ...bar, stage })} #${bar.attempt} · ${formatDuration(bar.endedAt - bar.startedAt, page.language)} · ${page.say(endTexts[bar.end])}`
    return markup`<rect class="bar ${bar.end}${bar.critical ? ' critical' : ''}" x="${x.toFixed(2)}%" y="${bar.lane * laneHeight + 3}" width="${width.toFixed(2)}%" height="${laneHeight - 3}" rx="2"><title>${tip}</title></rect>`
  })}</svg>`
}

function densityOf(page: Page, line: Timeline, row: TimelineRow & { kind: 'density' }): Markup {
  const most = row.running.reduce((high, value) => Math.max(high, value), 0)
  const failed = row.failed.flatMap((count, bin) => (count > 0 ? [{ count, x: ((bin + 0.5) / row.failed.length) * 100 }] : []))
  return markup`<svg width="100%" height="${areaHeight}" role="img" aria-label="${`${stageName(page, row.stage)}: ${peakText(page, row)}`}">${tickLines(line, areaHeight)}${area(row.running, most, areaHeight - 4)}${failed.map(
    ({ count, x }) =>
      markup`<rect class="bar failed" x="${x.toFixed(2)}%" y="${areaHeight - 4}" width="2" height="4"><title>${page.say({ en: `${count} failed`, ko: `${count}회 실패` })}</title></rect>`,
  )}</svg>`
}

function peakText(page: Page, row: TimelineRow & { kind: 'density' }): string {
  return page.say({ en: `up to ${formatCount(row.peak)} at once`, ko: `최대 동시 ${formatCount(row.peak)}개` })
}

function legend(page: Page, line: Timeline): Markup {
  const ends = new Set(line.rows.flatMap((row) => (row.kind === 'bars' ? row.bars.map((bar) => bar.end) : [])))
  const entries = (['succeeded', 'retried', 'failed', 'running'] as const).filter((end) => ends.has(end))
  const bars = entries.map(
    (end) =>
      markup`<span class="key"><svg width="14" height="10" aria-hidden="true"><rect class="bar ${end}" width="14" height="10" rx="2"/></svg> ${page.say(endTexts[end])}</span>`,
  )
  const critical =
    line.rows.some((row) => row.kind === 'bars' && row.bars.some((bar) => bar.critical)) &&
    markup`<span class="key"><svg width="14" height="10" aria-hidden="true"><rect class="bar succeeded critical" width="14" height="10" rx="2"/></svg> ${page.say({ en: 'determined when the run ended', ko: '끝나는 시각을 결정한 시도' })}</span>`
  return markup`${bars}${critical}`
}

function share({ from, to }: { readonly from: number; readonly to: number }, at: number): number {
  return Math.max(0, Math.min(100, ((at - from) / Math.max(1, to - from)) * 100))
}

const endTexts = {
  succeeded: { en: 'succeeded', ko: '성공' },
  retried: { en: 'failed and repeated', ko: '실패 후 재시도' },
  failed: { en: 'failed', ko: '실패' },
  running: { en: 'running', ko: '실행 중' },
}
