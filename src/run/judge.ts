import { EvaluationError } from '#expression/evaluation-error.ts'
import { measuredOf } from '#expression/explain.ts'
import { valueToJson } from '#expression/show.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Gate } from '#model/workflow.ts'
import type { Verdict } from './events.ts'
import { metricValue } from './metric-value.ts'
import { decisionNames, metricsRecord } from './names.ts'
import type { OwnedStage } from './owned.ts'

/** What a stage's gates say of a task's metrics, one verdict a gate, in order. */
export function judge(stage: OwnedStage, task: number, metrics: { readonly [name: string]: Json }): readonly Verdict[] {
  const { gates } = stage.definition
  if (gates.length === 0) return none
  const names = decisionNames(stage, task, gateNames(stage, metrics))
  return gates.map((gate, index) => verdictOf(gate, index, names))
}

const none: readonly Verdict[] = []

/** A task's own metrics, bare and under `metrics`. */
export function gateNames(stage: OwnedStage, metrics: { readonly [name: string]: Json }): (name: string) => Value | undefined {
  const record = metricsRecord(stage, metrics)
  return (name) => metricValue(stage, metrics, name) ?? (name === 'metrics' ? record : undefined)
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
