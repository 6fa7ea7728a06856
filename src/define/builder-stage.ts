import type { Cause, WatchCause } from '#model/cause.ts'
import type { CheckpointSignal, Preemption, Restart } from '#model/checkpoint.ts'
import type { WorldName } from '#model/placement.ts'
import type { ApprovalSpec, EstimateSpec, TaskSpec } from './builder-human.ts'
import type { ManyOutputs, OneOutput, OutputKind, OutputSpec } from './builder-output.ts'
import type { Reference } from './builder-reference.ts'
import type { Amount } from './builder-resources.ts'

/** The types of a stage as the builder sees it: what its functions are given, and what others can use of it. */

export type Scalar = number | string | boolean
export type AxisValues = readonly Scalar[] | Reference<readonly Scalar[]> | Reference<readonly unknown[]>
export type AxesSpec = { readonly [name: string]: AxisValues }
export type OutputsSpec = { readonly [name: string]: OutputSpec<OutputKind> }
export type MetricsSpec = { readonly [name: string]: MetricSpec<unknown> }
export type InputsSpec = { readonly [name: string]: string }

export type ErrorPart = 'statistical' | 'systematic'

/** A metric of type `T` as the stage declares it. */
export interface MetricSpec<T, Uncertain extends boolean | readonly ErrorPart[] = boolean | readonly ErrorPart[]> {
  readonly document: { readonly [key: string]: unknown }
  /** For the compiler alone. */
  readonly value?: T
  readonly uncertain?: Uncertain
}

type ElementOf<Values> = Values extends Reference<readonly (infer T)[]> ? T : Values extends readonly (infer T)[] ? T : never

export type AxisReferences<Axes> = { readonly [Name in keyof Axes]: Reference<ElementOf<Axes[Name]>> }
/** A metric with uncertainty comes with its standard error, `NAME_error`. */
export type MetricReferences<Metrics> = {
  readonly [Name in keyof Metrics]: Metrics[Name] extends MetricSpec<infer T> ? Reference<T> : never
} & {
  readonly [Name in keyof Metrics as Metrics[Name] extends MetricSpec<unknown, true | readonly ErrorPart[]>
    ? `${Name & string}_error`
    : never]: Reference<number>
} & {
  readonly [Name in keyof Metrics as Metrics[Name] extends MetricSpec<unknown, readonly (infer Part extends ErrorPart)[]>
    ? `${Name & string}_${Part}`
    : never]: Reference<number>
}

/** One task of a fan-out, as a stage with `each` sees it. */
export type Element<Axes, Outputs, Metrics> = AxisReferences<Axes> & {
  readonly outputs: { readonly [Name in keyof Outputs]: OneOutput<Outputs[Name]> }
  readonly metrics: MetricReferences<Metrics>
}

/** A stage with one task, as others use it. */
export interface SingleStage<Outputs, Metrics> {
  readonly name: string
  readonly outputs: { readonly [Name in keyof Outputs]: OneOutput<Outputs[Name]> }
  readonly metrics: MetricReferences<Metrics>
  readonly count: Reference<number>
}

/** The pieces that a stage hands on, for stages that follow them with `each`. */
export type PiecesOf<Name extends string, Outputs> = {
  readonly pieces: {
    readonly name: string
    readonly elements: {
      readonly [Own in Name]: {
        readonly outputs: {
          readonly [Output in keyof Outputs as Outputs[Output] extends OutputSpec<'pieces'> ? Output : never]: OneOutput<OutputSpec<'file'>>
        }
      }
    }
  }
}

/** A stage with many tasks. `elements` are what stages that follow it with `each` can name. */
export interface FanoutStage<Outputs, Metrics, Elements> {
  readonly name: string
  readonly outputs: { readonly [Name in keyof Outputs]: ManyOutputs<Outputs[Name]> }
  readonly metrics: {
    readonly [Name in keyof Metrics]: Metrics[Name] extends MetricSpec<infer T> ? Reference<readonly T[]> : never
  }
  readonly count: Reference<number>
  readonly elements: Elements
}

export type AnyStage = { readonly name: string }

/** What a stage's functions are given, by name. */
export type CommandNames<Parameters, Own, Outputs, Inputs> = Parameters &
  Own & {
    /** In a stage with `repeat`. */
    readonly iteration: Reference<number>
    readonly previous: { readonly outputs: { readonly [Name in keyof Outputs]: OneOutput<Outputs[Name]> } }
    readonly outputs: { readonly [Name in keyof Outputs]: Reference<string> }
    readonly inputs: { readonly [Name in keyof Inputs]: Reference<string> }
    readonly task: Reference<number>
    readonly label: Reference<string>
  }

