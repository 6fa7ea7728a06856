import type { Expression, Template } from '#expression/compiled.ts'
import type { Type } from '#expression/type.ts'
import type { Decision, Group, Join, Loop, Turn } from './branching.ts'
import type { Cause } from './cause.ts'
import type { Checkpoint, Preemption } from './checkpoint.ts'
import type { StageCoordination, WorkflowCoordination } from './coordination.ts'
import type { Gate, Retry } from './gate.ts'
import type { HumanWork } from './human.ts'
import type { Channel } from './notify.ts'
import type { ParameterType } from './parameter-type.ts'
import type { WorldName } from './placement.ts'
import type { Place } from './problem.ts'
import type { Remedy } from './remedy.ts'
import type { Estimate, Instrument, Need, Option, Person, Pool } from './resources.ts'
import type { Start } from './starts.ts'
import type { Streamed } from './streamed.ts'
import type { Take } from './take.ts'

/**
 * A workflow as everything after `define/` sees it: names resolved, expressions compiled, dependencies
 * derived. It is immutable, and says the same whether it came from YAML or from the TypeScript builder.
 */
export interface Workflow {
  readonly name: string
  readonly title: string | undefined
  readonly domain: string | undefined
  readonly question: string | undefined
  readonly challenges: readonly string[]
  readonly parameters: readonly Parameter[]
  /** Pools declared in the file; what is left out is what the machine has. */
  readonly pools: readonly Pool[]
  readonly people: readonly Person[]
  readonly instruments: readonly Instrument[]
  /** Zone in which times of the file without an offset are meant, and plans are shown. */
  readonly timezone: string
  /** UTC ms; nothing begins before. Undefined: when the run is started. */
  readonly start: number | undefined
  /** UTC ms by which all must be done. */
  readonly deadline: number | undefined
  /** Among the runs of a store, higher goes first; 0 unless stated. */
  readonly priority: number
  /** Of its use among the runs of whoever started it; left out: 1. */
  readonly weight?: number
  /** In the file's order. `Stage.index` is the position here. */
  readonly stages: readonly Stage[]
  /** Locks, barriers and the like; left out: there are none. */
  readonly coordination?: WorkflowCoordination
  /** Who outside is told of what; left out: nobody. */
  readonly notify?: readonly Channel[]
  /** When runs begin by themselves; left out: never. */
  readonly starts?: readonly Start[]
}

export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  readonly array: boolean
  /** A quantity is a `number` with a unit; values given as plain numbers are taken in this unit. */
  readonly unit: string | undefined
  readonly default: Expression | undefined
  readonly min: Expression | undefined
  readonly max: Expression | undefined
  readonly choices: readonly (string | number)[] | undefined
  readonly description: string | undefined
  readonly valueType: Type
  readonly at: Place
}

/** How the tasks of a stage come about. */
export type Fanout =
  | { readonly kind: 'single' }
  /** `foreach`: the product of the axes, the last one fastest; with `zip`, element by element. More than `atMost` tasks are refused. */
  | { readonly kind: 'foreach'; readonly axes: readonly Axis[]; readonly zip: boolean; readonly atMost?: number }
  /** `each`: one task for each task of that stage, as soon as that one is done. */
  | { readonly kind: 'each'; readonly stage: number }
  /** One task for each piece of that stage's output, done as soon as the piece is published; it grows while that stage runs. */
  | { readonly kind: 'pieces'; readonly stage: number; readonly output: string }

export interface Axis {
  readonly name: string
  readonly values: Expression
  readonly at: Place
}

/**
 * What a stage waits for. `element`: task i waits for task i of that stage; `whole`: every task waits
 * for the whole stage (one counter, never an edge per pair). `order` carries no data (`after:`).
 */
export interface Dependency {
  readonly stage: number
  readonly kind: 'element' | 'whole'
  readonly order: boolean
  /** The outputs used, by name; empty for order alone or metrics alone. */
  readonly outputs: readonly string[]
  /** Needed before the number of tasks is known (a `foreach` over its content). */
  readonly expansion: boolean
  /** Left out: a failure stops what waits for it, and what was skipped is as good as done unless it is read. */
  readonly join?: Join
  /** Branches of that stage's decision of which one must be chosen; left out: any may be. */
  readonly branches?: readonly number[]
}

export interface Input {
  readonly name: string
  /** A file or folder beside the workflow file, linked into the attempt's folder under its own name. */
  readonly path: Template
  readonly at: Place
}

export type Format = 'json' | 'csv' | 'text'

