import { valueFromJson } from '#expression/show.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import { artefactValue, byFingerprint, type Rendering } from './artefact-value.ts'
import { axisJson, axisNamed, axisValue, followed, rootOf } from './axes.ts'
import { labelOf } from './label.ts'
import { metricValue } from './metric-value.ts'
import type { OwnedRun, OwnedStage } from './owned.ts'
import { outputOf } from './pieces.ts'
import { signalsRecord } from './signal-names.ts'
import { stagesRecord } from './stage-names.ts'

/** The names of docs/architecture.md, looked up only when an expression asks for them. */
export interface Scope {
  readonly stage: OwnedStage
  /** Undefined: nothing of a single task is seen (the values of `foreach`). */
  readonly task: number | undefined
  readonly rendering: Rendering
  /** Names before all others: own metrics; `inputs` and `outputs`; `needs` and `attempt`. */
  readonly first?: (name: string) => Value | undefined
}

export function namesOf({ stage, task, rendering, first }: Scope): RecordValue {
  const get = (name: string): Value | undefined =>
    first?.(name) ??
    turnName(stage, task, rendering, name) ??
    ownName(stage, task, name) ??
    stage.run.parameters.get(name) ??
    otherName(stage, task, rendering, name)
  return record(get, () => [
    ...axisNamesOf(stage),
    ...stage.run.parameters.keys(),
    'stages',
    ...(task === undefined ? [] : ['task', 'label']),
  ])
}

/** What decisions evaluate with: needs, `when`, gates. */
export function decisionNames(stage: OwnedStage, task: number | undefined, first?: Scope['first']): RecordValue {
  return namesOf({ stage, task, rendering: byFingerprint, ...(first === undefined ? {} : { first }) })
}

export function axisNamesOf({ definition }: OwnedStage): readonly string[] {
  return definition.fanout.kind === 'foreach' ? definition.fanout.axes.map((axis) => axis.name) : []
}

/** A value that a retry has changed, or a `foreach` value of the stage. */
function ownName(stage: OwnedStage, task: number | undefined, name: string): Value | undefined {
  if (task === undefined) return undefined
  const changes = stage.histories.get(task)?.changes
  if (changes !== undefined && Object.hasOwn(changes, name)) return valueFromJson(changes[name] ?? null, typeOfName(stage.run, name))
  const axis = axisNamed(stage, name)
  if (axis >= 0) return axisValue(stage, task, axis)
  const { changes: ofAll } = stage
  return ofAll !== undefined && Object.hasOwn(ofAll, name) ? valueFromJson(ofAll[name] ?? null, typeOfName(stage.run, name)) : undefined
}

function typeOfName(run: OwnedRun, name: string) {
  return run.workflow.parameters.find((parameter) => parameter.name === name)?.valueType
}

/** In a loop: the number of the turn, and what the turn before has made. */
function turnName(stage: OwnedStage, task: number | undefined, rendering: Rendering, name: string): Value | undefined {
  const { turn, loop } = stage.definition
  if (turn === undefined) return loop !== undefined && name === 'iteration' ? loop.turns.length : undefined
  if (name === 'iteration') return turn.iteration
  const previous = turn.previous === undefined ? undefined : stage.run.stages[turn.previous]
  return name === 'previous' && previous !== undefined ? elementRecord(previous, task ?? 0, rendering) : undefined
}

function otherName(stage: OwnedStage, task: number | undefined, rendering: Rendering, name: string): Value | undefined {
  if (name === 'stages') return stagesRecord(stage.run, rendering)
  if (name === 'signals' && (stage.definition.coordination?.awaits.length ?? 0) > 0) return signalsRecord(stage)
  if (task === undefined) return undefined
  if (name === 'task') return task
  if (name === 'label') return labelOf(stage.run, stage.definition.index, task)
  const named = elementNamed(stage, name)
  if (named === undefined) return undefined
  for (let at = followed(stage); at !== undefined; at = followed(at)) if (at === named) return elementRecord(at, task, rendering)
  // In a group that is fanned out, all stages have the same elements.
  return followed(named) !== undefined && rootOf(named) === rootOf(stage) ? elementRecord(named, task, rendering) : undefined
}

/** The stage of which an element is seen by this name: pieces are named by the stage that makes them. */
export function elementNamed({ run, streamed }: OwnedStage, name: string): OwnedStage | undefined {
  const named = run.byName.get(name)
  return named?.pieces !== undefined && named.pieces === streamed ? streamed : named
}

/** `STAGE.…`: one element of a stage that is followed with `each`. */
function elementRecord(stage: OwnedStage, task: number, rendering: Rendering): RecordValue {
  const result = stage.results.get(task)
  const { name, metrics, outputs } = stage.definition
  const get = (field: string): Value | undefined => {
    if (field === 'outputs') {
      return record(
        (output) => {
          const artefact = result?.outputs[output]
          return artefact && artefactValue(artefact, rendering, () => rendering.manifest(name, output))
        },
        () => outputs.map((output) => output.name),
      )
    }
    if (field === 'metrics') return metricsRecord(stage, result?.metrics ?? {})
    return ownName(stage, task, field) ?? axisOfGroup(stage, task, field)
  }
  return record(get, () => [...axisNamesOf(stage), 'outputs', ...(metrics.length > 0 ? ['metrics'] : [])])
}

/** The variables of a group are those of what begins it. */
function axisOfGroup(stage: OwnedStage, task: number, name: string): Value | undefined {
  const begin = stage.definition.group?.part === 'end' ? followed(stage) : undefined
  return begin && ownName(begin, task, name)
}

/** Metrics by name. */
export function metricsRecord(stage: OwnedStage, metrics: { readonly [name: string]: Json }): RecordValue {
  return record(
    (name) => metricValue(stage, metrics, name),
    () => Object.keys(metrics),
  )
}

/** What a task was run with: `foreach` values along the chain of elements, nearest last, and what retries changed. */
export function ownParameters(stage: OwnedStage, task: number): { readonly [name: string]: Json } {
  const chain: OwnedStage[] = []
  for (let at: OwnedStage | undefined = stage; at !== undefined; at = followed(at)) chain.push(at)
  const found = new Map<string, Json>()
  for (const at of chain.reverse()) {
    axisNamesOf(at).forEach((name, axis) => {
      found.set(name, axisJson(at, task, axis) ?? null)
    })
    if (at.stream !== undefined) found.set(outputOf(at), at.stream.names[task] ?? null)
    for (const [name, value] of Object.entries({ ...at.changes, ...at.histories.get(task)?.changes })) found.set(name, value)
  }
  return Object.fromEntries(found)
}

function record(get: (name: string) => Value | undefined, names: () => readonly string[]): RecordValue {
  return { kind: 'record', get, names }
}