export type GateNames<Parameters, Own, Outputs, Metrics> = Parameters &
  Own &
  MetricReferences<Metrics> & {
    readonly metrics: MetricReferences<Metrics>
    readonly outputs: { readonly [Name in keyof Outputs]: OneOutput<Outputs[Name]> }
    readonly needs: { readonly [pool: string]: Reference<number> }
    readonly attempt: Reference<number>
  }

type Condition = string | Reference<boolean> | Reference<unknown>
type Needs = { readonly [pool: string]: Amount }
/** What a task holds, or the ways in which it can be done, the preferred one first. */
type NeedsOrWays = Needs | readonly Needs[]
type Estimates = EstimateSpec | readonly EstimateSpec[]

export interface RetrySpec {
  readonly with?: { readonly [name: string]: Scalar | Reference<unknown> }
  readonly needs?: Needs
  readonly atMost?: number
  readonly delay?: string
  readonly factor?: number
  readonly restart?: Restart
}

export interface CheckpointSpec {
  readonly signal?: CheckpointSignal
  readonly grace?: string
  readonly whole?: 'at_end' | 'always'
  readonly exitCode?: number
  readonly atMost?: number
}

export interface GateSpec {
  readonly name: string
  readonly check: Condition
  readonly level?: 'required' | 'expected' | 'stretch'
  /** How sure a comparison of uncertain values must be, such as `99 %`; 95 % unless stated. */
  readonly confidence?: Amount
  /** Over a whole fan-out: such as `95 %` of its tasks must pass. */
  readonly atLeast?: Amount
  /** For how long its verdict is good, such as `8 h`. */
  readonly validFor?: string | { readonly time: string; readonly atMost?: number }
  readonly else?: GateActionSpec | readonly GateActionSpec[]
  readonly inconclusive?: GateActionSpec | readonly GateActionSpec[]
  /** Persons and roles who may waive it, or `never`; anybody unless stated. */
  readonly waive?: string | readonly string[]
}

/** What is done when a gate does not pass. */
export type GateActionSpec =
  | 'fail'
  | 'warn'
  | 'ask'
  | { readonly retry: RetrySpec }
  | { readonly rework: ReworkSpec }
  | { readonly quarantine: { readonly atMost: Amount } }
  | { readonly ask: string | readonly string[] }

export interface ReworkSpec {
  readonly from: string | AnyStage
  readonly with?: RetrySpec['with']
  readonly atMost?: number
}

/** What a signal tells, by field, and to whom: this run, all of the store, or those of a workflow. */
export interface SendSpec {
  readonly data?: { readonly [field: string]: Scalar | Reference<unknown> }
  readonly to?: 'run' | 'all' | (string & {})
}

/** The newest run of a workflow that has succeeded, or one by its id; and the stage there. */
export type TakeSpec = {
  readonly stage: string
  readonly fingerprint?: string
  readonly noOlderThan?: string
  readonly within?: string
} & ({ readonly workflow: string } | { readonly run: string | Reference<unknown> })

export interface WatchSpec {
  readonly stopIf: Condition
  /** `diverged` unless stated. */
  readonly cause?: WatchCause
}

/** Metrics are their newest values; `series` are those so far, at most the last thousand. */
export type WatchNames<Parameters, Own, Metrics> = Parameters &
  Own &
  MetricReferences<Metrics> & {
    readonly series: { readonly [Name in keyof Metrics]: Metrics[Name] extends MetricSpec<infer T> ? Reference<readonly T[]> : never }
    readonly lines: Reference<number>
    readonly elapsed: Reference<number>
    readonly since_line: Reference<number>
  }

type Match = {
  readonly cause?: Cause | readonly Cause[]
  readonly exitCode?: number | readonly number[]
  /** RE2 syntax. */
  readonly matches?: string
}

export type ErrorRuleSpec = Match & ({ readonly retry: RetrySpec } | { readonly fail: true } | { readonly ignore: true })

/** Stages, or how they are waited for: done all, done one, or over whatever came of them. */
export type AfterSpec =
  | AnyStage
  | readonly AnyStage[]
  | { readonly all?: readonly AnyStage[]; readonly any?: readonly AnyStage[]; readonly finished?: readonly AnyStage[] }

/** A branch of a decision. The stages that it leads to stand further down, so they are given by name. */
export type BranchSpec = { readonly name?: string; readonly chance?: Amount } & (
  | { readonly if: Condition; readonly then: string | readonly string[] }
  | { readonly else: string | readonly string[] }
)

