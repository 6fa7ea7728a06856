import type { Json } from '#model/json.ts'
import type { RunState } from '#run/state.ts'
import { isWritten, measureOf } from './measure.ts'
import { type Spread, spreadOf } from './spread.ts'

/** What a metric came out as: the figures that answer the workflow's question. */
export type AnswerFact =
  | {
      readonly kind: 'single'
      readonly stage: number
      readonly metric: string
      readonly value: Json
      /** Its standard error, where the stage reports one beside it (`tc` and `tc_error`). */
      readonly error: number | undefined
      readonly unit: string | undefined
    }
  | { readonly kind: 'fanout'; readonly stage: number; readonly metric: string; readonly spread: Spread; readonly unit: string | undefined }

const errorSuffixes = ['_error', '_err', '_stderr', '_sem', '_uncertainty', '_sigma']
/** Past this many tasks the values of a fan-out are still summarised, but only the first so many of them. */
const mostValues = 1_000_000

/** Metrics of all stages with results: single stages first, and of them the last in the workflow first. */
export function answerFacts(run: RunState, layers: readonly (readonly number[])[]): readonly AnswerFact[] {
  const single: AnswerFact[] = []
  const fanout: AnswerFact[] = []
  const told = toldElsewhere(run)
  for (const stage of layers.flat().reverse()) {
    const state = run.stages[stage]
    if (state === undefined || state.results.size === 0 || told.has(stage)) continue
    if (run.workflow.stages[stage]?.fanout.kind === 'single') single.push(...singleMetrics(run, stage))
    else fanout.push(...fanoutMetrics(run, stage))
  }
  return [...single, ...fanout]
}

/** Decisions have a table of their own, and a loop that has ended shows what its last turn measured. */
function toldElsewhere({ workflow, stages }: RunState): ReadonlySet<number> {
  const told = new Set<number>()
  for (const { index, decision, loop } of workflow.stages) {
    if (decision !== undefined) told.add(index)
    if (loop !== undefined && (stages[index]?.results.size ?? 0) > 0) for (const turn of loop.turns) told.add(turn)
  }
  return told
}

function singleMetrics(run: RunState, stage: number): readonly AnswerFact[] {
  const metrics = run.stages[stage]?.results.get(0)?.metrics ?? {}
  return Object.entries(metrics)
    .filter(([name]) => !isErrorOfAnother(name, metrics))
    .map(([metric, json]): AnswerFact => {
      const written = isWritten(json)
      const unit = written ? json.unit : unitOf(run, stage, metric)
      return { kind: 'single', stage, metric, value: written ? json.value : json, error: errorOf(metric, metrics), unit }
    })
}

function fanoutMetrics(run: RunState, stage: number): readonly AnswerFact[] {
  const gathered = new Map<string, { unit: string | undefined; values: number[] }>()
  let read = 0
  for (const result of run.stages[stage]?.results.values() ?? []) {
    if (++read > mostValues) break
    for (const [metric, json] of Object.entries(result.metrics)) {
      const measure = measureOf(json)
      if (measure === undefined) continue
      const known = gathered.get(metric)
      if (known === undefined) gathered.set(metric, { unit: measure.unit, values: [measure.value] })
      // Values in another unit than the first are left out rather than mixed.
      else if (known.unit === measure.unit) known.values.push(measure.value)
    }
  }
  const facts: AnswerFact[] = []
  for (const [metric, { unit, values }] of gathered) {
    const spread = spreadOf(values)
    if (spread !== null) facts.push({ kind: 'fanout', stage, metric, spread, unit: unit ?? unitOf(run, stage, metric) })
  }
  return facts
}

/** Only in the value's own unit: an error in another one would be a wrong number. */
function errorOf(metric: string, metrics: { readonly [name: string]: Json }): number | undefined {
  const value = measureOf(metrics[metric])
  for (const suffix of errorSuffixes) {
    const error = measureOf(metrics[metric + suffix])
    if (error !== undefined && value !== undefined && error.unit === value.unit) return error.value
  }
  return undefined
}

function isErrorOfAnother(name: string, metrics: { readonly [name: string]: Json }): boolean {
  return errorSuffixes.some((suffix) => name.endsWith(suffix) && errorOf(name.slice(0, -suffix.length), metrics) !== undefined)
}

function unitOf(run: RunState, stage: number, metric: string): string | undefined {
  return run.workflow.stages[stage]?.metrics.find((one) => one.name === metric)?.unit
}
