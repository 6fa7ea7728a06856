import type { Workflow } from '#model/workflow.ts'
import { endOfRefused } from '#run/end-of-refused.ts'
import { endOfReused } from '#run/end-of-reused.ts'
import type { AttemptEnded, RunEvent } from '#run/events.ts'
import type { Verdict } from '#run/outcome.ts'

/**
 * What a run's events tell beyond its state: times, retries, reuse, verdicts, failures. Folded beside the
 * state, with memory for what is shown and not for every attempt.
 */
export interface Progress {
  readonly stages: readonly StageProgress[]
  reason: string | undefined
  endedAt: number | undefined
  /** What was told to those outside. */
  readonly notices: { delivered: number; failed: number; trouble: string | undefined }
  lastAt: number
  /** Attempt-milliseconds of ended attempts: how much of the machine the run has used so far. */
  busyMs: number
  firstStartAt: number | undefined
  /** Failed and ignored tasks by `stage/task`; gone once they are tried again. */
  readonly failures: Map<string, AttemptEnded>
  /** Of tasks about which somebody is asked, how they ended. */
  readonly asked: Map<string, AttemptEnded>
  /** Metrics of running tasks as they come, by `stage/task` and name: the newest few values. */
  readonly streams: Map<string, Map<string, readonly number[]>>
  position: number
}

export interface StageProgress {
  reused: number
  retries: number
  finished: number
  finishedMs: number
  firstStartAt: number | undefined
  lastEndAt: number | undefined
  readonly gates: readonly GateProgress[]
}

export interface GateProgress {
  passed: number
  failed: number
  inconclusive: number
  waived: number
  /** The newest verdict of each task: 0 none, else 1 + index in `verdicts`. */
  latest: Uint8Array
  sample: { readonly task: number; readonly verdict: Verdict } | undefined
}

const verdicts = ['passed', 'failed', 'inconclusive', 'waived'] as const

export function createProgress(workflow: Workflow): Progress {
  return {
    stages: workflow.stages.map((stage) => ({
      reused: 0,
      retries: 0,
      finished: 0,
      finishedMs: 0,
      firstStartAt: undefined,
      lastEndAt: undefined,
      gates: stage.gates.map(() => ({ passed: 0, failed: 0, inconclusive: 0, waived: 0, latest: new Uint8Array(0), sample: undefined })),
    })),
    reason: undefined,
    endedAt: undefined,
    notices: { delivered: 0, failed: 0, trouble: undefined },
    lastAt: 0,
    busyMs: 0,
    firstStartAt: undefined,
    failures: new Map(),
    asked: new Map(),
    streams: new Map(),
    position: 0,
  }
}

/** Takes one event of the run into account. */
export function note(progress: Progress, event: RunEvent): void {
  progress.lastAt = event.at
  switch (event.type) {
    case 'TasksReused':
      noteReused(progress, event)
      return
    case 'AttemptsStarted': {
      const stage = progress.stages[event.stage]
      progress.firstStartAt ??= event.at
      if (stage !== undefined) stage.firstStartAt ??= event.at
      return
    }
    case 'AttemptEnded':
      noteEnded(progress, event)
      return
    case 'MetricsStreamed':
      noteStream(progress, event)
      return
    case 'TasksReset':
    case 'TasksRevived':
      for (const task of event.tasks) progress.failures.delete(`${event.stage}/${task}`)
      progress.endedAt = undefined
      return
    case 'StagesReworked':
      for (const { stage, tasks } of event.stages) forgetVerdicts(progress.stages[stage], tasks)
      return
    case 'GateWaived':
      noteWaived(progress.stages[event.stage], event)
      return
    case 'ResultRefused': {
      const name = `${event.stage}/${event.task}`
      const ended = progress.asked.get(name)
      if (ended !== undefined) progress.failures.set(name, endOfRefused(ended, event))
      return
    }
    case 'NoticeEnded':
      progress.notices[event.outcome]++
      if (event.detail !== undefined) progress.notices.trouble = event.detail
      return
    case 'RunPaused':
    case 'RunCancelling':
      progress.reason = event.reason
      return
    case 'RunUnpaused':
      progress.reason = undefined
      return
    case 'RunEnded':
      progress.endedAt = event.at
      return
    default:
      return
  }
}

