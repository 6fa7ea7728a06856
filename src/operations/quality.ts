import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Journal } from '#engine/ports.ts'
import { nearest } from '#expression/nearest.ts'
import { controlPlots } from '#report/control-plots.ts'
import { svgPage } from '#report/plot-svg.ts'
import { falseAlarms, type ProcessQuality, processQuality } from '#report/process-quality.ts'
import { type RunQuality, runQuality } from '#report/quality-history.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import type { Operation } from './operation.ts'
import { eventsOf, readRun } from './read-run.ts'
import { findStore, withJournal } from './store.ts'

const input = z.object({
  /** A workflow, or a metric: `tc`, `fit.tc`; left out, all workflows of the store. */
  of: z.string().optional(),
  /** The first so many values are what is normal. */
  baseline: z.int().min(5).optional(),
  rules: z.enum(['western-electric', 'nelson']).default('western-electric'),
  /** Writes the control charts of the metrics there. */
  svg: z.string().optional(),
  language: z.enum(['en', 'ko']).default('en'),
})

const text = z.object({ en: z.string(), ko: z.string() })
const chart = z.array(z.object({ value: z.number(), lower: z.number(), upper: z.number(), alarm: z.boolean() }))

const metric = z.object({
  stage: z.string(),
  name: z.string(),
  unit: z.string().optional(),
  points: z.array(z.object({ run: z.string(), at: z.number(), value: z.number() })),
  /** Null: fewer than five values, or none that differ. */
  charts: z
    .object({
      centre: z.number(),
      sigma: z.number(),
      baseline: z.int(),
      shewhart: chart,
      ewma: chart,
      cusum: chart,
      warnings: z.array(
        z.object({
          chart: z.enum(['shewhart', 'ewma', 'cusum']),
          rule: z.string(),
          says: text,
          source: z.string(),
          firstRun: z.string(),
          lastRun: z.string(),
          times: z.int(),
          now: z.boolean(),
        }),
      ),
    })
    .nullable(),
})

const output = z.object({
  store: z.string(),
  workflows: z.array(
    z.object({
      workflow: z.string(),
      runs: z.int(),
      /** Tasks that gates judged, those that passed at first, those that ran again for a gate. */
      judged: z.int(),
      firstPass: z.int(),
      reworked: z.int(),
      /** Wall time of attempts that gates did not let pass. */
      costMs: z.number(),
      /** Saved by `watch`. */
      savedMs: z.number(),
      gates: z.array(
        z.object({
          stage: z.string(),
          gate: z.string(),
          level: z.string(),
          history: z.array(
            z.object({ run: z.string(), at: z.number(), passed: z.int(), failed: z.int(), inconclusive: z.int(), waived: z.int() }),
          ),
        }),
      ),
      metrics: z.array(metric),
    }),
  ),
  /** In control each chart gives a false alarm after so many values, on the mean. */
  falseAlarmEvery: z.object({ shewhart: z.number(), ewma: z.number(), cusum: z.number() }),
  written: z.string().optional(),
})

export type QualityAnswer = z.infer<typeof output>

/** Tells how quality has gone over the runs of the store: yields, every gate's history, and whether metrics are in control. */
export const quality: Operation<z.infer<typeof input>, QualityAnswer> = {
  name: 'quality',
  summary: summaries.quality,
  input,
  output,
  handle({ of, baseline, rules, svg, language }, host) {
    const store = findStore(host)
    return withJournal(
      store,
      (journal) => {
        const options = { rules, ...(baseline === undefined ? {} : { baseline }) } as const
        const workflows = byWorkflow(journal).map(([workflow, runs]) => ({ workflow, runs, metrics: processQuality(runs, options) }))
        const meant = chosen(workflows, of)
        const processes = meant.flatMap(({ metrics }) => metrics)
        if (svg !== undefined) writeFileSync(resolve(host.folder, svg), svgPage(processes.flatMap((one) => controlPlots(one, language))))
        return {
          store,
          workflows: meant.map(told),
          falseAlarmEvery: falseAlarms(),
          ...(svg === undefined ? {} : { written: svg }),
        }
      },
      { readOnly: true },
    )
  },
}

