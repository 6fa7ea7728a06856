import { EvaluationError } from '#expression/evaluation-error.ts'
import { type Measured, measuredOf } from '#expression/explain.ts'
import { valueToJson } from '#expression/show.ts'
import { normalQuantile } from '#expression/statistics/normal.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Gate } from '#model/gate.ts'
import type { Json } from '#model/json.ts'
import type { Metric } from '#model/workflow.ts'
import { artefactValue, byFingerprint } from './artefact-value.ts'
import { compared, holds } from './margin.ts'
import { metricValue } from './metric-value.ts'
import { decisionNames, metricsRecord } from './names.ts'
import type { Result, Verdict } from './outcome.ts'
import type { OwnedStage } from './owned.ts'
import { unsoundness } from './unsound.ts'

/** What an attempt left, as far as gates see it. */
type Made = Pick<Result, 'metrics' | 'outputs'>

/** What a stage's gates say of what a task made, one verdict a gate, in order. */
export function judge(stage: OwnedStage, task: number, made: Made): readonly Verdict[] {
  const { gates } = stage.definition
  if (gates.length === 0) return none
  const names = decisionNames(stage, task, gateNames(stage, made))
  return gates.map((gate, index) => verdictOf(gate, index, names, stage.definition.metrics))
}

const none: readonly Verdict[] = []

/** A task's own metrics, bare and under `metrics`, and its outputs with their content. */
export function gateNames(stage: OwnedStage, { metrics, outputs }: Made): (name: string) => Value | undefined {
  const record = metricsRecord(stage, metrics)
  return (name) =>
    metricValue(stage, metrics, name) ?? (name === 'metrics' ? record : name === 'outputs' ? outputsRecord(outputs) : undefined)
}

function outputsRecord(outputs: Made['outputs']): RecordValue {
  const get = (name: string): Value | undefined => {
    const artefact = Object.hasOwn(outputs, name) ? outputs[name] : undefined
    return artefact && artefactValue(artefact, byFingerprint, () => '')
  }
  return { kind: 'record', get, names: () => Object.keys(outputs) }
}

/** A gate passes only when its check is true of numbers: NaN, a metric that is not there, a wrong unit and an error never pass. */
function verdictOf(gate: Gate, index: number, names: RecordValue, metrics: readonly Metric[]): Verdict {
  const saw = measuredOf(gate.check, names)
  const seen = seenOf(saw)
  try {
    const value = gate.check.evaluate(names)
    if (saw.comparedNaN) return { gate: index, verdict: 'inconclusive', ...seen, detail: 'a comparison met NaN' }
    if (typeof value !== 'boolean') return { gate: index, verdict: 'inconclusive', ...seen, detail: 'the check is neither true nor false' }
    const unsound = value ? unsoundness(gate.check.references, names, metrics) : undefined
    if (unsound !== undefined) return { gate: index, verdict: 'inconclusive', ...seen, detail: unsound }
    if (isSure(gate, value, saw)) return { gate: index, verdict: value ? 'passed' : 'failed', ...seen }
    return { gate: index, verdict: 'inconclusive', ...seen, detail: doubtOf(gate, saw) }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    return { gate: index, verdict: 'inconclusive', ...seen, detail: error.message }
  }
}

/**
 * Whether the uncertainties allow a verdict (JCGM 106:2012, "Evaluation of measurement data – The role of measurement uncertainty in
 * conformity assessment", 7.3 and 8.3: a guard band as wide as the one-sided normal quantile of the confidence asked for). A check has
 * failed for sure as soon as one of the comparisons that must all hold has.
 */
function isSure({ confidence }: Gate, value: boolean, { leastPull, comparisons }: Measured): boolean {
  if (leastPull === Number.POSITIVE_INFINITY) return true
  const needed = normalQuantile(confidence)
  if (leastPull >= needed) return true
  return !value && comparisons.some((one) => !holds(one) && Math.abs(one.pull ?? Number.POSITIVE_INFINITY) >= needed)
}

function doubtOf({ confidence }: Gate, { leastPull }: Measured): string {
  const percent = Number((confidence * 100).toPrecision(6))
  return `${leastPull.toPrecision(2)} standard errors from the threshold, ${normalQuantile(confidence).toPrecision(3)} are needed for ${percent} %`
}

/** What the check saw: the values of its names as written, and both sides of its comparisons with the margin between them. */
export function seenOf({ values, comparisons }: Measured): Pick<Verdict, 'measured' | 'comparisons'> {
  const measured: { [name: string]: Json } = Object.fromEntries([...values].map(([name, value]) => [name, valueToJson(value)]))
  return comparisons.length === 0 ? { measured } : { measured, comparisons: comparisons.map(compared) }
}
