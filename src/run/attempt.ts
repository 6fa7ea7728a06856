import type { Checkpoint } from '#model/checkpoint.ts'
import type { Json } from '#model/json.ts'
import type { Output } from '#model/workflow.ts'
import type { MetricExtraction } from './extractions.ts'
import type { Artefact } from './outcome.ts'
import type { Seen } from './streaming.ts'
import type { Watching } from './watching.ts'

/** Everything a world needs to run one attempt, rendered: no expression is left in it. */
export interface AttemptSpec {
  readonly run: string
  readonly stage: string
  readonly task: number
  readonly attempt: number
  /** How people name the task: `L=8,T=2.1`, or empty for a single one. */
  readonly label: string
  /** Undefined: nothing to run; the result is made of nothing but metrics-free success. */
  readonly script: string | undefined
  readonly shell: readonly string[]
  readonly env: readonly (readonly [string, string])[]
  /** Paths beside the workflow file, to be linked into the attempt's folder under their last name. */
  readonly inputs: readonly { readonly name: string; readonly path: string }[]
  readonly outputs: readonly (Omit<Output, 'path' | 'at'> & { readonly path: string })[]
  /**
   * For the environment and `parameters.json`: the parameters that the stage's own text names (as `${{ NAME }}` or
   * `PWOS_NAME`; all of them where it names `PWOS_PARAMETERS`), and its `foreach` values. Exactly these are part of the
   * key: what a program could read without the key knowing would make an old result look like a new one.
   */
  readonly parameters: { readonly [name: string]: Json }
  readonly limitMs: number | undefined
  readonly memoryBytes: number | undefined
  /** What it asks of a cluster: pool → amount, memory in bytes; left out: nothing in particular. */
  readonly needs?: { readonly [pool: string]: number }
  readonly stallMs: number | undefined
  /** How its program saves its state, and in which it begins; left out: it does not. */
  readonly checkpoint?: CheckpointSpec
  /** `onError[].matches` by rule index, and after these the patterns of remedies: the world searches the end of the output for them. */
  readonly patterns: readonly { readonly rule: number; readonly pattern: string }[]
  /** Metrics that are found in what it writes, when it has ended. */
  readonly extractions: readonly MetricExtraction[]
  /** How it is watched while it runs; left out: it is not. A fresh one for each call. */
  readonly watching?: () => Watching | undefined
  /** How much of its metrics is journalled already. */
  readonly streamed?: Seen
  /** Names of pieces that it has handed on, as journalled; left out: none. */
  readonly handedOn?: readonly string[]
  /** Published artefacts of other tasks whose paths it is given. They must exist when it starts. Those that manifests list are not among them. */
  readonly uses: readonly Artefact[]
  /** Fan-in manifests that the script names, to be written before it starts. */
  readonly manifests: readonly Manifest[]
  /**
   * The parts of the task's key, as canonical JSON values, without the fingerprints of `inputs` (the world
   * adds them): command with artefacts named by fingerprint, shell, env, parameters it refers to, outputs.
   * Independent of where the store lies and of needs.
   */
  readonly keyParts: { readonly [part: string]: Json }
}

/** One file that lists a whole fan-out, however large it is. */
export interface Manifest {
  readonly stage: string
  readonly output: string
  /** sha256 over the elements' fingerprints, parameters and metrics is taken by the world. */
  readonly elements: () => Iterable<ManifestElement>
}

export interface ManifestElement {
  readonly task: number
  readonly label: string
  readonly parameters: { readonly [name: string]: Json }
  readonly metrics: { readonly [name: string]: Json }
  readonly artefact: Artefact | undefined
}

/** Where a world keeps things; how paths are written into commands. */
export interface Places {
  /** Absolute path of a published artefact (for a glob: of the folder its files lie in). */
  artefact(artefact: Artefact): string
  /** Absolute path of a stage output's manifest. */
  manifest(run: string, stage: string, output: string): string
}

/** How an attempt is asked to save its state: `graceMs` before its limit, or when its place is wanted. */
export interface CheckpointSpec extends Pick<Checkpoint, 'signal' | 'whole' | 'exitCode'> {
  readonly graceMs: number
  /** The attempt in whose state it begins, with the fingerprint of that; left out: from scratch. */
  readonly from?: { readonly attempt: number; readonly fingerprint: string }
  /** Attempts of the task whose states are kept; those of others are not needed any more. */
  readonly kept: readonly number[]
}
