import { graphOf, type StageGraph } from '#analyze/graph.ts'
import type { Json } from '#model/json.ts'
import type { RunEvent } from '#run/events.ts'
import type { RunState } from '#run/state.ts'
import { type AnswerFact, answerFacts } from './answers.ts'
import { type ArtefactFacts, artefactFacts } from './artefacts.ts'
import { type CriticalPath, criticalPath } from './critical-path.ts'
import { type DecisionFact, decisionFacts } from './decisions.ts'
import { digester, type IncrementalHash } from './digest.ts'
import { type FailureFact, failureFacts, type RetryFact, retryFacts } from './failures.ts'
import { type GateFact, gateFacts } from './gates.ts'
import { type History, readHistory } from './history.ts'
import { createIssueReader, type Issue } from './issues.ts'
import { type MetricFact, metricFacts } from './metric-facts.ts'
import { type StageFact, stageFacts } from './stages.ts'
import { type Timeline, timelineOf } from './timeline.ts'
import { type PoolUse, poolUse } from './utilisation.ts'
import { type WaiverFact, waiverFacts } from './waivers.ts'

/** Everything a person wants to know of a run, as plain data: what the page, the terminal and `--json` show. */
export interface Facts {
  readonly run: RunFacts
  readonly totals: Totals
  readonly answers: readonly AnswerFact[]
  readonly gates: readonly GateFact[]
  readonly issues: readonly Issue[]
  readonly waivers: readonly WaiverFact[]
  readonly metrics: readonly MetricFact[]
  readonly decisions: readonly DecisionFact[]
  readonly graph: StageGraph
  readonly stages: readonly StageFact[]
  readonly timeline: Timeline
  readonly pools: readonly PoolUse[]
  readonly criticalPath: CriticalPath
  readonly failures: readonly FailureFact[]
  readonly retries: readonly RetryFact[]
  readonly artefacts: ArtefactFacts
  readonly parameters: readonly ParameterFact[]
  /** Files beside the workflow that went into the results, with their fingerprints. */
  readonly inputs: readonly { readonly path: string; readonly fingerprint: string }[]
  readonly journal: { readonly events: number; readonly digest: string | undefined }
  readonly definition: string
}

export interface RunFacts {
  readonly id: string
  readonly name: string
  readonly title: string | undefined
  readonly question: string | undefined
  readonly domain: string | undefined
  readonly file: string
  readonly fingerprint: string
  readonly phase: RunState['phase']
  /** Why it was cancelled or is paused. */
  readonly reason: string | undefined
  readonly startedAt: number
  /** Of a run that still goes on: its newest event. */
  readonly lastAt: number
  readonly wallMs: number
}

export interface Totals {
  readonly tasks: number
  readonly done: number
  readonly reused: number
  readonly failed: number
  readonly ignored: number
  readonly skipped: number
  /** Neither finished nor given up. */
  readonly open: number
  readonly attempts: number
  readonly retries: number
  /** Sum over all attempts; null where no attempt was measured. */
  readonly cpuMs: number | null
  readonly busyMs: number
}

export interface ParameterFact {
  readonly name: string
  readonly value: Json
  readonly unit: string | undefined
  readonly description: string | undefined
}

export interface CollectOptions {
  /** Takes the digest of the journal, such as `createHash('sha256')` of the host; left out: none is shown. */
  readonly hash?: IncrementalHash
  /** For a run that goes on: until when it is looked at. */
  readonly now?: number
}

/** Reads a run's events once and gathers all facts. `run` is the state that the same events fold to. */
export function collectFacts(run: RunState, events: Iterable<RunEvent>, options: CollectOptions = {}): Facts {
  const digest = options.hash === undefined ? undefined : digester(options.hash)
  const issues = createIssueReader(run)
  const history = readHistory(events, (event) => {
    digest?.add(event)
    issues.read(event)
  })
  const lastAt = Math.max(history.lastAt, isOver(run) ? 0 : (options.now ?? 0))
  const graph = graphOf(
    run.workflow,
    run.stages.map((stage) => stage.count),
  )
  const chain = criticalPath(run, history)
  const stages = stageFacts(run, history)
  return {
    run: runFacts(run, history, lastAt),
    totals: totalsOf(stages, history, lastAt),
    answers: answerFacts(run, graph.layers),
    gates: gateFacts(run, history),
    issues: issues.issues(),
    waivers: waiverFacts(run),
    metrics: metricFacts(run, 2000),
    decisions: decisionFacts(run, history),
    graph,
    stages,
    timeline: timelineOf(run, history, chain.attempts, lastAt),
    pools: poolUse(run, history, lastAt),
    criticalPath: chain.path,
    failures: failureFacts(run, history),
    retries: retryFacts(run, history),
    artefacts: artefactFacts(run, graph.layers),
    parameters: parameterFacts(run),
    inputs: [...run.inputs].map(([path, fingerprint]) => ({ path, fingerprint })),
    journal: { events: history.events, digest: digest?.finish() },
    definition: run.started.definition,
  }
}

export function isOver(run: { readonly phase: RunState['phase'] }): boolean {
  return run.phase === 'succeeded' || run.phase === 'failed' || run.phase === 'cancelled'
}

function runFacts(run: RunState, history: History, lastAt: number): RunFacts {
  const { workflow, started } = run
  return {
    id: run.id,
    name: workflow.name,
    title: workflow.title,
    question: workflow.question,
    domain: workflow.domain,
    file: started.file,
    fingerprint: started.fingerprint,
    phase: run.phase,
    reason: history.reason,
    startedAt: started.at,
    lastAt,
    wallMs: lastAt - started.at,
  }
}

function totalsOf(stages: readonly StageFact[], history: History, lastAt: number): Totals {
  const count = (read: (stage: StageFact) => number) => stages.reduce((total, stage) => total + read(stage), 0)
  const finished = (stage: StageFact) => stage.counts.done + stage.counts.failed + stage.counts.ignored + stage.counts.skipped
  const tasks = count((stage) => stage.tasks ?? 0)
  return {
    tasks,
    done: count((stage) => stage.counts.done),
    reused: count((stage) => stage.reused),
    failed: count((stage) => stage.counts.failed),
    ignored: count((stage) => stage.counts.ignored),
    skipped: count((stage) => stage.counts.skipped),
    open: tasks - count(finished),
    attempts: history.attempts.length,
    retries: count((stage) => stage.retries),
    cpuMs: stages.some((stage) => stage.cpuMs !== null) ? count((stage) => stage.cpuMs?.total ?? 0) : null,
    busyMs: history.attempts.reduce((total, attempt) => total + (attempt.endedAt ?? lastAt) - attempt.startedAt, 0),
  }
}

function parameterFacts(run: RunState): readonly ParameterFact[] {
  return run.workflow.parameters.map((parameter) => ({
    name: parameter.name,
    value: run.started.parameters[parameter.name] ?? null,
    unit: parameter.unit,
    description: parameter.description,
  }))
}
