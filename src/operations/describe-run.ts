import { allowance } from '#model/gate.ts'
import type { Stage } from '#model/workflow.ts'
import { measuredText } from '#report/verdict-text.ts'
import { waiverFacts } from '#report/waivers.ts'
import { hiddenStages, visibleEnd } from '#run/blinding.ts'
import type { AttemptEnded } from '#run/events.ts'
import { failureDetail } from '#run/history.ts'
import { labelOf } from '#run/label.ts'
import { awaitedSignals, isAsked, runningTasks, streamOf, suspensionsOf } from '#run/look.ts'
import { type RunState, type State, taskStatuses } from '#run/state.ts'
import { describeOutputs } from './describe-outputs.ts'
import { describeWaitingFor, openingOf } from './describe-waiting.ts'
import type { GateProgress, Progress } from './progress.ts'
import { remainingMs } from './remaining.ts'
import type { FailureStatus, GateStatus, RunStatus, StageStatus } from './run-status.ts'
import type { StorePlaces } from './store-places.ts'
import { numbersOf } from './verdict-numbers.ts'
import { describeWaivers } from './waivers.ts'

const shownAtMost = 50

/** How a run stands, from its state and progress. `now` is the present; for a run that is over it does not matter. */
export function describeRun(state: State, run: RunState, progress: Progress, places: StorePlaces, now: number): RunStatus {
  const stages = run.workflow.stages.map((stage) => describeStage(run, stage, progress))
  const endedAt = progress.endedAt ?? null
  const sum = (of: (stage: StageStatus) => number) => stages.reduce((total, stage) => total + of(stage), 0)
  const { title } = run.workflow
  return {
    run: run.id,
    name: run.workflow.name,
    ...(title === undefined ? {} : { title }),
    file: run.started.file,
    store: places.store,
    fingerprint: run.started.fingerprint,
    phase: run.phase,
    ...(progress.reason === undefined ? {} : { reason: progress.reason }),
    startedAt: run.started.at,
    endedAt,
    elapsedMs: Math.max(0, (endedAt ?? now) - run.started.at),
    remainingMs: endedAt === null ? remainingMs(stages, progress, now) : null,
    led: null,
    parameters: { ...run.started.parameters } as RunStatus['parameters'],
    pools: Object.entries(run.started.pools).map(([name, capacity]) => ({ name, held: state.held.get(name) ?? 0, capacity })),
    tasks: {
      total: sum((stage) => stage.tasks ?? 0),
      open: stages.some((stage) => (stage.tasks === null && stage.asked) || stage.growing === true),
      done: sum((stage) => stage.counts.done),
      reused: sum((stage) => stage.reused),
      failed: sum((stage) => stage.counts.failed),
      ignored: sum((stage) => stage.counts.ignored),
      skipped: sum((stage) => stage.counts.skipped),
      running: sum((stage) => stage.counts.running),
      retries: sum((stage) => stage.retries),
    },
    stages,
    waivers: describeWaivers(waiverFacts(run), run.workflow.stages),
    conditions: suspensionsOf(run, endedAt ?? now).map(({ reading = null, since = null, ...rest }) => ({ ...rest, reading, since })),
    awaiting: awaitedSignals(run).map(({ signals, ...rest }) => ({ ...rest, signals: [...signals] })),
    waiting: endedAt === null ? describeWaitingFor(state, run, now) : [],
    opening: endedAt === null ? openingOf(state, run, now) : null,
    notices: { ...progress.notices, trouble: progress.notices.trouble ?? null },
    running: describeRunning(state, run, progress),
    failures: describeFailures(run, progress, places),
    outputs: describeOutputs(run, places),
  }
}

function describeStage(run: RunState, stage: Stage, progress: Progress): StageStatus {
  const state = run.stages[stage.index]
  const seen = progress.stages[stage.index]
  const stream = streamOf(run, stage.index)
  const none = { waiting: 0, released: 0, queued: 0, running: 0, retrying: 0, asked: 0, done: 0, failed: 0, ignored: 0, skipped: 0 }
  const spanMs = (seen?.lastEndAt ?? 0) - (seen?.firstStartAt ?? 0)
  return {
    name: stage.name,
    ...(stage.title === undefined ? {} : { title: stage.title }),
    tasks: state?.count ?? null,
    asked: isAsked(run, stage.index),
    people: stage.human !== undefined,
    ...(stream?.growing === true ? { growing: true as const } : {}),
    ...(stream?.held === undefined ? {} : { held: stream.held }),
    counts: { ...(state?.counts ?? none) },
    reused: seen?.reused ?? 0,
    retries: seen?.retries ?? 0,
    meanMs: seen !== undefined && seen.finished > 0 ? seen.finishedMs / seen.finished : null,
    ratePerMs: seen !== undefined && seen.finished > 1 && spanMs > 0 ? seen.finished / spanMs : null,
    gates: stage.gates.map((gate, index) => describeGate(run, stage, gate, seen?.gates[index])),
  }
}

