import { quantity, valueIn } from '#expression/units.ts'
import type { Json } from '#model/json.ts'
import { type Histogram, histogramOf } from '#quality/metric-form.ts'
import { labelOf } from '#run/label.ts'
import { valuesOf } from '#run/look.ts'
import type { Result } from '#run/outcome.ts'
import type { RunState } from '#run/state.ts'

/** One metric of a stage, over all its tasks that have a result. */
export interface MetricFact {
  readonly stage: number
  readonly name: string
  /** Of all its values: those in another unit are written in this one. */
  readonly unit: string | undefined
  /** A `foreach` value that differs among its tasks, against which it is drawn; undefined: there is none that is a number. */
  readonly axis: string | undefined
  readonly values: readonly MetricValue[]
}

export interface MetricValue {
  readonly task: number
  readonly label: string
  /** The value of the axis. */
  readonly x: number | undefined
  readonly value: Json
  /** Standard error, and its parts where it has any; numbers, or arrays beside an array. */
  readonly error: Json | undefined
  readonly statistical: Json | undefined
  readonly systematic: Json | undefined
  readonly histogram: Histogram | undefined
  /** Run, stage, task and attempt that measured it. */
  readonly origin: string
}

type Metrics = { readonly [name: string]: Json }

const errorSuffixes = ['error', 'statistical', 'systematic'] as const

/** The metrics of a run's results, by stage and name; of fan-outs with more tasks, only so many. `resultsOf`: of other results than those that stand. */
export function metricFacts(run: RunState, most = 100_000, resultsOf?: (stage: number) => Results): readonly MetricFact[] {
  return run.stages.flatMap((state, stage) => {
    const results = resultsOf?.(stage) ?? state.results
    const tasks = [...results.keys()].sort((a, b) => a - b).slice(0, most)
    const names = new Set<string>()
    for (const task of tasks) for (const name of Object.keys(results.get(task)?.metrics ?? {})) names.add(name)
    if (names.size === 0) return []
    const axis = axisOf(run, stage, tasks)
    return [...names].filter((name) => !isErrorOf(name, names)).map((name) => metricFact(run, stage, name, { tasks, axis, results }))
  })
}

function isErrorOf(name: string, names: ReadonlySet<string>): boolean {
  return errorSuffixes.some((suffix) => name.endsWith(`_${suffix}`) && names.has(name.slice(0, -suffix.length - 1)))
}

type Results = ReadonlyMap<number, Result>

interface Over {
  readonly results: Results
  readonly tasks: readonly number[]
  readonly axis: string | undefined
}

function metricFact(run: RunState, stage: number, name: string, { tasks, axis, results }: Over): MetricFact {
  const declared = run.workflow.stages[stage]?.metrics.find((metric) => metric.name === name)?.unit
  let unit = declared
  const values: MetricValue[] = []
  for (const task of tasks) {
    const result = results.get(task)
    if (result === undefined || !Object.hasOwn(result.metrics, name)) continue
    const read = readMetric(result.metrics, name, declared)
    unit ??= read.unit
    const x = axis === undefined ? undefined : numberOf(valuesOf(run, stage, task)[axis])
    values.push({ task, label: labelOf(run, stage, task), x, ...inUnit(read, unit), histogram: read.histogram, origin: result.origin })
  }
  return { stage, name, unit, axis, values }
}

/** The axis with the most different numbers. */
function axisOf(run: RunState, stage: number, tasks: readonly number[]): string | undefined {
  if (tasks.length < 2) return undefined
  const seen = new Map<string, Set<number>>()
  for (const task of tasks.slice(0, 1000)) {
    for (const [name, value] of Object.entries(valuesOf(run, stage, task))) {
      const number = numberOf(value)
      if (number !== undefined) seen.set(name, (seen.get(name) ?? new Set()).add(number))
    }
  }
  let best: string | undefined
  for (const [name, numbers] of seen) if (numbers.size > 1 && numbers.size > (seen.get(best ?? '')?.size ?? 0)) best = name
  return best
}

function numberOf(json: Json | undefined): number | undefined {
  if (typeof json === 'number') return json
  const { value } = partsOf(json)
  return typeof value === 'number' ? value : undefined
}

interface Read extends Pick<MetricValue, 'value' | 'error' | 'statistical' | 'systematic' | 'histogram'> {
  readonly unit: string | undefined
}

/** A metric with its errors, in parts or under names of their own. */
function readMetric(metrics: Metrics, name: string, declared: string | undefined): Read {
  const json = metrics[name] ?? null
  const histogram = histogramOf(json)
  if (histogram !== undefined) {
    return {
      value: histogram.counts,
      error: histogram.errors,
      statistical: undefined,
      systematic: undefined,
      histogram,
      unit: histogram.unit ?? declared,
    }
  }
  const { value = json, uncertainty, unit } = partsOf(json)
  const kinds = typeof uncertainty === 'object' && uncertainty !== null && !Array.isArray(uncertainty) ? (uncertainty as Metrics) : {}
  const beside = (suffix: string) => plain(metrics[`${name}_${suffix}`])
  const statistical = beside('statistical') ?? kinds.statistical
  const systematic = beside('systematic') ?? kinds.systematic
  const whole = isErrorValue(uncertainty) ? uncertainty : undefined
  const error = beside('error') ?? whole ?? inSquares(statistical, systematic)
  return { value, error, statistical, systematic, histogram, unit: typeof unit === 'string' ? unit : declared }
}

function isErrorValue(json: Json | undefined): json is number | readonly Json[] {
  return typeof json === 'number' || Array.isArray(json)
}

function plain(json: Json | undefined): Json | undefined {
  return json === undefined ? undefined : (partsOf(json).value ?? json)
}

function inSquares(a: Json | undefined, b: Json | undefined): Json | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return typeof a === 'number' && typeof b === 'number' ? Math.hypot(a, b) : undefined
}

function partsOf(json: Json | undefined): Metrics {
  const inParts = typeof json === 'object' && json !== null && !Array.isArray(json) && 'value' in json
  return inParts ? (json as Metrics) : {}
}

/** Written in another unit than the first one; what cannot be is left as it is. */
function inUnit(read: Read, unit: string | undefined): Pick<MetricValue, 'value' | 'error' | 'statistical' | 'systematic'> {
  const { value, error, statistical, systematic } = read
  if (unit === undefined || read.unit === undefined || read.unit === unit || typeof value !== 'number') {
    return { value, error, statistical, systematic }
  }
  const from = read.unit
  const turned = (number: number) => valueIn(quantity(number, from), unit)
  try {
    const step = turned(1) - turned(0)
    const scaled = (json: Json | undefined) => (typeof json === 'number' ? json * step : json)
    return { value: turned(value), error: scaled(error), statistical: scaled(statistical), systematic: scaled(systematic) }
  } catch {
    return { value, error, statistical, systematic }
  }
}
