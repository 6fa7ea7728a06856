import { afterDocument, decideDocument, repeatDocument } from './builder-branching.ts'
import { bare, gateDocument, retryDocument } from './builder-gate.ts'
import { approvalDocument, taskDocument } from './builder-human.ts'
import {
  bareNames,
  commandNames,
  elementNames,
  gateNames,
  type Names,
  piecesNames,
  type StageShape,
  stageNames,
  turnNames,
  watchNames,
} from './builder-names.ts'
import type { ParameterSpec } from './builder-parameter.ts'
import { isReference, type Reference } from './builder-reference.ts'
import type { ResourcesSpec, StartSpec, TimesSpec } from './builder-resources.ts'
import type {
  AxesSpec,
  AxisReferences,
  CheckpointSpec,
  Element,
  ErrorRuleSpec,
  FanoutStage,
  InputsSpec,
  MetricSpec,
  MetricsSpec,
  OutputsSpec,
  PiecesOf,
  SingleStage,
  StageOptions,
  TakeSpec,
  WatchSpec,
} from './builder-stage.ts'

/**
 * The typed way to write a workflow: `import { workflow, integer, json } from 'pwos'`. What a stage declares is
 * typed into the stages that use it, so a wrong reference does not compile. The result is the same document that
 * a YAML file holds: `definition()`.
 */
export { answer } from './builder-answer.ts'
export { metric } from './builder-metric.ts'
export { csv, file, files, folder, json, pieces, text } from './builder-output.ts'
export { boolean, integer, integers, number, numbers, string, strings } from './builder-parameter.ts'
export { expression, type Reference, script } from './builder-reference.ts'

type ParametersSpec = { readonly [name: string]: ParameterSpec<unknown> }
type ParameterReferences<Specs> = { readonly [Name in keyof Specs]: Specs[Name] extends ParameterSpec<infer T> ? Reference<T> : never }

/** A condition of the surroundings: from one of `command`, `file` and `signal`. */
export interface ConditionSpec {
  readonly command?: string
  readonly file?: string
  readonly signal?: string
  readonly when?: string
  readonly every?: string
  readonly silentAfter?: string
  readonly steady?: string
  readonly running?: 'keep' | 'stop'
  readonly unknown?: 'hold' | 'go'
}

export interface WorkflowOptions<Specs extends ParametersSpec> extends TimesSpec {
  readonly title?: string
  readonly domain?: string
  readonly question?: string
  /** Rule packs for the failures of all stages, by name or file. */
  readonly failures?: string | readonly string[]
  readonly challenges?: readonly string[]
  readonly parameters?: Specs
  readonly resources?: ResourcesSpec
  /** Permits by lock. */
  readonly locks?: { readonly [name: string]: number }
  readonly conditions?: { readonly [name: string]: ConditionSpec }
  /** Conditions while one of which holds nothing of the run starts. */
  readonly suspendWhile?: string | readonly string[]
  /** What signals tell, by name and field. */
  readonly signals?: { readonly [name: string]: { readonly [field: string]: string | MetricSpec<unknown> } }
  readonly starts?: { readonly [name: string]: StartSpec }
}

type None = Record<never, never>

