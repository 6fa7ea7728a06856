import type { RecordValue, Value } from '#expression/value.ts'
import { artefactValue, contentOf, pathsOf, type Rendering } from './artefact-value.ts'
import { isFanout } from './axes.ts'
import { metricValue } from './metric-value.ts'
import type { Artefact } from './outcome.ts'
import type { OwnedRun, OwnedStage } from './owned.ts'
import { countOf, listed } from './pieces.ts'

/**
 * `stages.STAGE.…`, seen by every task. What is gathered over a fan-out is made once and kept until a result of that
 * stage changes, however many tasks ask: 10,000 tasks that read 10,000 results share one list.
 */
export function stagesRecord(run: OwnedRun, rendering: Rendering): RecordValue {
  const records = recordsOf(rendering)
  const kept = records.get(run)
  if (kept !== undefined) return kept
  const stages = new Map<string, RecordValue>()
  const get = (name: string): Value | undefined => {
    const stage = run.byName.get(name)
    if (stage === undefined) return undefined
    const known = stages.get(name) ?? stageRecord(stage, rendering)
    stages.set(name, known)
    return known
  }
  const record: RecordValue = { kind: 'record', get, names: () => [...run.byName.keys()] }
  records.set(run, record)
  return record
}

const kept = new WeakMap<Rendering, WeakMap<OwnedRun, RecordValue>>()

function recordsOf(rendering: Rendering): WeakMap<OwnedRun, RecordValue> {
  const known = kept.get(rendering)
  if (known !== undefined) return known
  const fresh = new WeakMap<OwnedRun, RecordValue>()
  kept.set(rendering, fresh)
  return fresh
}

function stageRecord(stage: OwnedStage, rendering: Rendering): RecordValue {
  const many = isFanout(stage)
  const { definition } = stage
  const lists = new Map(definition.outputs.map(({ name }) => [name, many ? gatheredOutput(stage, rendering, name) : undefined]))
  const outputs: RecordValue = {
    kind: 'record',
    get: (output) => lists.get(output) ?? singleOutput(stage, rendering, output),
    names: () => definition.outputs.map((output) => output.name),
  }
  const gathered = keptWhile(stage)
  const metrics: RecordValue = {
    kind: 'record',
    get: (metric) => (many ? gathered(metric, () => gatheredMetric(stage, metric)) : metricOf(stage, 0, metric)),
    names: () => definition.metrics.map((metric) => metric.name),
  }
  const get = (name: string): Value | undefined => {
    if (name === 'outputs') return outputs
    if (name === 'metrics') return metrics
    return name === 'count' && stage.standIn === undefined ? countOf(stage) : undefined
  }
  return { kind: 'record', get, names: () => ['outputs', 'metrics', 'count'] }
}

/** Keeps values until a result of the stage changes. */
function keptWhile(stage: OwnedStage): (name: string, make: () => Value | undefined) => Value | undefined {
  const values = new Map<string, Value>()
  let version = -1
  return (name, make) => {
    if (version !== stage.version) values.clear()
    version = stage.version
    const known = values.get(name)
    if (known !== undefined) return known
    const value = make()
    if (value !== undefined) values.set(name, value)
    return value
  }
}

function singleOutput(stage: OwnedStage, rendering: Rendering, output: string): Value | undefined {
  const artefact = stage.results.get(0)?.outputs[output]
  return artefact && artefactValue(artefact, rendering, () => rendering.manifest(stage.definition.name, output))
}

function gatheredOutput(stage: OwnedStage, rendering: Rendering, output: string): RecordValue {
  const kept = keptWhile(stage)
  const get = (name: string): Value | undefined => {
    if (name === 'manifest') return rendering.manifest(stage.definition.name, output)
    if (name === 'paths') return kept(name, () => artefactsOf(stage, output).flatMap((artefact) => pathsOf(artefact, rendering)))
    return name === 'json' ? kept(name, () => artefactsOf(stage, output).map((artefact) => contentOf(artefact) ?? null)) : undefined
  }
  return { kind: 'record', get, names: () => ['manifest', 'paths', 'json'] }
}

/** In task order; tasks without one (skipped, or an optional output) are left out. */
function artefactsOf(stage: OwnedStage, output: string): readonly Artefact[] {
  const artefacts: Artefact[] = []
  for (const task of listed(stage)) {
    const artefact = stage.results.get(task)?.outputs[output]
    if (artefact !== undefined) artefacts.push(artefact)
  }
  return artefacts
}

/** In task order over the tasks with a result; one that did not report it counts as NaN, so no statistic hides the hole. */
function gatheredMetric(stage: OwnedStage, metric: string): Value | undefined {
  const values: Value[] = []
  let known = stage.definition.metrics.some(({ name }) => name === metric)
  for (const task of listed(stage)) {
    if (!stage.results.has(task)) continue
    const value = metricOf(stage, task, metric)
    known ||= value !== undefined
    values.push(value ?? Number.NaN)
  }
  return known ? values : undefined
}

function metricOf(stage: OwnedStage, task: number, metric: string): Value | undefined {
  const metrics = stage.results.get(task)?.metrics
  return metrics && metricValue(stage, metrics, metric)
}