export interface Output {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'glob'
  /** Relative to the attempt's folder. */
  readonly path: Template
  readonly format: Format | undefined
  readonly optional: boolean
  /** Deleted once no one needs it. */
  readonly temporary: boolean
  /** Somewhere an expression reads its content (`.json`), so it is journalled with the result. */
  readonly contentUsed: boolean
  /** Its files are handed on one by one while the task runs; left out: all at its end. */
  readonly stream?: Streamed
  readonly at: Place
}

/** A metric declared before the run, so that gates over it can be checked before a run. */
export interface Metric {
  readonly name: string
  readonly unit: string | undefined
  readonly valueType: Type
  /** Left out: the program reports it in `$PWOS_METRICS`. */
  readonly from?: MetricSource
  readonly at: Place
}

/** Where a metric is found in what a program writes anyway. */
export interface MetricSource {
  readonly stream: 'stdout' | 'stderr'
  /** In place of the stream: a file, relative to the attempt's folder. */
  readonly file: Template | undefined
  readonly find:
    | { readonly kind: 'regex'; readonly pattern: string }
    | { readonly kind: 'json'; readonly path: string; readonly error?: string }
    | { readonly kind: 'csv'; readonly column: string; readonly error?: string }
  readonly which: 'first' | 'last' | 'all'
  /** It may be missing. */
  readonly optional: boolean
}

/** As soon as this holds of metrics that come while a task runs, the task is stopped. */
export interface WatchRule {
  readonly check: Expression
  readonly cause: Cause
  readonly at: Place
}

/** Matches a failed attempt; the first rule of a stage that matches and has budget left is applied. */
export interface ErrorRule {
  readonly causes: readonly Cause[]
  readonly exitCodes: readonly number[]
  /** RE2 syntax, searched in the end of the attempt's output. */
  readonly matches: string | undefined
  readonly action: { readonly kind: 'retry'; readonly retry: Retry } | { readonly kind: 'fail' } | { readonly kind: 'ignore' }
  readonly at: Place
}

export interface Stage {
  readonly index: number
  readonly name: string
  readonly title: string | undefined
  readonly objectives: readonly string[]
  readonly fanout: Fanout
  readonly dependencies: readonly Dependency[]
  readonly when: Expression | undefined
  readonly inputs: readonly Input[]
  /** Undefined: a stage without a command, which only gathers or gates what others made. */
  readonly run: Template | undefined
  /** The interpreter and its arguments, `bash` unless stated. */
  readonly shell: readonly string[]
  readonly env: readonly { readonly name: string; readonly value: Template }[]
  readonly outputs: readonly Output[]
  readonly metrics: readonly Metric[]
  /** `cpu: 1` where the file says nothing. `time` (seconds) is the wall-time limit and no pool. */
  readonly needs: readonly Need[]
  /** Expected duration with `needs`; undefined: nothing is said, and history or the limit `needs.time` must do. */
  readonly time: Estimate | undefined
  /** Other ways to do it, in the order of preference (`needs:` as a list; `needs` and `time` above are the first). */
  readonly alternatives: readonly Option[]
  /** Higher goes first where resources are short; 0 unless stated. */
  readonly priority: number
  /** UTC ms: not before, done by, and the fixed time for which it is booked. */
  readonly notBefore: number | undefined
  readonly deadline: number | undefined
  readonly bookedAt: number | undefined
  /** Undefined: no work of a person. */
  readonly human: HumanWork | undefined
  /** Seconds without a new byte of output after which an attempt counts as stalled. */
  readonly stall: Expression | undefined
  /** Names of programs that its command calls. Left out: nothing is said. */
  readonly programs?: readonly string[]
  readonly watches: readonly WatchRule[]
  readonly gates: readonly Gate[]
  readonly onError: readonly ErrorRule[]
  /** Rules of packs, asked when no rule of its own applies; left out: none. */
  readonly remedies?: readonly Remedy[]
  /** The world in which it runs; left out: where the run does. */
  readonly on?: WorldName
  /** False: the result is never reused from an earlier run (`cache: false`). */
  readonly cache: boolean
  /** Left out: it is no part of a loop. */
  readonly turn?: Turn
  /** Left out: it is no loop. */
  readonly loop?: Loop
  /** Left out: it neither begins a group nor stands for one. */
  readonly group?: Group
  /** Left out: it decides nothing. */
  readonly decision?: Decision
  /** How its program saves its state, to go on from it; left out: it does not. */
  readonly checkpoint?: Checkpoint
  /** Whose place its tasks may take; left out: nobody's. */
  readonly preempt?: Preemption
  /** Its results are hidden until they are unblinded; left out: they are not. */
  readonly blind?: true
  /** Left out: what it has is made in this run. */
  readonly take?: Take
  /** Left out: nothing but what it reads. */
  readonly coordination?: StageCoordination
  readonly at: Place
}
