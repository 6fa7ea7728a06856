import { formatBytes, formatCount, formatDuration } from '../format.ts'
import { markup } from '../markup.ts'
import type { StageFact } from '../stages.ts'
import { type Page, type Section, table } from './page.ts'

const shown = 120

/** A row of measurements for each stage. */
export function stages(page: Page): Section {
  const { facts, say } = page
  const head = [
    { en: 'Stage', ko: '단계' },
    { en: 'Tasks', ko: '작업' },
    { en: 'Attempts', ko: '시도' },
    { en: 'Wall time, median', ko: '걸린 시간, 중앙값' },
    { en: '90 %', ko: '90 %' },
    { en: 'longest', ko: '최대' },
    { en: 'CPU time, total', ko: 'CPU 시간, 합계' },
    { en: 'Memory, most', ko: '메모리, 최대' },
    { en: 'Wait in queue, median', ko: '대기, 중앙값' },
  ].map(say)
  const kept = new Set(
    facts.stages.length <= shown
      ? facts.stages
      : [...facts.stages].sort((a, b) => (b.wallMs?.total ?? 0) - (a.wallMs?.total ?? 0)).slice(0, shown),
  )
  const rows = facts.stages.filter((stage) => kept.has(stage)).map((stage) => stageRow(page, stage))
  const more = facts.stages.length - rows.length
  const note =
    more > 0 &&
    markup`<p class="note">${say({ en: `${formatCount(more)} more stages, which took less time, are left out.`, ko: `시간이 덜 걸린 단계 ${formatCount(more)}개는 생략했습니다.` })}</p>`
  return {
    id: 'stages',
    heading: say({ en: 'Stages, measured', ko: '단계별 측정' }),
    body: markup`${table(say({ en: 'Stages', ko: '단계' }), head, rows, { numeric: [1, 2, 3, 4, 5, 6, 7, 8], hidden: true, stacked: true })}${note}`,
  }
}

function stageRow(page: Page, stage: StageFact) {
  const time = (ms: number | undefined) => (ms === undefined ? '–' : formatDuration(ms, page.language))
  const title = stage.title === undefined ? undefined : markup`<small>${stage.title}</small>`
  return [
    markup`${stage.name}${title}`,
    stage.tasks === undefined ? '?' : formatCount(stage.tasks),
    stage.retries > 0
      ? `${formatCount(stage.attempts)} (${page.say({ en: `${formatCount(stage.retries)} repeated`, ko: `재시도 ${formatCount(stage.retries)}` })})`
      : formatCount(stage.attempts),
    time(stage.wallMs?.median),
    time(stage.wallMs?.p90),
    time(stage.wallMs?.max),
    time(stage.cpuMs?.total),
    stage.memoryBytes === null ? '–' : formatBytes(stage.memoryBytes.max),
    time(stage.waitMs?.median),
  ]
}