const mostKept = 24

function noteStream(progress: Progress, { stage, task, points }: Extract<RunEvent, { type: 'MetricsStreamed' }>): void {
  const name = `${stage}/${task}`
  const known = progress.streams.get(name) ?? new Map<string, readonly number[]>()
  progress.streams.set(name, known)
  for (const [metric, added] of Object.entries(points)) {
    known.set(metric, [...(known.get(metric) ?? []), ...added.map(([, value]) => Number(value))].slice(-mostKept))
  }
}

function noteReused(progress: Progress, event: Extract<RunEvent, { type: 'TasksReused' }>): void {
  const stage = progress.stages[event.stage]
  if (stage === undefined) return
  stage.reused += event.results.length
  for (const one of event.results) {
    noteVerdicts(stage, one.task, one.verdicts)
    if (one.then.kind === 'failed' || one.then.kind === 'ignored')
      progress.failures.set(`${event.stage}/${one.task}`, endOfReused(event, one))
    if (one.then.kind === 'asked') progress.asked.set(`${event.stage}/${one.task}`, endOfReused(event, one))
  }
}

function noteEnded(progress: Progress, event: AttemptEnded): void {
  const stage = progress.stages[event.stage]
  if (stage === undefined) return
  const usage = event.outcome.kind === 'succeeded' ? event.outcome.result.usage : event.outcome.usage
  progress.busyMs += usage?.wallMs ?? 0
  stage.lastEndAt = event.at
  if (event.outcome.kind === 'succeeded') {
    stage.finished++
    stage.finishedMs += usage?.wallMs ?? 0
  }
  noteVerdicts(stage, event.task, event.verdicts)
  const name = `${event.stage}/${event.task}`
  progress.streams.delete(name)
  if (event.then.kind === 'retry') stage.retries++
  if (event.then.kind === 'asked') progress.asked.set(name, event)
  if (event.then.kind === 'failed' || event.then.kind === 'ignored') progress.failures.set(name, event)
  else progress.failures.delete(name)
}

function noteVerdicts(stage: StageProgress, task: number, given: readonly Verdict[]): void {
  for (const verdict of given) {
    const gate = stage.gates[verdict.gate]
    if (gate === undefined) continue
    if (gate.latest.length <= task) {
      const larger = new Uint8Array(Math.max(16, 2 * (task + 1)))
      larger.set(gate.latest)
      gate.latest = larger
    }
    count(gate, task, verdict.waiver === undefined ? verdict.verdict : 'waived')
    const worse = verdict.verdict !== 'passed' && gate.sample?.verdict.verdict === 'passed'
    if (gate.sample === undefined || gate.sample.task === task || worse) gate.sample = { task, verdict }
  }
}

/** `now` undefined: it is judged anew. */
function count(gate: GateProgress, task: number, now: (typeof verdicts)[number] | undefined): void {
  const before = verdicts[(gate.latest[task] ?? 0) - 1]
  if (before !== undefined) gate[before]--
  if (now !== undefined) gate[now]++
  if (task < gate.latest.length) gate.latest[task] = now === undefined ? 0 : 1 + verdicts.indexOf(now)
}

function noteWaived(stage: StageProgress | undefined, event: Extract<RunEvent, { type: 'GateWaived' }>): void {
  const gate = stage?.gates[event.gate]
  if (gate === undefined) return
  count(gate, event.task, 'waived')
  const { by, reason } = event
  if (gate.sample?.task === event.task) gate.sample = { task: event.task, verdict: { ...gate.sample.verdict, waiver: { by, reason } } }
}

function forgetVerdicts(stage: StageProgress | undefined, tasks: readonly number[] | undefined): void {
  for (const gate of stage?.gates ?? []) {
    for (const task of tasks ?? gate.latest.keys()) count(gate, task, undefined)
    if (gate.sample !== undefined && (tasks?.includes(gate.sample.task) ?? true)) gate.sample = undefined
  }
}
