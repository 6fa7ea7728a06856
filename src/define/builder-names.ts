import { manyOutputs, oneOutput } from './builder-output.ts'
import { member, type Reference, reference } from './builder-reference.ts'
import type { InputsSpec, MetricsSpec, OutputsSpec } from './builder-stage.ts'

/** References by name, as the functions of a stage are given them. The types of `builder-stage.ts` say which. */
export type Names = { readonly [name: string]: unknown }

/** A stage's shape, as far as its names go. */
export interface StageShape {
  readonly name: string
  readonly axes: readonly string[]
  readonly outputs: OutputsSpec
  readonly metrics: MetricsSpec
  readonly inputs: InputsSpec
}

export function bareNames(names: Iterable<string>): Names {
  return Object.fromEntries([...names].map((name) => [name, reference(name)]))
}

function named<Spec>(specs: { readonly [name: string]: Spec }, make: (name: string, spec: Spec) => unknown): Names {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, make(name, spec)]))
}

/** Metrics as declared, with the error of those that have an uncertainty. */
function metricNames({ metrics }: StageShape): string[] {
  return Object.entries(metrics).flatMap(([name, { document }]) => [
    name,
    ...errorsOf(document.uncertainty).map((error) => `${name}_${error}`),
  ])
}

function errorsOf(uncertainty: unknown): readonly string[] {
  if (uncertainty === true) return ['error']
  return Array.isArray(uncertainty) && uncertainty.length > 0 ? ['error', ...uncertainty.map(String)] : []
}

function metricReferences(owner: string, shape: StageShape): Names {
  return Object.fromEntries(metricNames(shape).map((name) => [name, reference(member(owner, name))]))
}

/** In a stage with `repeat`: the number of a turn, and what the turn before has made. */
export function turnNames(shape: StageShape): Names {
  const outputs = named(shape.outputs, (output, spec) => oneOutput(member('previous.outputs', output), spec))
  return { iteration: reference('iteration'), previous: { outputs, metrics: metricReferences('previous.metrics', shape) } }
}

export function commandNames(own: Names, shape: StageShape): Names {
  const { outputs, inputs } = shape
  return {
    ...turnNames(shape),
    ...own,
    outputs: named(outputs, (name) => reference(member('outputs', name))),
    inputs: named(inputs, (name) => reference(member('inputs', name))),
    task: reference('task'),
    label: reference('label'),
  }
}

export function gateNames(own: Names, shape: StageShape): Names {
  return {
    ...own,
    ...bareNames(metricNames(shape)),
    metrics: metricReferences('metrics', shape),
    outputs: named(shape.outputs, (output, spec) => oneOutput(member('outputs', output), spec)),
    needs: anyMember('needs'),
    attempt: reference('attempt'),
  }
}

export function watchNames(own: Names, shape: StageShape): Names {
  const names = metricNames(shape)
  return {
    ...own,
    ...bareNames([...names, 'lines', 'elapsed', 'since_line']),
    series: metricReferences('series', shape),
  }
}

/** Pools have any name. */
function anyMember(owner: string): { readonly [name: string]: Reference<unknown> } {
  return new Proxy({}, { get: (_, name) => (typeof name === 'string' ? reference(member(owner, name)) : undefined) })
}

/** What stages with `each` see of one task of this stage. */
export function elementNames(shape: StageShape): Names {
  const { name } = shape
  return {
    ...Object.fromEntries(shape.axes.map((axis) => [axis, reference(member(name, axis))])),
    outputs: named(shape.outputs, (output, spec) => oneOutput(member(`${name}.outputs`, output), spec)),
    metrics: metricReferences(`${name}.metrics`, shape),
  }
}

/** What all stages see of this one. */
export function stageNames(shape: StageShape, many: boolean): Names {
  const stage = member('stages', shape.name)
  const output = many ? manyOutputs : oneOutput
  return {
    name: shape.name,
    outputs: named(shape.outputs, (name, spec) => output(member(`${stage}.outputs`, name), spec)),
    metrics: metricReferences(`${stage}.metrics`, shape),
    count: reference(`${stage}.count`),
  }
}

/** What stages that follow the pieces of this one see of each. */
export function piecesNames({ name, outputs }: StageShape): Names {
  const [output] = Object.entries(outputs).find(([, { kind }]) => kind === 'pieces') ?? []
  if (output === undefined) return {}
  const piece = oneOutput(member(`${name}.outputs`, output), { kind: 'file', document: {} })
  return { pieces: { name: `${name}.${output}`, elements: { [name]: { outputs: { [output]: piece } } } } }
}
