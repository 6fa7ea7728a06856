import type { Cause } from '#model/cause.ts'
import type { Choice } from '#run/branching-events.ts'
import { endOfRefused } from '#run/end-of-refused.ts'
import { endOfReused } from '#run/end-of-reused.ts'
import type { AttemptEnded, AttemptsStarted, RunEvent, TasksReused } from '#run/events.ts'
import type { Usage, Verdict } from '#run/outcome.ts'
import { isInterrupted } from '#run/restarting.ts'

/** One try at one task, as the journal tells it. */
export interface Attempt {
  readonly stage: number
  readonly task: number
  readonly attempt: number
  /** Position of its start among the run's events: what ended before has a smaller one. */
  readonly startOrder: number
  readonly bundle: Bundle
  /** When it began to wait for resources. */
  readonly queuedAt: number | undefined
  startedAt: number
  endedAt: number | undefined
  endOrder: number
  outcome: 'running' | 'succeeded' | 'failed'
  cause: Cause | undefined
  /** What followed: `done`, `retry`, `failed` or `ignored`. */
  sequel: AttemptEnded['then']['kind'] | undefined
  usage: Usage | null
}

/** Attempts that share one allocation; alone unless the stage's tasks are very short. */
export interface Bundle {
  readonly startedAt: number
  readonly holds: AttemptsStarted['holds']
  readonly attempts: Attempt[]
  /** Attempts that have not ended. */
  open: number
  endedAt: number | undefined
}

/** A failed attempt with what was found; `then` says what followed. */
export interface FailedAttempt {
  readonly attempt: Attempt
  readonly end: AttemptEnded
}

/** The journal of a run, sorted for reading: the one pass over the events that all facts start from. */
export interface History {
  readonly attempts: readonly Attempt[]
  readonly bundles: readonly Bundle[]
  readonly failed: readonly FailedAttempt[]
  /** The newest verdicts of each task: stage → task → verdicts. */
  readonly verdicts: ReadonlyMap<number, ReadonlyMap<number, readonly Verdict[]>>
  /** Tasks whose result came from an earlier run: stage → task → run, stage, task and attempt that computed it. */
  readonly reused: ReadonlyMap<number, ReadonlyMap<number, string>>
  readonly skipped: ReadonlyMap<string, number>
  /** What was decided, in order. */
  readonly choices: readonly { readonly stage: number; readonly choice: Choice }[]
  readonly reason: string | undefined
  readonly lastAt: number
  readonly events: number
}

export function readHistory(events: Iterable<RunEvent>, seen: (event: RunEvent) => void): History {
  const reader = new HistoryReader()
  for (const event of events) {
    seen(event)
    reader.read(event)
  }
  return reader
}

/** Holds what is gathered while the events pass. */
class HistoryReader implements History {
  readonly attempts: Attempt[] = []
  readonly bundles: Bundle[] = []
  readonly failed: FailedAttempt[] = []
  readonly verdicts = new Map<number, Map<number, readonly Verdict[]>>()
  readonly reused = new Map<number, Map<number, string>>()
  readonly skipped = new Map<string, number>()
  reason: string | undefined = undefined
  lastAt = 0
  readonly choices: { readonly stage: number; readonly choice: Choice }[] = []
  events = 0
  private readonly queuedAt = new Map<number, Map<number, number>>()
  private readonly running = new Map<number, Map<number, Attempt>>()

  read(event: RunEvent): void {
    this.events++
    this.lastAt = Math.max(this.lastAt, event.at)
    switch (event.type) {
      case 'TasksQueued':
        for (const task of event.tasks) inner(this.queuedAt, event.stage).set(task, event.at)
        return
      case 'TasksReused':
        for (const one of event.results) {
          inner(this.verdicts, event.stage).set(one.task, one.verdicts)
          inner(this.reused, event.stage).set(one.task, one.result.origin)
          if (one.then.kind !== 'done') this.failed.push(judgedAgain(event, one))
        }
        return
      case 'StagesReworked':
        for (const { stage, tasks } of event.stages) {
          const verdicts = inner(this.verdicts, stage)
          for (const task of tasks ?? [...verdicts.keys()]) verdicts.delete(task)
        }
        return
      case 'GateWaived':
        this.waive(event)
        return
      case 'ResultRefused':
        this.refuse(event)
        return
      case 'TasksSkipped':
        this.skipped.set(event.reason, (this.skipped.get(event.reason) ?? 0) + event.tasks.length)
        return
      case 'BranchesChosen':
        for (const choice of event.choices) this.choices.push({ stage: event.stage, choice })
        return
      case 'AttemptsStarted':
        this.start(event)
        return
      case 'AttemptEnded':
        this.end(event)
        return
      case 'RunPaused':
      case 'RunCancelling':
        this.reason = event.reason
        return
      case 'RunUnpaused':
        this.reason = undefined
        return
      case 'RunStarted':
      case 'StageExpanded':
      case 'TasksReleased':
      case 'TasksUnreleased':
      case 'LoopsEnded':
      case 'GroupsPassed':
      case 'OutputsDiscarded':
      case 'TasksRevived':
      case 'TasksReset':
      case 'RunEnded':
        return
    }
  }