function describeGate(run: RunState, stage: Stage, gate: Stage['gates'][number], seen: GateProgress | undefined): GateStatus {
  const sample = seen?.sample
  return {
    name: gate.name,
    level: gate.level,
    check: gate.check.source,
    passed: seen?.passed ?? 0,
    failed: seen?.failed ?? 0,
    inconclusive: seen?.inconclusive ?? 0,
    waived: seen?.waived ?? 0,
    allowed: allowance(gate, run.stages[stage.index]?.count ?? 0),
    ...(sample === undefined || hiddenStages(run).has(stage.index)
      ? {}
      : {
          sample: {
            task: sample.task,
            label: labelOf(run, stage.index, sample.task),
            verdict: sample.verdict.waiver === undefined ? sample.verdict.verdict : 'waived',
            ...numbersOf(sample.verdict),
            ...(sample.verdict.waiver === undefined ? {} : { waiver: { ...sample.verdict.waiver } }),
            ...(sample.verdict.detail === undefined ? {} : { detail: sample.verdict.detail }),
          },
        }),
  }
}

function describeRunning(state: State, run: RunState, progress: Progress): RunStatus['running'] {
  return runningTasks(state, run.id)
    .filter(({ stage }) => run.workflow.stages[stage]?.human === undefined)
    .slice(0, shownAtMost)
    .map(({ stage, task, attempt, startedAt }) => ({
      stage: run.workflow.stages[stage]?.name ?? '',
      task,
      label: labelOf(run, stage, task),
      attempt,
      since: startedAt,
      ...streamsOf(run, stage, progress.streams.get(`${stage}/${task}`)),
    }))
}

const metricsShown = 4

function streamsOf(
  run: RunState,
  stage: number,
  streams: ReadonlyMap<string, readonly number[]> | undefined,
): Pick<RunStatus['running'][number], 'metrics'> {
  if (streams === undefined || hiddenStages(run).has(stage)) return {}
  const declared = run.workflow.stages[stage]?.metrics ?? []
  const metrics = [...streams].slice(0, metricsShown).map(([name, values]) => {
    const unit = declared.find((metric) => metric.name === name)?.unit
    return { name, ...(unit === undefined ? {} : { unit }), values: values.map((value) => (Number.isFinite(value) ? value : null)) }
  })
  return { metrics }
}

function describeFailures(run: RunState, progress: Progress, places: StorePlaces): RunStatus['failures'] {
  const failures: FailureStatus[] = []
  const hidden = hiddenStages(run)
  for (const whole of progress.failures.values()) {
    const event = visibleEnd(whole, hidden)
    if (failures.length === shownAtMost) break
    // What was let pass since is none any more.
    const status = taskStatuses[run.stages[event.stage]?.status[event.task] ?? 0]
    if (status !== 'failed' && status !== 'ignored') continue
    const stage = run.workflow.stages[event.stage]?.name ?? ''
    const folder = folderOf(event, run, places)
    const failed = event.outcome.kind === 'failed' ? event.outcome : undefined
    failures.push({
      stage,
      task: event.task,
      label: labelOf(run, event.stage, event.task),
      attempt: event.attempt,
      cause: failed?.cause ?? (event.then.kind === 'failed' ? event.then.cause : 'gate_failed'),
      detail: detailOf(event, run),
      exitCode: failed?.exitCode ?? null,
      signal: failed?.signal ?? null,
      at: event.at,
      ignored: event.then.kind === 'ignored',
      folder,
      lastLines: failed === undefined || hidden.has(event.stage) ? [] : [...places.lastLines(folder)],
    })
  }
  return failures
}

/** Of an attempt that only its gates stopped, their names as well. */
export function detailOf(event: AttemptEnded, run: RunState): string {
  const gates = event.outcome.kind === 'failed' ? '' : failedGates(run, event)
  return [failureDetail(event), gates].filter((text) => text !== '').join('; ')
}

/** Of a reused result, that of the attempt which computed it. */
export function folderOf({ stage, task, attempt, outcome }: AttemptEnded, run: RunState, places: StorePlaces): string {
  if (attempt === 0 && outcome.kind === 'succeeded') return places.origin(outcome.result.origin)
  return places.attempt(run.id, run.workflow.stages[stage]?.name ?? '', task, attempt)
}

/** `agrees: abs(tc - 2.269) < 0.01 (tc = 2.31)` for each required gate that did not pass. */
function failedGates(run: RunState, event: AttemptEnded): string {
  const gates = run.workflow.stages[event.stage]?.gates ?? []
  return event.verdicts
    .filter((verdict) => verdict.verdict !== 'passed' && gates[verdict.gate]?.level === 'required')
    .map((verdict) => {
      const gate = gates[verdict.gate]
      const check = gate?.check.source ?? ''
      return `${gate?.name ?? ''}: ${verdict.detail ?? `${check} (${measuredText(check, verdict)})`}`
    })
    .join('; ')
}
