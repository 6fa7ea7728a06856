import type { Json } from '#model/json.ts'
import type { MetricsAnswer, MetricsUpdate } from '#operations/metrics.ts'
import { formatCount, formatJson, formatNumber, formatWithError } from '#report/format.ts'
import { type PlotPoint, textPlot } from '#report/plot-text.ts'
import type { Look } from '../answer.ts'
import { table } from '../terminal/table.ts'
import { renderWaivers } from './waivers.ts'

type Metric = MetricsAnswer['metrics'][number]
type Value = Metric['values'][number]

/** So many tasks of one metric are listed. */
const mostListed = 40
const plotRows = 12

/** All metrics in a table; one by one with their plots where they were asked for by name. */
export function renderMetrics(answer: MetricsAnswer, look: Look, named: boolean): readonly string[] {
  const { run, workflow, metrics, streams } = answer
  const { speak, paint } = look
  const waived = restsText(answer, look)
  if (metrics.length + streams.length === 0) {
    return [
      speak({
        en: `Run ${run} of ${workflow} has measured nothing yet.`,
        ko: `${workflow}의 실행 ${run}은(는) 아직 측정한 것이 없습니다.`,
      }),
    ]
  }
  if (!named && metrics.length > 1) return [...overview(metrics, look), ...waived]
  const tables = metrics.flatMap((metric, index) => {
    const title = `${metric.stage}.${metric.name}${metric.unit === undefined ? '' : ` (${metric.unit})`}`
    return [...(index > 0 ? [''] : []), paint.strong(title), ...plotOf(metric, look.width), ...listOf(metric, look)]
  })
  const drawn = metrics.length > 1 && !named ? [] : streams.slice(0, mostDrawn).flatMap((stream) => ['', ...streamPlot(stream, look)])
  const rest = streams.length - mostDrawn
  const more = { en: `and ${rest} more tasks`, ko: `외 작업 ${rest}개` }
  return [...tables, ...drawn, ...(rest > 0 ? [look.speak(more)] : []), ...waived]
}

/** On what the values with a `~` rest. */
function restsText({ metrics, waivers }: MetricsAnswer, look: Look): readonly string[] {
  const used = new Set(metrics.flatMap(({ values }) => values.flatMap((value) => value.waivers ?? [])))
  const shown = waivers.filter((_, index) => used.has(index))
  if (shown.length === 0) return []
  const said = look.speak({ en: 'Values with ~ rest on a waiver', ko: '~ 표시가 있는 값은 면제에 기댑니다' })
  return ['', look.paint.strong(said), ...renderWaivers(shown, look, 10)]
}

const mostDrawn = 3

/** How a metric went while its task ran. */
function streamPlot(
  { stage, task, label, name, points }: MetricsAnswer['streams'][number],
  { width, speak, paint }: Look,
): readonly string[] {
  const title = `${stage}/${label === '' ? task : label} ${name} ${speak({ en: 'while it ran', ko: '수행 중의 값' })}`
  const drawn = points.map(([x, y]) => ({ x, y: Number(y) }))
  const strange = points.find(([, value]) => typeof value === 'string')
  const note =
    strange === undefined ? [] : [speak({ en: `${strange[1]} from line ${strange[0]} on`, ko: `${strange[0]}번째 줄부터 ${strange[1]}` })]
  return [paint.strong(title), ...textPlot({ points: drawn, xName: speak({ en: 'line', ko: '줄' }) }, width, plotRows), ...note]
}

/** What has come of one metric, a line for each value. */
export function renderPoints({ stage, task, label, name, points }: MetricsUpdate): readonly string[] {
  return points.map(
    ([line, value]) =>
      `${stage}/${label === '' ? task : label}  ${name}  ${line}  ${typeof value === 'number' ? formatNumber(value, 6) : value}`,
  )
}