interface Found {
  readonly workflow: string
  readonly runs: readonly RunQuality[]
  readonly metrics: readonly ProcessQuality[]
}

/** The quality of every run of a store that is over, oldest first, by workflow. */
export function byWorkflow(journal: Journal, only?: string): readonly (readonly [string, readonly RunQuality[]])[] {
  const found = new Map<string, RunQuality[]>()
  for (const { run, name, outcome } of journal.runs()) {
    if (outcome === undefined || (only !== undefined && name !== only)) continue
    const known = found.get(name) ?? []
    found.set(name, known)
    const seen = readRun(journal, run).run
    known.push(runQuality(seen, eventsOf(journal, seen)))
  }
  return [...found]
}

function chosen(all: readonly Found[], of: string | undefined): readonly Found[] {
  if (of === undefined) return all
  const workflow = all.filter((one) => one.workflow === of)
  if (workflow.length > 0) return workflow
  const isMeant = ({ stage, name }: ProcessQuality) => name === of || `${stage}.${name}` === of
  const withMetric = all.map((one) => ({ ...one, metrics: one.metrics.filter(isMeant) })).filter(({ metrics }) => metrics.length > 0)
  if (withMetric.length > 0) return withMetric
  const names = all.flatMap((one) => [one.workflow, ...one.metrics.flatMap(({ stage, name }) => [name, `${stage}.${name}`])])
  const near = nearest(of, names)
  const said = { en: `No finished run has a workflow or metric “${of}”.`, ko: `끝난 실행에 “${of}”이라는 워크플로나 메트릭이 없습니다.` }
  if (near === undefined) throw new Failure('unknown_metric', said)
  throw new Failure('unknown_metric', said, { hint: { en: `Did you mean \`${near}\`?`, ko: `\`${near}\`을(를) 뜻했나요?` } })
}

function told({ workflow, runs, metrics }: Found): QualityAnswer['workflows'][number] {
  const sum = (of: (run: RunQuality) => number) => runs.reduce((total, run) => total + of(run), 0)
  const gates = new Map<string, QualityAnswer['workflows'][number]['gates'][number]>()
  for (const { run, at, gates: records } of runs) {
    for (const { stage, gate, level, ...counts } of records) {
      const known = gates.get(`${stage}.${gate}`) ?? { stage, gate, level, history: [] }
      gates.set(`${stage}.${gate}`, { ...known, history: [...known.history, { run, at, ...counts }] })
    }
  }
  return {
    workflow,
    runs: runs.length,
    judged: sum((run) => run.judged),
    firstPass: sum((run) => run.firstPass),
    reworked: sum((run) => run.reworked),
    costMs: sum((run) => run.costMs),
    savedMs: sum((run) => run.savedMs),
    gates: [...gates.values()],
    metrics: metrics.map(metricTold),
  }
}

function metricTold({ stage, name, unit, points, charts }: ProcessQuality): QualityAnswer['workflows'][number]['metrics'][number] {
  const chartTold = (of: 'shewhart' | 'ewma' | 'cusum') => {
    const alarms = new Set(charts?.[of].alarms.map(({ at }) => at))
    return (charts?.[of].points ?? []).map((point, at) => ({ ...point, alarm: alarms.has(at) }))
  }
  return {
    ...{ stage, name, points: [...points] },
    ...(unit === undefined ? {} : { unit }),
    charts:
      charts === undefined
        ? null
        : {
            ...{ centre: charts.baseline.centre, sigma: charts.baseline.sigma, baseline: charts.baseline.count },
            ...{ shewhart: chartTold('shewhart'), ewma: chartTold('ewma'), cusum: chartTold('cusum') },
            warnings: [...charts.warnings],
          },
  }
}
