import type { Json } from '#model/json.ts'
import type { RunState } from '#run/state.ts'
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
  for (const stage of layers.flat().reverse()) {
    const state = run.stages[stage]
    if (state === undefined || state.results.size === 0) continue
    if (run.workflow.stages[stage]?.fanout.kind === 'single') single.push(...singleMetrics(run, stage))
    else fanout.push(...fanoutMetrics(run, stage))
  }
  return [...single, ...fanout]
}

function singleMetrics(run: RunState, stage: number): readonly AnswerFact[] {
  const metrics = run.stages[stage]?.results.get(0)?.metrics ?? {}
  return Object.entries(metrics)
    .filter(([name]) => !isErrorOfAnother(name, metrics))
    .map(
      ([metric, value]): AnswerFact => ({
        kind: 'single',
        stage,
        metric,
        value,
        error: errorOf(metric, metrics),
        unit: unitOf(run, stage, metric),
      }),
    )
}

function fanoutMetrics(run: RunState, stage: number): readonly AnswerFact[] {
  const values = new Map<string, number[]>()
  let read = 0
  for (const result of run.stages[stage]?.results.values() ?? []) {
    if (++read > mostValues) break
    for (const [metric, value] of Object.entries(result.metrics)) {
      if (typeof value !== 'number') continue
      const list = values.get(metric)
      if (list === undefined) values.set(metric, [value])
      else list.push(value)
    }
  }
  const facts: AnswerFact[] = []
  for (const [metric, list] of values) {
    const spread = spreadOf(list)
    if (spread !== null) facts.push({ kind: 'fanout', stage, metric, spread, unit: unitOf(run, stage, metric) })
  }
  return facts
}

function errorOf(metric: string, metrics: { readonly [name: string]: Json }): number | undefined {
  for (const suffix of errorSuffixes) {
    const error = metrics[metric + suffix]
    if (typeof error === 'number' && typeof metrics[metric] === 'number') return error
  }
  return undefined
}

function isErrorOfAnother(name: string, metrics: { readonly [name: string]: Json }): boolean {
  return errorSuffixes.some((suffix) => name.endsWith(suffix) && typeof metrics[name.slice(0, -suffix.length)] === 'number')
}

function unitOf(run: RunState, stage: number, metric: string): string | undefined {
  return run.workflow.stages[stage]?.metrics.find((one) => one.name === metric)?.unit
}
