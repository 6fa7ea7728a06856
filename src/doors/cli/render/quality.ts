import type { QualityAnswer } from '#operations/quality.ts'
import { formatCount, formatDuration, formatNumber, formatPercent } from '#report/format.ts'
import { textPlot } from '#report/plot-text.ts'
import type { Look } from '../answer.ts'
import { table } from '../terminal/table.ts'
import { cut, wrap } from '../terminal/width.ts'

type Workflow = QualityAnswer['workflows'][number]
type Metric = Workflow['metrics'][number]

const plotRows = 14
const runsShown = 24

/** Yields, gates and metrics of each workflow; a metric alone with its chart. */
export function renderQuality({ workflows, falseAlarmEvery, written }: QualityAnswer, look: Look): readonly string[] {
  const { speak } = look
  if (workflows.length === 0) return [speak({ en: 'No run of this store is over yet.', ko: '이 저장소에 끝난 실행이 아직 없습니다.' })]
  const [first] = workflows
  const alone = workflows.length === 1 && first?.metrics.length === 1
  const lines = workflows.flatMap((workflow, index) => [...(index > 0 ? [''] : []), ...renderWorkflow(workflow, look)])
  const charted = alone && first?.metrics[0] !== undefined ? ['', ...chartOf(first.metrics[0], look)] : []
  const worth = workflows.some(({ metrics }) => metrics.some(({ charts }) => charts !== null))
    ? ['', ...wrap(speak(worthOf(falseAlarmEvery)), look.width).map((line) => look.paint.dim(line))]
    : []
  return [
    ...lines,
    ...charted,
    ...worth,
    ...(written === undefined ? [] : [speak({ en: `Wrote ${written}.`, ko: `${written} 파일을 썼습니다.` })]),
  ]
}

function worthOf({ shewhart, ewma, cusum }: QualityAnswer['falseAlarmEvery']) {
  const [a, b, c] = [shewhart, ewma, cusum].map((every) => formatCount(Math.round(every)))
  return {
    en: `Where nothing is wrong, a value leaves three σ once in ${a}, EWMA its limits once in ${b}, CUSUM once in ${c}.`,
    ko: `아무 이상이 없어도 값은 ${a}개에 한 번 3 σ를 벗어나고, EWMA는 ${b}개에 한 번, CUSUM은 ${c}개에 한 번 한계를 벗어납니다.`,
  }
}

function renderWorkflow(
  { workflow, runs, judged, firstPass, reworked, costMs, savedMs, gates, metrics }: Workflow,
  look: Look,
): readonly string[] {
  const { speak, paint, language, width } = look
  const rate = (count: number) => `${formatPercent(count / judged)} (${formatCount(count)}/${formatCount(judged)})`
  const head = [paint.strong(`${workflow}  ${speak({ en: `${runs} runs`, ko: `실행 ${runs}회` })}`)]
  if (judged > 0) {
    head.push(speak({ en: `  passed at first  ${rate(firstPass)}`, ko: `  한 번에 통과  ${rate(firstPass)}` }))
    head.push(speak({ en: `  done again       ${rate(reworked)}`, ko: `  재작업        ${rate(reworked)}` }))
    const cost = formatDuration(costMs, language)
    head.push(speak({ en: `  failed gates cost ${cost}`, ko: `  불통과한 관문이 쓴 시간 ${cost}` }))
  }
  const saved = formatDuration(savedMs, language)
  if (savedMs > 0) head.push(speak({ en: `  stopping early saved ${saved}`, ko: `  일찍 멈춰 아낀 시간 ${saved}` }))
  const gateRows = gates.map(({ stage, gate, level, history }) => [
    `${stage}.${gate}`,
    level,
    history
      .slice(-runsShown)
      .map((one) => markOf(one, look))
      .join(''),
  ])
  const metricRows = metrics.map((metric) => [
    `${metric.stage}.${metric.name}`,
    metric.unit ?? '',
    formatCount(metric.points.length),
    stateOf(metric, look),
  ])
  const titled = (titles: readonly string[], rows: readonly (readonly string[])[]) =>
    rows.length === 0
      ? []
      : [
          '',
          ...table(
            titles.map((title, index) => ({ title, ...(index === titles.length - 1 ? { shrinks: true } : {}) })),
            rows,
            width,
            paint.strong,
          ),
        ]
  const words = {
    gate: { en: 'GATE', ko: '관문' },
    level: { en: 'LEVEL', ko: '수준' },
    runs: { en: 'RUNS, NEWEST LAST', ko: '실행(최근이 끝)' },
  }
  const more = {
    metric: { en: 'METRIC', ko: '메트릭' },
    unit: { en: 'UNIT', ko: '단위' },
    values: { en: 'VALUES', ko: '값' },
    state: { en: 'PROCESS', ko: '공정' },
  }
  return [
    ...head,
    ...titled([words.gate, words.level, words.runs].map(speak), gateRows),
    ...titled([more.metric, more.unit, more.values, more.state].map(speak), metricRows),
  ]
}

function markOf({ failed, inconclusive, waived }: Workflow['gates'][number]['history'][number], { paint }: Look): string {
  if (waived > 0) return paint.warn('~')
  if (failed > 0) return paint.bad('✗')
  return inconclusive > 0 ? paint.warn('?') : paint.good('✓')
}

function stateOf({ charts, points }: Metric, { speak, paint }: Look): string {
  if (charts === null) {
    const few = points.length < 5
    return speak(few ? { en: 'too few values yet', ko: '값이 아직 적음' } : { en: 'does not vary', ko: '변하지 않음' })
  }
  const now = charts.warnings.find((warning) => warning.now)
  if (now !== undefined) return paint.bad(speak({ en: `out of control: ${now.says.en}`, ko: `관리 이탈: ${now.says.ko}` }))
  const past = charts.warnings.at(-1)
  if (past !== undefined) return paint.warn(speak({ en: `was out of control until ${past.lastRun}`, ko: `${past.lastRun}까지 관리 이탈` }))
  return paint.good(speak({ en: 'in control', ko: '관리 상태' }))
}

function chartOf({ points, charts, unit }: Metric, look: Look): readonly string[] {
  const { speak, width, paint } = look
  const xName = speak({ en: 'run', ko: '실행' })
  const yName = unit === undefined ? {} : { yName: unit }
  if (charts === null)
    return textPlot({ points: points.map(({ value }, index) => ({ x: index + 1, y: value })), xName, ...yName }, width, plotRows)
  const { centre, sigma } = charts
  const levels = [
    { at: centre + 3 * sigma, name: `+3σ ${formatNumber(centre + 3 * sigma)}` },
    { at: centre, name: `x̄ ${formatNumber(centre)}` },
    { at: centre - 3 * sigma, name: `−3σ ${formatNumber(centre - 3 * sigma)}` },
  ]
  const drawn = points.map(({ value }, index) => ({ x: index + 1, y: value, marked: charts.shewhart[index]?.alarm === true }))
  const warnings = charts.warnings.map(({ chart, says, firstRun, times, now, source }) => {
    const since = speak({
      en: `${times}× since ${firstRun}${now ? ', still' : ''}`,
      ko: `${firstRun}부터 ${times}회${now ? ', 지금도' : ''}`,
    })
    return `${now ? paint.bad('✗') : paint.warn('!')} ${chart}: ${speak(says)} (${since})  ${paint.dim(source)}`
  })
  return [...textPlot({ points: drawn, levels, xName, ...yName }, width, plotRows), ...warnings.map((line) => cut(line, width))]
}
