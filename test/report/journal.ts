import type { Cause } from '#model/cause.ts'
import type { Json } from '#model/json.ts'
import type { AttemptEnded, RunEvent } from '#run/events.ts'
import type { Artefact, Result, Then, Usage, Verdict } from '#run/outcome.ts'

export const began = Date.UTC(2026, 10, 30, 5, 0, 0)
const key = (stage: number, task: number) => `key-${stage}-${task}`

/** Writes a run's journal by hand; times are ms after the start. */
export class Journal {
  readonly events: RunEvent[] = []
  readonly run: string

  constructor(run = 'run-1') {
    this.run = run
  }

  start(name: string, parameters: { readonly [name: string]: Json } = {}, pools: { readonly [pool: string]: number } = { cpu: 2 }): this {
    return this.add({
      type: 'RunStarted',
      run: this.run,
      at: began,
      name,
      definition: `name: ${name}\n`,
      file: `/work/${name}/workflow.yaml`,
      parameters,
      pools,
      fingerprint: 'f'.repeat(64),
    })
  }

  expand(at: number, stage: number, count: number): this {
    return this.add({ type: 'StageExpanded', ...this.base(at), stage, count })
  }

  queue(at: number, stage: number, tasks: readonly number[]): this {
    const from = tasks[0] ?? 0
    this.add({ type: 'TasksReleased', ...this.base(at), stage, from, count: tasks.length })
    return this.requeue(at, stage, tasks)
  }

  /** Ready again, after a retry. */
  requeue(at: number, stage: number, tasks: readonly number[]): this {
    return this.add({ type: 'TasksQueued', ...this.base(at), stage, tasks, keys: tasks.map((task) => key(stage, task)) })
  }

  begin(at: number, stage: number, tasks: readonly number[], attempt = 1, holds: { readonly [pool: string]: number } = { cpu: 1 }): this {
    return this.add({ type: 'AttemptsStarted', ...this.base(at), stage, tasks, attempts: tasks.map(() => attempt), holds })
  }

  end(at: number, stage: number, task: number, more: EndByHand = {}): this {
    const { startedAt = at, attempt = 1, verdicts = [], sequel = { kind: 'done' } } = more
    const used = usage(startedAt, at, more)
    const result: Result = {
      outputs: more.outputs ?? {},
      metrics: more.metrics ?? {},
      usage: used,
      origin: `${this.run} ${stage} ${task} ${attempt}`,
    }
    const outcome: AttemptEnded['outcome'] =
      more.cause === undefined
        ? { kind: 'succeeded', result }
        : {
            kind: 'failed',
            cause: more.cause,
            exitCode: more.exitCode ?? null,
            signal: more.signal ?? null,
            detail: more.detail ?? '',
            matched: [],
            usage: used,
            metrics: {},
          }
    return this.add({
      type: 'AttemptEnded',
      ...this.base(at),
      stage,
      task,
      attempt,
      key: key(stage, task),
      outcome,
      verdicts,
      then: sequel,
    })
  }

  reuse(at: number, stage: number, task: number, result: Partial<Result>, verdicts: readonly Verdict[] = []): this {
    const whole: Result = { outputs: {}, metrics: {}, usage: usage(0, 10, {}), origin: `run-0 ${stage} ${task} 1`, ...result }
    return this.add({
      type: 'TasksReused',
      ...this.base(at),
      stage,
      results: [{ task, key: key(stage, task), result: whole, verdicts, then: { kind: 'done' } }],
    })
  }

  skip(at: number, stage: number, tasks: readonly number[], reason: 'when' | 'upstream_failed'): this {
    return this.add({ type: 'TasksSkipped', ...this.base(at), stage, tasks, reason })
  }

  finish(at: number, outcome: 'succeeded' | 'failed' | 'cancelled'): this {
    this.add({ type: 'RunEnded', ...this.base(at), outcome })
    this.events.sort((a, b) => a.at - b.at)
    return this
  }

  private add(event: RunEvent): this {
    this.events.push(event)
    return this
  }

  private base(at: number) {
    return { run: this.run, at: began + at }
  }
}

export interface EndByHand {
  /** When the program itself began; left out: no time was measured in it. */
  readonly startedAt?: number
  readonly attempt?: number
  readonly cpuMs?: number
  readonly memory?: number
  readonly outputs?: { readonly [name: string]: Artefact }
  readonly metrics?: { readonly [name: string]: Json }
  readonly verdicts?: readonly Verdict[]
  readonly sequel?: Then
  readonly cause?: Cause
  readonly detail?: string
  readonly exitCode?: number
  readonly signal?: string
}

function usage(from: number, to: number, { cpuMs, memory }: EndByHand): Usage {
  return { startedAt: began + from, wallMs: to - from, cpuMs: cpuMs ?? null, peakMemoryBytes: memory ?? null, writtenBytes: null }
}

export function file(name: string, bytes: number, fingerprint = name): Artefact {
  return { fingerprint: fingerprint.padEnd(64, '0'), name, bytes }
}

/** A verdict as the core writes it. */
export function verdict(
  gate: number,
  measured: { readonly [name: string]: Json },
  judged: Verdict['verdict'] = 'passed',
  detail?: string,
): Verdict {
  return { gate, verdict: judged, measured, ...(detail === undefined ? {} : { detail }) }
}

/** The same over comparisons that must all hold. */
export function compared(
  gate: number,
  comparisons: NonNullable<Verdict['comparisons']>,
  judged: Verdict['verdict'] = 'passed',
  measured: { readonly [name: string]: Json } = {},
): Verdict {
  return { gate, verdict: judged, measured, comparisons }
}