  private start(event: AttemptsStarted): void {
    const bundle: Bundle = { startedAt: event.at, holds: event.holds, attempts: [], open: event.tasks.length, endedAt: undefined }
    this.bundles.push(bundle)
    event.tasks.forEach((task, position) => {
      const attempt: Attempt = {
        stage: event.stage,
        task,
        attempt: event.attempts[position] ?? 0,
        startOrder: this.events,
        bundle,
        queuedAt: this.queuedAt.get(event.stage)?.get(task),
        startedAt: event.at,
        endedAt: undefined,
        endOrder: Number.POSITIVE_INFINITY,
        outcome: 'running',
        cause: undefined,
        sequel: undefined,
        usage: null,
      }
      bundle.attempts.push(attempt)
      this.attempts.push(attempt)
      inner(this.running, event.stage).set(task, attempt)
    })
  }

  /** The verdict stays what it was, and says who let it pass. */
  private waive({ stage, task, gate, by, reason }: Extract<RunEvent, { type: 'GateWaived' }>): void {
    const verdicts = this.verdicts.get(stage)?.get(task) ?? []
    const waived = verdicts.map((one) => (one.gate === gate ? { ...one, waiver: { by, reason } } : one))
    inner(this.verdicts, stage).set(task, waived)
  }

  private refuse(event: Extract<RunEvent, { type: 'ResultRefused' }>): void {
    const at = this.failed.findLastIndex(({ attempt }) => attempt.stage === event.stage && attempt.task === event.task)
    const asked = this.failed[at]
    if (asked === undefined) return
    asked.attempt.sequel = 'failed'
    asked.attempt.cause = 'rejected'
    this.failed[at] = { attempt: asked.attempt, end: endOfRefused(asked.end, event) }
  }

  private end(event: AttemptEnded): void {
    inner(this.verdicts, event.stage).set(event.task, event.verdicts)
    const attempt = this.running.get(event.stage)?.get(event.task)
    if (attempt === undefined || attempt.attempt !== event.attempt) return
    this.running.get(event.stage)?.delete(event.task)
    const usage = event.outcome.kind === 'succeeded' ? event.outcome.result.usage : event.outcome.usage
    attempt.usage = usage
    attempt.endedAt = event.at
    if (usage !== null && usage.startedAt >= attempt.startedAt && usage.startedAt <= event.at) {
      attempt.startedAt = usage.startedAt
      attempt.endedAt = Math.min(event.at, usage.startedAt + usage.wallMs)
    }
    attempt.endOrder = this.events
    attempt.sequel = event.then.kind
    attempt.outcome = event.outcome.kind
    attempt.cause = event.outcome.kind === 'failed' ? event.outcome.cause : event.then.kind === 'failed' ? event.then.cause : undefined
    // An attempt whose program succeeded and whose gate asks for another one counts as failed by its gate.
    const isBad = event.then.kind !== 'done' && event.then.kind !== 'outdated' && !isInterrupted(event)
    if (isBad && attempt.cause === undefined) attempt.cause = 'gate_failed'
    if (isBad) this.failed.push({ attempt, end: event })
    const bundle = attempt.bundle
    bundle.open--
    if (bundle.open === 0) bundle.endedAt = event.at
  }
}

/** A reused result that today's gates do not let pass, as an attempt that took no time. */
function judgedAgain(event: TasksReused, one: TasksReused['results'][number]): FailedAttempt {
  const end = endOfReused(event, one)
  const bundle: Bundle = { startedAt: event.at, holds: {}, attempts: [], open: 0, endedAt: event.at }
  const attempt: Attempt = {
    ...{ stage: event.stage, task: one.task, attempt: 0, startOrder: 0, endOrder: 0, bundle },
    ...{ queuedAt: undefined, startedAt: event.at, endedAt: event.at, outcome: 'succeeded', cause: 'gate_failed' },
    sequel: one.then.kind,
    usage: null,
  }
  return { attempt, end }
}

function inner<V>(map: Map<number, Map<number, V>>, key: number): Map<number, V> {
  let found = map.get(key)
  if (found === undefined) {
    found = new Map()
    map.set(key, found)
  }
  return found
}
