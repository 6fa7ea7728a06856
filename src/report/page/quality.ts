import { controlPlots } from '../control-plots.ts'
import { formatCount, formatDuration, formatPercent } from '../format.ts'
import { type Markup, markup, trusted } from '../markup.ts'
import { svgPlot } from '../plot-svg.ts'
import type { ProcessQuality } from '../process-quality.ts'
import type { Page, Section } from './page.ts'
import { table } from './page.ts'

const chartsShown = 6

/** How quality has gone over the runs of this workflow: yields, and the processes that are or were out of control first. */
export function quality(page: Page): Section | undefined {
  const { runs, processes } = page.options.quality ?? { runs: [], processes: [] }
  if (runs.length < 2) return undefined
  const { say, language } = page
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0)
  const judged = sum((run) => run.judged)
  const share = (count: number) => (judged === 0 ? '–' : `${formatPercent(count / judged)} (${formatCount(count)}/${formatCount(judged)})`)
  const rows = [
    [say({ en: 'Runs', ko: '실행' }), formatCount(runs.length)],
    [say({ en: 'Tasks that passed their gates at first', ko: '한 번에 관문을 통과한 작업' }), share(sum((run) => run.firstPass))],
    [say({ en: 'Tasks done again for a gate', ko: '관문 때문에 다시 한 작업' }), share(sum((run) => run.reworked))],
    [
      say({ en: 'Time of attempts that gates did not let pass', ko: '관문을 통과하지 못한 시도의 시간' }),
      formatDuration(
        sum((run) => run.costMs),
        language,
      ),
    ],
    [
      say({ en: 'Time saved by stopping early', ko: '일찍 멈춰 아낀 시간' }),
      formatDuration(
        sum((run) => run.savedMs),
        language,
      ),
    ],
  ]
  const shown = [...processes].filter(({ charts }) => charts !== undefined).sort((a, b) => alarms(b) - alarms(a))
  const body = markup`${table(say({ en: 'Over all runs of this workflow', ko: '이 워크플로의 모든 실행' }), [say({ en: 'What', ko: '항목' }), say({ en: 'Value', ko: '값' })], rows, { numeric: [1] })}
${shown.slice(0, chartsShown).map((process) => charted(page, process))}`
  return { id: 'quality', heading: say({ en: 'Quality from run to run', ko: '실행에 따른 품질' }), body }
}

function alarms({ charts }: ProcessQuality): number {
  return charts?.warnings.filter(({ now }) => now).length ?? 0
}

function charted({ say, language }: Page, process: ProcessQuality): Markup {
  const warnings = process.charts?.warnings.filter(({ now }) => now) ?? []
  const [values, ...others] = controlPlots(process, language)
  const plots = warnings.length > 0 ? [values, ...others] : [values]
  return markup`<figure>${plots.map((plot) => (plot === undefined ? undefined : trusted(svgPlot(plot))))}<figcaption>${
    warnings.length === 0
      ? say({ en: 'In control.', ko: '관리 상태입니다.' })
      : say({
          en: `Out of control: ${warnings.map(({ says }) => says.en).join('; ')}.`,
          ko: `관리 이탈: ${warnings.map(({ says }) => says.ko).join('; ')}.`,
        })
  }</figcaption></figure>`
}
