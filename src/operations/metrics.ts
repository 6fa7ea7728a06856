import { z } from 'zod'
import type { Journal } from '#engine/ports.ts'
import { nearest } from '#expression/nearest.ts'
import type { Json } from '#model/json.ts'
import { type MetricFact, metricFacts } from '#report/metric-facts.ts'
import { type MetricStream, metricStreams } from '#report/metric-streams.ts'
import { spreadOf } from '#report/spread.ts'
import { waiverFacts } from '#report/waivers.ts'
import { hiddenStages, visibleEvent } from '#run/blinding.ts'
import { labelOf } from '#run/label.ts'
import type { RunState } from '#run/state.ts'
import { rests, type Waived, waivedOf } from '#run/waived.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { pause } from './follow-run.ts'
import type { Host, Operation } from './operation.ts'
import { eventsOf, readRun } from './read-run.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { describeWaivers, runWaiver } from './waivers.ts'

const input = z.object({
  run: z.string().optional(),
  /** `energy`, or `relax.energy` where several stages have one. */
  name: z.string().optional(),
  /** Go on as more comes, until the run is over. */
  follow: z.boolean().default(false),
})

const json = z.custom<Json>(() => true)

const points = z.array(z.tuple([z.int(), z.union([z.number(), z.string()])]))

const stream = z.object({
  stage: z.string(),
  task: z.int(),
  label: z.string(),
  attempt: z.int(),
  name: z.string(),
  /** Line and value, thinned; NaN and the infinities are texts. */
  points,
})

const output = z.object({
  run: z.string(),
  workflow: z.string(),
  /** What was let pass although a gate did not, and what rests on it. */
  waivers: z.array(runWaiver),
  /** What came while tasks ran. */
  streams: z.array(stream),
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
          /** On which of `waivers` it rests, counted from 0; left out: on none. */
          waivers: z.array(z.int()).optional(),
        }),
      ),
    }),
  ),
})

export type MetricsAnswer = z.infer<typeof output>

export type MetricsUpdate = z.infer<typeof stream>

/** How often a follower looks into the journal. */
const lookEveryMs = 200

/** Tells what the tasks of a run measured, and what is measured while they run. */
export const metrics: Operation<z.infer<typeof input>, MetricsAnswer, MetricsUpdate> = {
  name: 'metrics',
  summary: summaries.metrics,
  input,
  output,
  update: stream,
  handle({ run: wanted, name, follow }, host) {
    return withJournal(
      findStore(host),
      async (journal) => {
        const summary = findRun(journal, wanted)
        if (follow) await followStreams(journal, summary.run, name, host)
        const { run } = readRun(journal, summary.run)
        const streams = metricStreams(eventsOf(journal, run)).filter((one) => name === undefined || isNamed(run, one, name))
        const facts = meant(run, metricFacts(run), name, streams.length > 0)
        const waived = waivedOf(run)
        return {
          run: summary.run,
          workflow: summary.name,
          waivers: describeWaivers(waiverFacts(run), run.workflow.stages),
          streams: streams.map((one) => streamTold(run, one)),
          metrics: facts.map((fact) => told(run, fact, waived)),
        }
      },
      { readOnly: true },
    )
  },
}

/** Reports what comes, until the run is over or nobody waits. */
async function followStreams(journal: Journal, id: string, name: string | undefined, host: Host<MetricsUpdate>): Promise<void> {
  let position = 0
  let over = false
  while (!over && !host.detach.aborted) {
    const { run } = readRun(journal, id)
    const hidden = hiddenStages(run)
    for (const entry of journal.read(id, position)) {
      position = entry.position
      if (entry.event.type === 'RunEnded') over = true
      if (entry.event.type === 'AttemptsStarted' || entry.event.type === 'TasksReset') over = false
      const event = visibleEvent(entry.event, hidden)
      for (const one of metricStreams([event])) if (name === undefined || isNamed(run, one, name)) host.report(streamTold(run, one))
    }
    if (!over) await pause(lookEveryMs, host.detach)
  }
}

function isNamed(run: RunState, of: { readonly stage: number; readonly name: string }, name: string): boolean {
  return of.name === name || fullName(run, of) === name
}

function streamTold(run: RunState, { stage, task, attempt, name, points }: MetricStream): MetricsUpdate {
  const named = { stage: run.workflow.stages[stage]?.name ?? '', task, label: labelOf(run, stage, task) }
  return { ...named, attempt, name, points: points.map(([line, value]) => [line, value]) }
}

function meant(run: RunState, facts: readonly MetricFact[], name: string | undefined, streamed: boolean): readonly MetricFact[] {
  if (name === undefined) return facts
  const found = facts.filter((fact) => fact.name === name || fullName(run, fact) === name)
  if (found.length > 0 || streamed) return found
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

function fullName(run: RunState, { stage, name }: Pick<MetricFact, 'stage' | 'name'>): string {
  return `${run.workflow.stages[stage]?.name ?? ''}.${name}`
}

function spreadIn(values: MetricFact['values']): Pick<MetricsAnswer['metrics'][number], 'spread'> {
  const numbers = values.flatMap(({ value }) => (typeof value === 'number' ? [value] : []))
  const spread = numbers.length < 2 ? null : spreadOf(numbers)
  return spread === null ? {} : { spread: { min: spread.min, median: spread.median, max: spread.max, mean: spread.mean } }
}

function told(run: RunState, { stage, name, unit, axis, values }: MetricFact, waived: readonly Waived[]): MetricsAnswer['metrics'][number] {
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
      ...restsOn(waived, stage, task),
    })),
  }
}

function restsOn(waived: readonly Waived[], stage: number, task: number): { waivers?: number[] } {
  const found = waived.flatMap((one, index) => (rests(one, stage, task) ? [index] : []))
  return found.length === 0 ? {} : { waivers: found }
}