export interface WorkflowBuilder<Specs extends ParametersSpec> {
  readonly parameters: ParameterReferences<Specs>
  /** A stage with one task for each task of another one. */
  stage<
    const Name extends string,
    Elements,
    Outputs extends OutputsSpec = None,
    Metrics extends MetricsSpec = None,
    Inputs extends InputsSpec = None,
  >(
    name: Name,
    options: StageOptions<ParameterReferences<Specs>, Elements, Outputs, Metrics, Inputs> & {
      readonly each: { readonly name: string; readonly elements: Elements }
    },
  ): FanoutStage<Outputs, Metrics, Elements & { readonly [Own in Name]: Element<None, Outputs, Metrics> }>
  /** A stage with one task for every combination of the values of its variables. */
  stage<
    const Name extends string,
    const Axes extends AxesSpec,
    Outputs extends OutputsSpec = None,
    Metrics extends MetricsSpec = None,
    Inputs extends InputsSpec = None,
  >(
    name: Name,
    options: StageOptions<ParameterReferences<Specs>, AxisReferences<Axes>, Outputs, Metrics, Inputs> & {
      readonly foreach: Axes
      readonly zip?: boolean
      /** So many tasks at most. */
      readonly atMost?: number
    },
  ): FanoutStage<Outputs, Metrics, { readonly [Own in Name]: Element<Axes, Outputs, Metrics> }>
  /** A stage with a single task. */
  stage<
    const Name extends string,
    Outputs extends OutputsSpec = None,
    Metrics extends MetricsSpec = None,
    Inputs extends InputsSpec = None,
  >(
    name: Name,
    options: StageOptions<ParameterReferences<Specs>, None, Outputs, Metrics, Inputs>,
  ): SingleStage<Outputs, Metrics> & PiecesOf<Name, Outputs>
  /** The document, as text that `loadWorkflow` takes. */
  definition(): string
}

/** Begins a workflow. Export it as default, and `pwos run FILE.ts` runs it. */
export function workflow<Specs extends ParametersSpec = None>(name: string, options: WorkflowOptions<Specs> = {}): WorkflowBuilder<Specs> {
  const { parameters: specs, signals, conditions, suspendWhile, ...rest } = options
  const parameters = bareNames(Object.keys(specs ?? {}))
  const stages = new Map<string, unknown>()
  const addStage = (stageName: string, stageOptions: AnyOptions): unknown => {
    if (stages.has(stageName)) throw new Error(`There is a stage named ${stageName} already.`)
    const shape = shapeOf(stageName, stageOptions)
    const elements = stageOptions.each?.elements ?? {}
    const own = { ...parameters, ...bareNames(shape.axes), ...elements }
    stages.set(stageName, stageDocument(stageOptions, shape, own))
    const many = stageOptions.each !== undefined || stageOptions.foreach !== undefined
    return {
      ...stageNames(shape, many),
      ...piecesNames(shape),
      ...(many ? { elements: { ...elements, [stageName]: elementNames(shape) } } : {}),
    }
  }
  const builder = {
    parameters,
    stage: addStage,
    definition: () => {
      const declared = specs && Object.fromEntries(Object.entries(specs).map(([key, { document }]) => [key, document]))
      const document = {
        pwos: 1,
        name,
        ...rest,
        ...(declared ? { parameters: declared } : {}),
        ...signalDocuments(signals),
        ...conditionDocuments(conditions),
        suspend_while: suspendWhile,
        stages: Object.fromEntries(stages),
      }
      return `${JSON.stringify(document, (_, value: unknown) => (isReference(value) ? String(value) : value), 2)}\n`
    },
  }
  // The types say more than the code can show: each reference is made from the very names that the types are.
  return builder as unknown as WorkflowBuilder<Specs>
}

function conditionDocuments(conditions: WorkflowOptions<None>['conditions']): object {
  if (conditions === undefined) return {}
  const document = ({ silentAfter, ...rest }: ConditionSpec) => ({ ...rest, silent_after: silentAfter })
  return { conditions: Object.fromEntries(Object.entries(conditions).map(([name, spec]) => [name, document(spec)])) }
}

function signalDocuments(signals: WorkflowOptions<None>['signals']): object {
  if (signals === undefined) return {}
  const fields = (spec: { readonly [field: string]: string | MetricSpec<unknown> }) =>
    Object.fromEntries(Object.entries(spec).map(([name, field]) => [name, typeof field === 'string' ? field : field.document]))
  return { signals: Object.fromEntries(Object.entries(signals).map(([name, spec]) => [name, fields(spec)])) }
}

