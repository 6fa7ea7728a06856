import { z } from 'zod'
import { nearest } from '#expression/nearest.ts'
import type { Json } from '#model/json.ts'
import { type MetricFact, metricFacts } from '#report/metric-facts.ts'
import { spreadOf } from '#report/spread.ts'
import type { RunState } from '#run/state.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { findRun, findStore, withJournal } from './store.ts'

const input = z.object({
  run: z.string().optional(),
  /** `energy`, or `relax.energy` where several stages have one. */
  name: z.string().optional(),
})

const json = z.custom<Json>(() => true)

const output = z.object({
  run: z.string(),
  workflow: z.string(),
  metrics: z.array(
    z.object({
      stage: z.string(),
      name: z.string(),
      unit: z.string().optional(),
      /** The `foreach` value that differs most among the tasks. */
      axis: z.string().optional(),
      /** Of its numbers, where there is more than one. */
      spread: z.object({ min: z.number(), median: z.number(), max: z.number(), mean: z.number() }).optional(),
      values: z.array(
        z.object({
          task: z.int(),
          label: z.string(),
          x: z.number().optional(),
          value: json,
          error: json.optional(),
          statistical: json.optional(),
          systematic: json.optional(),
          /** Of a histogram, whose counts are the value. */
          edges: z.array(z.number()).optional(),
          /** Run, stage, task and attempt that measured it. */
          origin: z.string(),
        }),
      ),
    }),
  ),
})

export type MetricsAnswer = z.infer<typeof output>

/** Tells what the tasks of a run measured. */
export const metrics: Operation<z.infer<typeof input>, MetricsAnswer> = {
  name: 'metrics',
  summary: summaries.metrics,
  input,
  output,
  handle({ run: wanted, name }, host) {
    return withJournal(
      findStore(host),
      (journal) => {
        const summary = findRun(journal, wanted)
        const { run } = readRun(journal, summary.run)
        return { run: summary.run, workflow: summary.name, metrics: meant(run, metricFacts(run), name).map((fact) => told(run, fact)) }
      },
      { readOnly: true },
    )
  },
}

function meant(run: RunState, facts: readonly MetricFact[], name: string | undefined): readonly MetricFact[] {
  if (name === undefined) return facts
  const found = facts.filter((fact) => fact.name === name || fullName(run, fact) === name)
  if (found.length > 0) return found
  const names = [...new Set(facts.flatMap((fact) => [fact.name, fullName(run, fact)]))]
  const near = nearest(name, names)
  const said = { en: `Run ${run.id} has no metric “${name}” yet.`, ko: `실행 ${run.id}에 아직 “${name}”이라는 메트릭이 없습니다.` }
  if (names.length === 0) throw new Failure('unknown_metric', said)
  const list = [...new Set(facts.map((fact) => fact.name))].slice(0, 20).join(', ')
  const meantText = near === undefined ? { en: '', ko: '' } : { en: `Did you mean \`${near}\`? `, ko: `\`${near}\`을(를) 뜻했나요? ` }
  throw new Failure('unknown_metric', said, {
    hint: { en: `${meantText.en}It has ${list}.`, ko: `${meantText.ko}있는 것: ${list}.` },
  })
}

function fullName(run: RunState, { stage, name }: MetricFact): string {
  return `${run.workflow.stages[stage]?.name ?? ''}.${name}`
}

function spreadIn(values: MetricFact['values']): Pick<MetricsAnswer['metrics'][number], 'spread'> {
  const numbers = values.flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
  const spread = numbers.length < 2 ? null : spreadOf(numbers)
  return spread === null ? {} : { spread: { min: spread.min, median: spread.median, max: spread.max, mean: spread.mean } }
}

function told(run: RunState, { stage, name, unit, axis, values }: MetricFact): MetricsAnswer['metrics'][number] {
  return {
    stage: run.workflow.stages[stage]?.name ?? '',
    name,
    ...(unit === undefined ? {} : { unit }),
    ...(axis === undefined ? {} : { axis }),
    ...spreadIn(values),
    values: values.map(({ task, label, x, value, error, statistical, systematic, histogram, origin }) => ({
      task,
      label,
      ...(x === undefined ? {} : { x }),
      value,
      ...(error === undefined ? {} : { error }),
      ...(statistical === undefined ? {} : { statistical }),
      ...(systematic === undefined ? {} : { systematic }),
      ...(histogram === undefined ? {} : { edges: [...histogram.edges] }),
      origin,
    })),
  }
}