export interface RepeatSpec<Parameters, Own, Outputs, Metrics> {
  readonly until: Condition | ((names: GateNames<Parameters, Own, Outputs, Metrics> & TurnNames<Outputs, Metrics>) => Condition)
  readonly atMost: number
  readonly else?: 'fail' | 'go_on'
  readonly expected?: number
}

/** The number of a turn, and what the turn before has made. */
export interface TurnNames<Outputs, Metrics> {
  readonly iteration: Reference<number>
  readonly previous: {
    readonly outputs: { readonly [Name in keyof Outputs]: OneOutput<Outputs[Name]> }
    readonly metrics: MetricReferences<Metrics>
  }
}

type GivenSpec = { readonly [parameter: string]: Scalar | readonly Scalar[] | Reference<unknown> }

export interface StageOptions<Parameters, Own, Outputs extends OutputsSpec, Metrics extends MetricsSpec, Inputs extends InputsSpec> {
  readonly title?: string
  readonly objectives?: readonly string[]
  readonly after?: AfterSpec
  readonly when?: Condition | ((names: Parameters & Own) => Condition)
  readonly inputs?: Inputs
  readonly outputs?: Outputs
  readonly metrics?: Metrics
  readonly run?: string | ((names: CommandNames<Parameters, Own, Outputs, Inputs>) => string)
  /** A workflow file that stands for the stage; `outputs` and `metrics` then say, for the compiler alone, what it shows. */
  readonly workflow?: string
  /** What its parameters are given. */
  readonly with?: GivenSpec | ((names: CommandNames<Parameters, Own, Outputs, Inputs>) => GivenSpec)
  readonly shell?: string | readonly string[]
  readonly env?: { readonly [name: string]: Scalar | Reference<unknown> }
  /** Work of a person, in place of `run`. The answers of its form are the metrics of the stage. */
  readonly task?: TaskSpec<Metrics, CommandNames<Parameters, Own, Outputs, Inputs>>
  /** A decision of people, in place of `run`. */
  readonly approval?: ApprovalSpec<Parameters & Own>
  /** The result of a stage of another run of the store, in place of work. */
  readonly take?: TakeSpec
  /** Where the work goes on, in place of `run`: the first branch whose condition holds. */
  readonly decide?: readonly BranchSpec[] | ((names: Parameters & Own) => readonly BranchSpec[])
  /** Does the work again and again until a condition holds. Its names are `iteration` and `previous`. */
  readonly repeat?: RepeatSpec<Parameters, Own, Outputs, Metrics>
  /** Names of locks, or how many permits of each. */
  readonly locks?: string | readonly string[] | { readonly [name: string]: Amount }
  readonly barrier?: string
  /** Conditions of the workflow. */
  readonly suspendWhile?: string | readonly string[]
  /** Signals of the workflow; what they tell is an `expression` of `signals.NAME.FIELD`. */
  readonly await?: string | readonly string[] | { readonly [signal: string]: { readonly within?: string } }
  readonly send?: string | readonly string[] | { readonly [signal: string]: SendSpec }
  readonly needs?: NeedsOrWays | ((names: Parameters & Own) => NeedsOrWays)
  /** How long a task is expected to take; a list where `needs` is one. */
  readonly time?: Estimates | ((names: Parameters & Own) => Estimates)
  readonly priority?: number
  readonly notBefore?: string
  readonly deadline?: string
  /** The time for which it is booked. */
  readonly at?: string
  readonly stall?: string
  /** Its program can save its state, and go on from it in another attempt. */
  readonly checkpoint?: true | CheckpointSpec
  /** Whose place its tasks may take where there is no room: of lower priority. */
  readonly preempt?: Preemption
  /** Programs that must be on the `PATH`. */
  readonly programs?: string | readonly string[]
  /** Conditions on the metrics that come while a task runs; one that holds stops it. */
  readonly watch?: readonly WatchSpec[] | ((names: WatchNames<Parameters, Own, Metrics>) => readonly WatchSpec[])
  readonly gates?: readonly GateSpec[] | ((names: GateNames<Parameters, Own, Outputs, Metrics>) => readonly GateSpec[])
  readonly onError?: readonly ErrorRuleSpec[] | ((names: GateNames<Parameters, Own, Outputs, Metrics>) => readonly ErrorRuleSpec[])
  /** Rule packs that say why its program fails and what helps, by name or file. */
  readonly failures?: string | readonly string[]
  /** Where its tasks run. */
  readonly on?: WorldName
  readonly cache?: boolean
  readonly blind?: boolean
}
