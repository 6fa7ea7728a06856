import type { Text } from '#expression/text.ts'
import { type Baseline, baselineOf } from '#quality/baseline.ts'
import { type ControlChart, cusumChart, ewmaChart, shewhartChart, usualCusum, usualEwma } from '#quality/control-chart.ts'
import { nelsonRules, westernElectricRules } from '#quality/out-of-control.ts'
import { cusumRunLength, ewmaRunLength, shewhartRunLength } from '#quality/run-length.ts'
import type { RunQuality } from './quality-history.ts'

const ruleSets = { 'western-electric': westernElectricRules, nelson: nelsonRules } as const

/** How a metric has gone from run to run, and whether its process is in control. */
export interface ProcessQuality {
  readonly stage: string
  readonly name: string
  readonly unit: string | undefined
  readonly points: readonly { readonly run: string; readonly at: number; readonly value: number }[]
  /** Undefined: there are too few values, or they do not vary. */
  readonly charts: Charts | undefined
}

export interface Charts {
  readonly baseline: Baseline
  readonly shewhart: ControlChart
  readonly ewma: ControlChart
  readonly cusum: ControlChart
  readonly warnings: readonly Warning[]
}

/** A chart that is out of control, from which run on and at which it was last. */
export interface Warning {
  readonly chart: 'shewhart' | 'ewma' | 'cusum'
  readonly rule: string
  readonly says: Text
  readonly source: string
  readonly firstRun: string
  readonly lastRun: string
  /** At how many values. */
  readonly times: number
  /** Still so at the newest value. */
  readonly now: boolean
}

export interface ChartOptions {
  /** The first so many values are the baseline; left out: 20, or all where there are fewer. */
  readonly baseline?: number
  readonly rules?: keyof typeof ruleSets
}

/** Every metric of these runs (oldest first) as a process, in the order in which they were first measured. */
export function processQuality(runs: readonly RunQuality[], options: ChartOptions = {}): readonly ProcessQuality[] {
  const found = new Map<
    string,
    { stage: string; name: string; unit: string | undefined; points: { run: string; at: number; value: number }[] }
  >()
  for (const { run, at, metrics } of runs) {
    for (const { stage, name, unit, value } of metrics) {
      const key = `${stage}.${name}`
      const known = found.get(key) ?? { stage, name, unit, points: [] }
      found.set(key, known)
      // In another unit it is another quantity.
      if (known.unit === unit && Number.isFinite(value)) known.points.push({ run, at, value })
    }
  }
  return [...found.values()].map((process) => ({ ...process, charts: chartsOf(process.points, options) }))
}

function chartsOf(points: ProcessQuality['points'], { baseline: count, rules = 'western-electric' }: ChartOptions): Charts | undefined {
  const values = points.map(({ value }) => value)
  const baseline = count === undefined ? baselineOf(values) : baselineOf(values, count)
  if (baseline === undefined || !(baseline.sigma > 0)) return undefined
  const shewhart = shewhartChart(values, baseline, ruleSets[rules])
  const ewma = ewmaChart(values, baseline)
  const cusum = cusumChart(values, baseline)
  const warnings = (['shewhart', 'ewma', 'cusum'] as const).flatMap((chart) => warningsOf(chart, { shewhart, ewma, cusum }[chart], points))
  return { baseline, shewhart, ewma, cusum, warnings }
}

function warningsOf(chart: Warning['chart'], { alarms }: ControlChart, points: ProcessQuality['points']): readonly Warning[] {
  const rules = [...new Set(alarms.map(({ rule }) => rule))]
  return rules.flatMap((rule) => {
    const own = alarms.filter((alarm) => alarm.rule === rule)
    const [first, last] = [own[0], own.at(-1)]
    if (first === undefined || last === undefined) return []
    const { says, source } = first
    const runAt = (at: number) => points[at]?.run ?? ''
    return [
      {
        chart,
        rule,
        says,
        source,
        firstRun: runAt(first.at),
        lastRun: runAt(last.at),
        times: own.length,
        now: last.at === points.length - 1,
      },
    ]
  })
}

/** After how many values in control each chart gives a false alarm, on the mean: what a warning is worth. */
export function falseAlarms(): { readonly shewhart: number; readonly ewma: number; readonly cusum: number } {
  return { shewhart: shewhartRunLength(0), ewma: ewmaRunLength(0, usualEwma), cusum: cusumRunLength(0, usualCusum) }
}
