import type { Cause } from '#model/cause.ts'
import type { Json } from '#model/json.ts'
import type { Compared } from './compared.ts'
import type { Waited } from './event-base.ts'
import type { TakenFrom } from './taken-from.ts'

/** What an attempt left behind, enough for later tasks to be keyed and run without looking anywhere else. */
export interface Result {
  readonly outputs: { readonly [name: string]: Artefact }
  readonly metrics: { readonly [name: string]: Json }
  readonly usage: Usage
  /** Run, stage name, task and attempt that really computed it. */
  readonly origin: string
  /** Who did it, or who approved; left out: no person. */
  readonly by?: readonly string[]
  /** The run of the store that it was taken from; left out: none. */
  readonly taken?: TakenFrom
}

/** A published output: where its content is found is a function of `fingerprint` and `name` alone. */
export interface Artefact {
  readonly fingerprint: string
  /** File or folder name inside the published place; a glob has the relative paths of its files instead. */
  readonly name: string
  readonly files?: readonly string[]
  /** Of an output that was handed on piece by piece: these, in order. Each is published for itself. */
  readonly pieces?: readonly Artefact[]
  readonly bytes: number
  /** Parsed content, where an expression of the workflow uses it. */
  readonly content?: Json
}

/** Null: not measured (too short to sample, or the system does not tell). */
export interface Usage extends Waited {
  readonly startedAt: number
  readonly wallMs: number
  readonly cpuMs: number | null
  readonly peakMemoryBytes: number | null
  readonly writtenBytes: number | null
  /** Of a task that went on in several attempts: what those before took. */
  readonly earlier?: { readonly attempts: number; readonly wallMs: number; readonly cpuMs: number | null }
  /** Of a person's work: as much of that time as was his to work in; what estimates are compared with. */
  readonly workMs?: number
}

/** The whole state that an attempt left in its checkpoint folder. */
export interface Saved {
  readonly fingerprint: string
  readonly bytes: number
}

export type Outcome =
  | { readonly kind: 'succeeded'; readonly result: Result; readonly saved?: Saved }
  | {
      readonly kind: 'failed'
      readonly cause: Cause
      readonly exitCode: number | null
      readonly signal: string | null
      /** One line for people: what was found. */
      readonly detail: string
      /** `onError` pattern rules of the stage that matched its output, by index. */
      readonly matched: readonly number[]
      readonly usage: Usage | null
      readonly metrics: { readonly [name: string]: Json }
      /** The condition of `watch` that stopped it. */
      readonly watch?: number
      /** Who rejected it. */
      readonly by?: string
      /** Left out: it left none. */
      readonly saved?: Saved
      /** It was asked to save its state and to end, and did: it is no failure, and another attempt goes on. */
      readonly goesOn?: true
      /** The rule of a pack that knows this failure. */
      readonly known?: { readonly pack: string; readonly rule: string }
    }

export interface Verdict {
  readonly gate: number
  readonly verdict: 'passed' | 'failed' | 'inconclusive'
  /** Values of the names that the check used, as they are written in it. */
  readonly measured: { readonly [name: string]: Json }
  /** Both sides of each comparison that must hold; left out where the check is put together otherwise than by `and`. */
  readonly comparisons?: readonly Compared[]
  /** Why inconclusive or failed, where it is not the comparison itself. */
  readonly detail?: string
  /** Who has let this very result pass all the same. */
  readonly waiver?: { readonly by: string; readonly reason: string }
}

/** What follows from an attempt's end; decided once, and kept with the event. */
export type Then =
  | { readonly kind: 'done' }
  /** `detail`: why a retry that a rule or gate asks for could not be made. */
  | { readonly kind: 'failed'; readonly cause: Cause; readonly detail?: string }
  /** The stage's own rule, or the quarantine of that gate, says to go on without this task's outputs. */
  | { readonly kind: 'ignored'; readonly gate?: string }
  /** Not good enough, and an earlier stage is to be done again (`StagesReworked` follows). `budget` as of a retry. */
  | {
      readonly kind: 'rework'
      readonly budget: string
      readonly gate: string
      readonly from: number
      readonly with: { readonly [name: string]: Json }
    }
  /** These gates did not pass, and one of `by` (left empty: anybody) says what becomes of the result. */
  | { readonly kind: 'asked'; readonly gates: readonly string[]; readonly by: readonly string[] }
  /** What it was made of is being made again: however it ended, it counts for nothing. */
  | { readonly kind: 'outdated' }
  | {
      readonly kind: 'retry'
      /** Which budget it used: `gate:NAME`, `rule:INDEX`, or `lost` (never limited by the others). */
      readonly budget: string
      readonly notBefore: number
      readonly with: { readonly [name: string]: Json }
      readonly needs: { readonly [pool: string]: number }
      /** The attempt in whose saved state the next one begins; left out: from scratch. */
      readonly from?: number
    }
