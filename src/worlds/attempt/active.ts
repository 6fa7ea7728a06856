import type { Cause } from '#model/cause.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import type { LinkedInput } from './attempt-folder.ts'
import type { MetricStream } from './metric-stream.ts'

/** An attempt that was started or adopted and has not been answered yet. */
export interface Active {
  /** Its folder under `runs/`. */
  readonly name: string
  readonly stage: number
  readonly spec: AttemptSpec
  readonly folder: string
  inputs: readonly LinkedInput[]
  /** When it was given to a lane, by the monotonic clock; long ago for one that was adopted. */
  givenAt: number
  /** When it began, by the monotonic clock, once that is known. */
  begunAt: number | undefined
  /** The kernel keeps its memory limit; else the watch does. */
  kernelLimit: boolean
  /** We are ending it, for this reason. */
  stop: Stop | undefined
  /** Most memory seen; null until it was looked at. */
  peakMemoryBytes: number | null
  /** When its output last grew, by the monotonic clock. */
  growth: { readonly bytes: number; readonly at: number } | undefined
  /** Its metrics as they come, once there are any. */
  stream: MetricStream | undefined
  /** The pieces that it hands on, where it does. */
  pieces: { read(): void } | undefined
  /** Since when it is stopped where it is, by the monotonic clock, and for how long it was before: time that counts against no limit. */
  frozenAt: number | undefined
  frozenMs: number
  /** The processes were told so. */
  told: 'SIGSTOP' | 'SIGCONT' | undefined
  /** Its end is being worked on. */
  ending: boolean
}

export interface Stop {
  readonly cause: Cause
  readonly detail: string
  /** The condition of `watch` that holds. */
  readonly watch?: number
  /** It is asked to save its state before it ends, by the signal of its stage. */
  readonly asksToSave?: true
  /** By the monotonic clock: from then on it is killed, until then it was only asked. */
  readonly killAt: number
  asked: boolean
  killedAt: number | undefined
}

export function createStop(cause: Cause, detail: string, killAt: number): Stop {
  return { cause, detail, killAt, asked: false, killedAt: undefined }
}

export function createActive(stage: number, spec: AttemptSpec, name: string, folder: string): Active {
  return {
    name,
    stage,
    spec,
    folder,
    inputs: [],
    givenAt: Number.NEGATIVE_INFINITY,
    begunAt: undefined,
    kernelLimit: false,
    stop: undefined,
    peakMemoryBytes: null,
    growth: undefined,
    stream: undefined,
    pieces: undefined,
    frozenAt: undefined,
    frozenMs: 0,
    told: undefined,
    ending: false,
  }
}