function overview(metrics: readonly Metric[], { speak, width, paint }: Look): readonly string[] {
  const columns = [
    { title: speak({ en: 'METRIC', ko: '메트릭' }) },
    { title: speak({ en: 'UNIT', ko: '단위' }) },
    { title: speak({ en: 'TASKS', ko: '작업' }) },
    { title: speak({ en: 'VALUE, OR LEAST … MEDIAN … MOST', ko: '값, 또는 최소 … 중앙값 … 최대' }), shrinks: true },
  ]
  const rows = metrics.map((metric) => [
    `${metric.stage}.${metric.name}`,
    metric.unit ?? '',
    formatCount(metric.values.length),
    `${summaryOf(metric, speak)}${metric.values.some(({ waivers }) => waivers !== undefined) ? ' ~' : ''}`,
  ])
  return table(columns, rows, width, paint.strong)
}

function summaryOf({ values, spread }: Metric, speak: Look['speak']): string {
  const [only] = values
  if (only !== undefined && values.length === 1) return shown(only, speak)
  if (spread === undefined) return only === undefined ? '' : `${shown(only, speak)} …`
  return [spread.min, spread.median, spread.max].map((value) => formatNumber(value)).join(' … ')
}

/** With its errors: both kinds where they are known apart. */
function shown({ value, error, statistical, systematic, edges }: Value, speak: Look['speak']): string {
  if (typeof value === 'number' && typeof statistical === 'number' && typeof systematic === 'number')
    return `${formatWithError(value, statistical)} (stat) ± ${formatNumber(systematic, 2)} (syst)`
  if (typeof value === 'number' && typeof error === 'number') return formatWithError(value, error)
  if (edges !== undefined && Array.isArray(value)) return histogramText(value, edges, speak)
  return formatJson(value)
}

function histogramText(counts: readonly Json[], edges: readonly number[], speak: Look['speak']): string {
  const total = counts.reduce((sum: number, count) => sum + (typeof count === 'number' ? count : 0), 0)
  const range = `${formatNumber(edges[0] ?? 0)} … ${formatNumber(edges.at(-1) ?? 0)}`
  const [sum, bins] = [formatNumber(total), formatCount(counts.length)]
  return speak({ en: `${sum} in ${bins} bins, ${range}`, ko: `구간 ${bins}개에 ${sum}, ${range}` })
}

function listOf({ values }: Metric, { speak, width, paint }: Look): readonly string[] {
  const columns = [{ title: speak({ en: 'TASK', ko: '작업' }) }, { title: speak({ en: 'VALUE', ko: '값' }), shrinks: true }]
  const rows = values
    .slice(0, mostListed)
    .map((value) => [
      value.label === '' ? String(value.task) : value.label,
      `${shown(value, speak)}${value.waivers === undefined ? '' : ' ~'}`,
    ])
  const rest = values.length - mostListed
  const more =
    rest > 0
      ? [
          speak({
            en: `and ${formatCount(rest)} more: --csv or --json has all`,
            ko: `외 ${formatCount(rest)}개. 모두 보려면 --csv나 --json`,
          }),
        ]
      : []
  return [...table(columns, rows, width, paint.strong), ...more]
}

/** Numbers over the tasks, one array over its elements, one histogram over its bins. */
function plotOf(metric: Metric, width: number): readonly string[] {
  const { values, axis } = metric
  const [first] = values
  if (first?.edges !== undefined) {
    const { edges, value } = first
    const points = numbersOf(value).map((y, index) => ({ x: ((edges[index] ?? 0) + (edges[index + 1] ?? 0)) / 2, y }))
    return textPlot({ points, bars: true, ...(metric.unit === undefined ? {} : { xName: metric.unit }) }, width, plotRows)
  }
  if (first !== undefined && Array.isArray(first.value)) {
    const points = numbersOf(first.value).map((y, x) => ({ x, y }))
    return points.length < 2 ? [] : textPlot({ points }, width, plotRows)
  }
  const points = values.flatMap((one): PlotPoint[] => {
    const { value: y, error, x = one.task } = one
    return typeof y !== 'number' ? [] : [typeof error === 'number' ? { x, y, error } : { x, y }]
  })
  return points.length < 2 ? [] : textPlot({ points, xName: axis ?? 'task' }, width, plotRows)
}

function numbersOf(json: Json): readonly number[] {
  return Array.isArray(json) ? json.map((each) => (typeof each === 'number' ? each : Number.NaN)) : []
}
