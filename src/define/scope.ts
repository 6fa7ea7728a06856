import { dimensionless } from '#expression/dimension.ts'
import type { Type } from '#expression/type.ts'
import { once } from '#model/once.ts'
import type { Parameter } from '#model/workflow.ts'
import { timeDimension } from './amounts.ts'
import { layered, lazyMap } from './lazy-map.ts'
import type { Lineage } from './lineage.ts'
import { waysOf } from './options.ts'
import type { AxisTypes, Outline } from './outline.ts'
import { turnName } from './repeat.ts'
import { elementNamed } from './streams.ts'
import { beginName } from './within.ts'

type Fields = ReadonlyMap<string, Type>

/**
 * The names that each kind of expression can use, with their types: the table "Names in expressions" of
 * docs/architecture.md. What depends on how a stage is used (single or many) is allowed both ways here, and
 * told apart in `references.ts`, which can say what is meant. Scopes of a stage are made when they are asked for:
 * most stages of a large file need one.
 */
export interface Scopes {
  /** Parameters alone: pools, defaults. */
  readonly parameters: () => Type
  /** Parameters and other stages: values of `foreach`. */
  readonly shared: () => Type
  /** And the stage's own variables and elements: `when`, `needs`. */
  stage(index: number): () => Type
  /** And the task's number and label: paths. */
  path(index: number): () => Type
  /** And what the command reads and writes: `run`, `env`. */
  command(index: number): () => Type
  /** And the stage's own metrics, and what is in its outputs. */
  gate(index: number): () => Type
  /** Of conditions on a running task: its metrics so far, and how long it runs. */
  watch(index: number): () => Type
  /** And what the attempt had. */
  retry(index: number): () => Type
}

export interface Known {
  readonly parameters: readonly Parameter[]
  readonly outlines: readonly Outline[]
  readonly byName: ReadonlyMap<string, Outline>
  readonly lineage: Lineage
  readonly axes: AxisTypes
  /** `signals` of a stage that awaits some. */
  readonly awaited: ReadonlyMap<number, Type>
}

const text: Type = { kind: 'string' }
const any: Type = { kind: 'any' }
const integer: Type = { kind: 'number', dimension: dimensionless, integer: true }
const none: Fields = new Map()

export function createScopes(known: Known): Scopes {
  const parameters: Fields = new Map(known.parameters.map(({ name, valueType }) => [name, valueType]))
  const stages = lazyMap(
    () => known.byName.keys(),
    (name) => {
      const outline = known.byName.get(name)
      return outline && otherStage(outline, known.lineage.isFanout(outline.index))
    },
  )
  const shared = layered<Type>(parameters, new Map([['stages', record(stages)]]))
  const stage = (index: number): Fields =>
    layered(turnNames(known, index), known.axes[index] ?? none, elements(known, index), shared, awaitedBy(known, index))
  const path = (index: number): Fields => layered(taskNames, stage(index))
  const gate = (index: number): Fields => {
    const metrics = known.outlines[index]?.metrics
    return layered(
      metricFields(metrics),
      new Map([['metrics', metricRecord(metrics)], ...ownContents(known.outlines[index])]),
      stage(index),
    )
  }
  const open = (index: number) => known.outlines[index]?.metrics === undefined
  return {
    parameters: once(() => record(parameters)),
    shared: once(() => record(shared)),
    stage: (index) => once(() => record(stage(index), isOpenCheck(known, index))),
    path: (index) => once(() => record(path(index))),
    command: (index) => once(() => record(layered(ownFiles(known.outlines[index]), path(index)))),
    gate: (index) => once(() => record(gate(index), open(index))),
    watch: (index) => once(() => record(layered(streamFields(known.outlines[index]?.metrics), stage(index)), open(index))),
    retry: (index) => once(() => record(layered(attemptNames(known.outlines[index]), gate(index)), open(index))),
  }
}

function awaitedBy({ awaited }: Known, index: number): Fields {
  const type = awaited.get(index)
  return type === undefined ? none : new Map([['signals', type]])
}

/** What is seen in a turn of a loop: its number, and the turn before; and, where it is asked whether it was enough, its metrics. */
function turnNames({ outlines, byName }: Known, index: number): Fields {
  const outline = outlines[index]
  if (outline?.turn === undefined) return none
  const { kind, of, iteration } = outline.turn
  const turn = kind === 'turn' ? outline : byName.get(turnName(of, kind === 'loop' ? 1 : iteration))
  if (turn === undefined) return none
  const previous: Type = record(
    new Map([
      ['outputs', record(outputFields(turn, false))],
      ['metrics', metricRecord(turn.metrics)],
    ]),
  )
  const names = new Map<string, Type>([
    ['iteration', integer],
    ['previous', previous],
  ])
  return kind === 'check' ? layered(names, metricFields(turn.metrics), new Map([['metrics', metricRecord(turn.metrics)]])) : names
}

