import type { RunEvent } from './events.ts'
import { isBlocking, withWaivers } from './held.ts'
import type { RefusalCode } from './human-events.ts'
import type { Decision, Waiver } from './inputs.ts'
import { labelOf } from './label.ts'
import type { Result, Verdict } from './outcome.ts'
import { type OwnedRun, type OwnedStage, owned } from './owned.ts'
import { skippedBehind } from './reset.ts'
import type { RunState, State } from './state.ts'
import { is, statusOf } from './status.ts'

/** A result about which somebody is asked: its gates did not pass. */
export interface Question {
  readonly run: string
  readonly stage: number
  readonly task: number
  readonly attempt: number
  readonly label: string
  /** Names of the gates that keep it back. */
  readonly gates: readonly string[]
  /** What they found. */
  readonly verdicts: readonly Verdict[]
  readonly result: Result
  readonly since: number
  /** Persons who may say what becomes of it; undefined: anybody who gives a name. */
  readonly persons: readonly string[] | undefined
}

/** What waits for a word about its gates: `approve` with a reason (or `waive`) lets it pass, `reject` fails it, `retry` does it again. */
export function questionsOf(state: State, id: string): readonly Question[] {
  const run = owned(state).runs.get(id)
  return (run?.stages ?? []).flatMap((stage) =>
    stage.counts.asked === 0 ? [] : [...stage.kept.keys()].flatMap((task) => questionAt(stage, task) ?? []),
  )
}

export function questionAt(stage: OwnedStage, task: number): Question | undefined {
  const held = stage.kept.get(task)
  if (held === undefined || statusOf(stage, task) !== is.asked) return undefined
  const { run, definition } = stage
  const blocking = new Set(blockingOf(stage, task))
  return {
    ...{ run: run.id, stage: definition.index, task, attempt: stage.attempts[task] ?? 0, label: labelOf(run, definition.index, task) },
    gates: [...blocking].map((gate) => definition.gates[gate]?.name ?? ''),
    verdicts: held.verdicts.filter(({ gate }) => blocking.has(gate)),
    ...{ result: held.result, since: held.at, persons: personsOf(run, held.asked) },
  }
}

/** Gates that keep a task's result back, by index. */
function blockingOf(stage: OwnedStage, task: number): readonly number[] {
  const held = stage.kept.get(task)
  if (held === undefined) return []
  return withWaivers(stage, task, held.key, held.verdicts)
    .filter((verdict) => isBlocking(stage, task, verdict))
    .map(({ gate }) => gate)
}

function personsOf({ resources }: OwnedRun, by: readonly string[] | undefined): readonly string[] | undefined {
  if (by === undefined || by.length === 0) return undefined
  return [...new Set(by.flatMap((called) => resources.people.get(called) ?? []))]
}

type Refuse = (code: RefusalCode) => RunEvent[]

/** Someone lets the result pass, which is a waiver of each gate that keeps it back, or refuses it. */
export function decideQuestion(stage: OwnedStage, decision: Decision, now: number, refuse: Refuse): RunEvent[] {
  const { type, task, attempt, by, reason = '' } = decision
  if (attempt !== undefined && attempt !== stage.attempts[task]) return refuse('outdated')
  const persons = personsOf(stage.run, stage.kept.get(task)?.asked)
  if (by.trim() === '' || (persons !== undefined && !persons.includes(by))) return refuse('other_person')
  if (type === 'reject') return [{ type: 'ResultRefused', run: stage.run.id, at: now, stage: stage.definition.index, task, by, reason }]
  const gates = blockingOf(stage, task)
  if (!gates.every((gate) => mayWaive(stage, gate, by))) return refuse('other_person')
  return reason.trim() === '' ? refuse('no_reason') : waived(stage, task, gates, by, reason, now)
}

function mayWaive({ run, definition }: OwnedStage, gate: number, by: string): boolean {
  const allowed = definition.gates[gate]?.waivedBy
  return by.trim() !== '' && (allowed === undefined || allowed.some((called) => run.resources.people.get(called)?.includes(by)))
}

/** Someone lets a gate count as passed for results that it kept back; those behind them get their chance. */
export function decideWaiver(stage: OwnedStage, { gate: name, tasks, by, reason }: Waiver, now: number, refuse: Refuse): RunEvent[] {
  const index = stage.definition.gates.findIndex((gate) => gate.name === name)
  const gate = stage.definition.gates[index]
  if (gate === undefined) return refuse('unknown_gate')
  if (reason.trim() === '') return refuse('no_reason')
  if (!mayWaive(stage, index, by)) return refuse('other_person')
  const waiting = [...stage.kept.keys()].filter((task) => (tasks === undefined || tasks.includes(task)) && isNotPassed(stage, task, index))
  if (waiting.length === 0) return refuse('not_waiting')
  return waiting.flatMap((task) => waived(stage, task, [index], by, reason, now))
}

function isNotPassed(stage: OwnedStage, task: number, gate: number): boolean {
  const status = statusOf(stage, task)
  if (status !== is.failed && status !== is.asked) return false
  const held = stage.kept.get(task)
  return (
    held !== undefined && withWaivers(stage, task, held.key, held.verdicts).some((one) => one.gate === gate && isBlocking(stage, task, one))
  )
}

/** What was skipped behind it is reset first: that also opens a run that was over. */
function waived(stage: OwnedStage, task: number, gates: readonly number[], by: string, reason: string, now: number): RunEvent[] {
  const { run, definition } = stage
  const key = stage.kept.get(task)?.key ?? ''
  const passes = blockingOf(stage, task).every((gate) => gates.includes(gate))
  const waivers = gates.map(
    (gate): RunEvent => ({ type: 'GateWaived', run: run.id, at: now, stage: definition.index, task, gate, key, by, reason }),
  )
  return passes ? [...skippedBehind(run, definition.index, now), ...waivers] : waivers
}

/** Results that gates keep back, and could let pass: of failed tasks, and of those about which somebody is asked. */
export function keptBack(run: RunState): readonly Pick<Question, 'run' | 'stage' | 'task' | 'label' | 'gates'>[] {
  return (run as OwnedRun).stages.flatMap((stage) =>
    [...stage.kept.keys()].flatMap((task) => {
      const status = statusOf(stage, task)
      if (status !== is.failed && status !== is.asked) return []
      const { index, gates } = stage.definition
      const names = blockingOf(stage, task).map((gate) => gates[gate]?.name ?? '')
      return [{ run: run.id, stage: index, task, label: labelOf(run, index, task), gates: names }]
    }),
  )
}