/** The definition that a module exports as default: a workflow of the builder, or its text. */
export function definitionOf(module: unknown): string | undefined {
  const exported = typeof module === 'object' && module !== null && 'default' in module ? module.default : module
  if (typeof exported === 'string') return exported
  if (typeof exported !== 'object' || exported === null || !('definition' in exported)) return undefined
  const { definition } = exported
  const text: unknown = typeof definition === 'function' ? definition.call(exported) : definition
  return typeof text === 'string' ? text : undefined
}

type AnyOptions = StageOptions<Names, Names, OutputsSpec, MetricsSpec, InputsSpec> & {
  readonly each?: { readonly name: string; readonly elements: Names }
  readonly foreach?: AxesSpec
  readonly zip?: boolean
  readonly atMost?: number
}

function shapeOf(name: string, { foreach = {}, outputs = {}, metrics, task, inputs = {} }: AnyOptions): StageShape {
  return { name, axes: Object.keys(foreach), outputs, metrics: metrics ?? task?.form ?? {}, inputs }
}

/** A stage as the file would hold it; what is undefined disappears from JSON. */
function stageDocument(options: AnyOptions, shape: StageShape, own: Names): unknown {
  const { each, foreach, zip, atMost, after, decide, repeat, when, outputs, metrics, run, needs, gates, onError, ...others } = options
  const { watch, task, approval, take, time, notBefore, suspendWhile, checkpoint, with: given, ...rest } = others
  const judging = () => gateNames(own, shape) as never
  return {
    ...rest,
    each: each?.name,
    foreach: foreach && { ...foreach, zip, at_most: atMost },
    after: after && afterDocument(after),
    repeat: repeat && repeatDocument(repeat, () => ({ ...gateNames(own, shape), ...turnNames(shape) }) as never),
    decide: decide && decideDocument(typeof decide === 'function' ? decide(own as never) : decide),
    when: bare(typeof when === 'function' ? when(own as never) : when),
    // Of a workflow file they are declared there, and here for the compiler alone.
    outputs: outputs && rest.workflow === undefined ? documents(outputs) : undefined,
    metrics: metrics && rest.workflow === undefined ? documents(metrics) : undefined,
    with: typeof given === 'function' ? given(commandNames(own, shape) as never) : given,
    run: typeof run === 'function' ? run(commandNames(own, shape) as never) : run,
    task: task && taskDocument(task, () => commandNames(own, shape) as never),
    take: take && takeDocument(take),
    approval: approval && approvalDocument(approval, () => own as never),
    needs: typeof needs === 'function' ? needs(own as never) : needs,
    time: typeof time === 'function' ? time(own as never) : time,
    not_before: notBefore,
    checkpoint: checkpoint === undefined || checkpoint === true ? checkpoint : checkpointDocument(checkpoint),
    watch: (typeof watch === 'function' ? watch(watchNames(own, shape) as never) : watch)?.map(watchDocument),
    suspend_while: suspendWhile,
    gates: (typeof gates === 'function' ? gates(judging()) : gates)?.map(gateDocument),
    on_error: (typeof onError === 'function' ? onError(judging()) : onError)?.map(ruleDocument),
  }
}

function documents(specs: { readonly [name: string]: { readonly document: unknown } }): unknown {
  return Object.fromEntries(Object.entries(specs).map(([name, { document }]) => [name, document]))
}

function takeDocument({ noOlderThan, ...rest }: TakeSpec): unknown {
  return { ...rest, no_older_than: noOlderThan }
}

function checkpointDocument({ exitCode, atMost, ...rest }: CheckpointSpec): unknown {
  return { ...rest, exit_code: exitCode, at_most: atMost }
}

function watchDocument({ stopIf, cause }: WatchSpec): unknown {
  return { stop_if: bare(stopIf), cause }
}

function ruleDocument(rule: ErrorRuleSpec): unknown {
  const { exitCode, ...rest } = rule
  return { ...rest, exit_code: exitCode, retry: 'retry' in rule ? retryDocument(rule.retry) : undefined }
}