/** A turn that declares no metrics may have any. */
function isOpenCheck({ outlines, byName }: Known, index: number): boolean {
  const unrolled = outlines[index]?.unrolled
  return unrolled?.kind === 'check' && byName.get(turnName(unrolled.of, unrolled.iteration))?.metrics === undefined
}

const taskNames: Fields = new Map<string, Type>([
  ['task', integer],
  ['label', text],
])

function attemptNames(outline: Outline | undefined): Fields {
  const pools = ['cpu', ...(outline ? waysOf(outline).flatMap((way) => [...way.keys()]) : [])]
  return new Map<string, Type>([
    ['attempt', integer],
    ['needs', record(new Map(pools.map((pool) => [pool, any])))],
  ])
}

function record(fields: Fields, open = false): Type {
  return open ? { kind: 'record', fields, open } : { kind: 'record', fields }
}

function ownFiles(outline: Outline | undefined): Fields {
  const named = (names: Iterable<string> | undefined) => record(new Map([...(names ?? [])].map((name) => [name, text])))
  return new Map<string, Type>([
    ['inputs', named(outline?.inputs.keys())],
    ['outputs', named(outline?.outputs.keys())],
  ])
}

/** What the task has made, once it is there. */
function ownContents(outline: Outline | undefined): readonly (readonly [string, Type])[] {
  return outline === undefined || outline.outputs.size === 0 ? [] : [['outputs', record(outputFields(outline, false))]]
}

function metricFields(metrics: Outline['metrics']): Fields {
  return metrics ? new Map(metrics.map(({ name, valueType }) => [name, valueType])) : none
}

const seconds: Type = { kind: 'number', dimension: timeDimension }

function streamFields(metrics: Outline['metrics']): Fields {
  const own = metricFields(metrics)
  const series: Fields = new Map([...own].map(([name, element]) => [name, { kind: 'array', element }]))
  return new Map<string, Type>([
    ['lines', integer],
    ['elapsed', seconds],
    ['since_line', seconds],
    ...own,
    ['metrics', metricRecord(metrics)],
    ['series', record(series, metrics === undefined)],
  ])
}

function metricRecord(metrics: Outline['metrics']): Type {
  return record(metricFields(metrics), metrics === undefined)
}

/** `STAGE.…`, for the stages that this one follows element by element. */
function elements({ outlines, byName, lineage, axes }: Known, index: number): Fields {
  if (outlines[index]?.each === undefined) return none
  return lazyMap(
    () => names(outlines, lineage.ancestors(index)),
    (name) => {
      const own = outlines[index]
      const outline = own && elementNamed({ byName, lineage }, own, name)
      if (!outline) return undefined
      const results: Fields = new Map([
        ['outputs', record(outputFields(outline, false))],
        ['metrics', metricRecord(outline.metrics)],
      ])
      return record(layered(results, axes[outline.index] ?? none, axesOfGroup(outline, byName, axes)))
    },
  )
}

/** The variables of a group are those of what begins it. */
function axesOfGroup({ group }: Outline, byName: Known['byName'], axes: AxisTypes): Fields {
  const begin = group?.part === 'end' ? byName.get(beginName(group.of.group)) : undefined
  return (begin && axes[begin.index]) ?? none
}

function* names(outlines: readonly Outline[], indices: Iterable<number>): Iterable<string> {
  for (const index of indices) {
    const name = outlines[index]?.pieces?.of ?? outlines[index]?.name
    if (name !== undefined) yield name
  }
}

/** `stages.STAGE`. */
function otherStage(outline: Outline, many: boolean): Type {
  const metrics = metricFields(outline.metrics)
  const listed: Fields = many ? new Map([...metrics].map(([name, element]) => [name, { kind: 'array', element }])) : metrics
  return record(
    new Map([
      ['outputs', record(outputFields(outline, many))],
      ['metrics', record(listed, outline.metrics === undefined)],
      ['count', integer],
    ]),
  )
}

function outputFields(outline: Outline, many: boolean): Fields {
  return lazyMap(
    () => outline.outputs.keys(),
    (name) => {
      const output = outline.outputs.get(name)
      return output && { kind: 'record', fields: contentFields(output.kind, many), text: true }
    },
  )
}

const texts: Type = { kind: 'array', element: text }
const list: Type = { kind: 'array', element: any }

/** What `references.ts` finds wrong is allowed here, with the type it would have had. */
function contentFields(kind: 'file' | 'folder' | 'glob', many: boolean): Fields {
  return kind === 'file' ? (many ? manyContents : singleContent) : manyPaths
}

const manyPaths: Fields = new Map<string, Type>([
  ['manifest', text],
  ['paths', texts],
])
const singleContent: Fields = new Map<string, Type>([...manyPaths, ['json', any], ['text', text], ['lines', texts]])
const manyContents: Fields = new Map<string, Type>([...manyPaths, ['json', list]])
