import { EvaluationError } from '#expression/evaluation-error.ts'
import { measuredOf } from '#expression/explain.ts'
import { valueToJson } from '#expression/show.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Gate } from '#model/workflow.ts'
import { artefactValue, byFingerprint } from './artefact-value.ts'
import type { Result, Verdict } from './events.ts'
import { metricValue } from './metric-value.ts'
import { decisionNames, metricsRecord } from './names.ts'
import type { OwnedStage } from './owned.ts'

/** What an attempt left, as far as gates see it. */
type Made = Pick<Result, 'metrics' | 'outputs'>

/** What a stage's gates say of what a task made, one verdict a gate, in order. */
export function judge(stage: OwnedStage, task: number, made: Made): readonly Verdict[] {
  const { gates } = stage.definition
  if (gates.length === 0) return none
  const names = decisionNames(stage, task, gateNames(stage, made))
  return gates.map((gate, index) => verdictOf(gate, index, names))
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

/** A gate passes only when its check is true of numbers: NaN, a metric that is not there and an error never pass. */
function verdictOf(gate: Gate, index: number, names: RecordValue): Verdict {
  try {
    const value = gate.check.evaluate(names)
    const { seen, comparedNaN } = measure(gate, names)
    if (comparedNaN) return { gate: index, verdict: 'inconclusive', ...seen, detail: 'a comparison met NaN' }
    if (typeof value === 'boolean') return { gate: index, verdict: value ? 'passed' : 'failed', ...seen }
    return { gate: index, verdict: 'inconclusive', ...seen, detail: 'the check is neither true nor false' }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    return { gate: index, verdict: 'inconclusive', ...measure(gate, names).seen, detail: error.message }
  }
}

/** What the check saw: the values of its names as written, and both sides of its comparisons. */
function measure({ check }: Gate, names: RecordValue): { seen: Pick<Verdict, 'measured' | 'comparisons'>; comparedNaN: boolean } {
  const { values, comparisons, comparedNaN } = measuredOf(check, names)
  const measured: { [name: string]: Json } = Object.fromEntries([...values].map(([name, value]) => [name, valueToJson(value)]))
  if (comparisons.length === 0) return { seen: { measured }, comparedNaN }
  const sides = comparisons.map(({ left, operator, right }) => ({ left: valueToJson(left), operator, right: valueToJson(right) }))
  return { seen: { measured, comparisons: sides }, comparedNaN }
}
