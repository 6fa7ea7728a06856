import { readAnswers } from '#define/answers.ts'
import type { Approval, HumanTask } from '#model/human.ts'
import { askedPersons, dependentPersons, standingVotes } from './approving.ts'
import type { TasksOf } from './course-events.ts'
import type { AttemptEnded, RunEvent } from './events.ts'
import type { CommandRefused, RefusalCode } from './human-events.ts'
import type { Answer, Decision, Delegation, HumanCommand, Waiver } from './inputs.ts'
import { decisionNames } from './names.ts'
import type { Outcome, Usage } from './outcome.ts'
import { type Bundle, isOver, type OwnedRun, type OwnedStage, type OwnedState } from './owned.ts'
import { decideQuestion, decideWaiver } from './questions.ts'
import { commonCalendar } from './resources.ts'
import { is, statusOf } from './status.ts'
import { verdictOn } from './verdict.ts'

/**
 * What people say of work that waits for them. An answer, or as many approvals as it needs, end the attempt, which is judged like any
 * other. Whatever does not fit as things are is refused with its reason, and changes nothing: clicks that come twice, late or from the
 * wrong person are told apart from those that count.
 */
export function decideHuman(state: OwnedState, run: OwnedRun, command: HumanCommand, now: number): RunEvent[] {
  const stage = run.stages[command.stage]
  if (command.type === 'waive') return waive(run, stage, command, now)
  // The journal of a run that is over is closed; whoever asks sees that it is.
  if (isOver(run)) return []
  const bundle = stage?.entries[command.task]?.bundle
  const refuse = (code: RefusalCode, problems?: CommandRefused['problems']) => [refused(run, command, code, now, problems)]
  if (stage !== undefined && statusOf(stage, command.task) === is.asked && (command.type === 'approve' || command.type === 'reject'))
    return decideQuestion(stage, command, now, refuse)
  if (stage === undefined || bundle?.human === undefined) return refuse('not_waiting')
  const attempt = stage.attempts[command.task] ?? 0
  if (command.attempt !== undefined && command.attempt !== attempt) return refuse('outdated')
  const waiting: Waiting = { state, stage, bundle, attempt, now, refuse }
  const { human } = stage.definition
  if (command.type === 'delegate') return delegate(waiting, command)
  if (human?.kind === 'task' && command.type === 'answer') return answer(waiting, human, command)
  if (human?.kind === 'approval' && command.type !== 'answer') return vote(waiting, human, command)
  return refuse('other_kind')
}

/** Also of a run that is over: what was skipped behind a failure gets its chance then. */
function waive(run: OwnedRun, stage: OwnedStage | undefined, command: Waiver, now: number): RunEvent[] {
  const refuse = (code: RefusalCode) => (isOver(run) ? [] : [refused(run, command, code, now, undefined)])
  if (run.phase === 'cancelling') return refuse('not_waiting')
  return stage === undefined ? refuse('not_waiting') : decideWaiver(stage, command, now, refuse)
}

interface Waiting {
  readonly state: OwnedState
  readonly stage: OwnedStage
  readonly bundle: Bundle
  readonly attempt: number
  readonly now: number
  readonly refuse: (code: RefusalCode, problems?: CommandRefused['problems']) => RunEvent[]
}

function refused(
  { id }: OwnedRun,
  command: HumanCommand,
  code: RefusalCode,
  now: number,
  problems: CommandRefused['problems'],
): CommandRefused {
  const { type, stage, task, request } = command
  const by = command.type === 'delegate' ? command.from : command.by
  return {
    ...{ type: 'CommandRefused', run: id, at: now, stage, task, command: type, by, code },
    ...(problems === undefined ? {} : { problems }),
    ...(request === undefined ? {} : { request }),
  }
}

function answer(waiting: Waiting, { form }: HumanTask, command: Answer): RunEvent[] {
  const { stage, bundle, refuse } = waiting
  const { by, values, task, outputs = {} } = command
  if (by !== bundle.human?.by) return refuse('other_person')
  const read = readAnswers(form, values, decisionNames(stage, task))
  if (read.problems.length > 0)
    return refuse(
      'bad_answer',
      read.problems.map(({ code, message }) => ({ code, message })),
    )
  const declared = stage.definition.outputs
  if (Object.keys(outputs).some((name) => !declared.some((output) => output.name === name))) return refuse('unknown_output')
  if (declared.some(({ name, optional }) => !optional && outputs[name] === undefined)) return refuse('missing_output')
  return [ended(waiting, task, { outputs, metrics: read.values, by: [by] })]
}

function vote(waiting: Waiting, human: Approval, command: Decision): RunEvent[] {
  const { stage, bundle, attempt, now, refuse } = waiting
  const { by, task, reason = '' } = command
  if (!askedPersons(stage, bundle).includes(by)) return refuse('other_person')
  if (dependentPersons(stage).has(by)) return refuse('not_independent')
  const votes = standingVotes(human, bundle.human?.votes ?? [], now)
  if (votes.some((vote) => vote.by === by)) return refuse('decided_already')
  if (command.type === 'reject') return [ended(waiting, task, { rejectedBy: by, reason })]
  const { definition, run } = stage
  const given: RunEvent = { type: 'ApprovalGiven', run: run.id, at: now, stage: definition.index, task, attempt, by, reason }
  if (votes.length + 1 < human.quorum) return [given]
  return [given, ended(waiting, task, { outputs: {}, metrics: {}, by: [...votes.map((vote) => vote.by), by] })]
}

function delegate({ state, stage, bundle, attempt, now, refuse }: Waiting, { from, to, task }: Delegation): RunEvent[] {
  const { run, definition } = stage
  const known = [...run.resources.people.values()].some((persons) => persons.includes(to))
  if (!known || to === from) return refuse('unknown_person')
  if (definition.human?.kind === 'task') {
    if (bundle.human?.by !== from) return refuse('other_person')
    if ((state.held.get(to) ?? 0) > 0) return refuse('busy')
  } else {
    const asked = askedPersons(stage, bundle)
    if (!asked.includes(from)) return refuse('other_person')
    if (asked.includes(to)) return refuse('unknown_person')
    if (dependentPersons(stage).has(to)) return refuse('not_independent')
    if (bundle.human?.votes.some(({ by }) => by === from)) return refuse('decided_already')
  }
  return [{ type: 'WorkDelegated', run: run.id, at: now, stage: definition.index, task, attempt, from, to }]
}

type Ending = Pick<Extract<Outcome, { kind: 'succeeded' }>['result'], 'outputs' | 'metrics' | 'by'> | Rejection

interface Rejection {
  readonly rejectedBy: string
  readonly reason: string
}

function ended({ stage, bundle, attempt, now }: Waiting, task: number, ending: Ending): AttemptEnded {
  const { run, definition } = stage
  const outcome = outcomeOf(stage, bundle, task, attempt, ending, now)
  const key = stage.entries[task]?.key ?? ''
  const { verdicts, then } = verdictOn({ stage, task, attempt, key, outcome, now })
  return { type: 'AttemptEnded', run: run.id, at: now, stage: definition.index, task, attempt, key, outcome, verdicts, then }
}

function outcomeOf({ run, definition }: OwnedStage, bundle: Bundle, task: number, attempt: number, ending: Ending, now: number): Outcome {
  if ('rejectedBy' in ending) {
    const { rejectedBy: by, reason } = ending
    const usage = usageOf(run, bundle, [by], now)
    const detail = reason === '' ? `by ${by}` : `by ${by}: ${reason}`
    return { kind: 'failed', cause: 'rejected', exitCode: null, signal: null, detail, matched: [], usage, metrics: {}, by }
  }
  const usage = usageOf(run, bundle, bundle.human?.by === undefined ? (ending.by ?? []).slice(-1) : Object.keys(bundle.holds), now)
  return { kind: 'succeeded', result: { ...ending, usage, origin: `${run.id}/${definition.name}/${task}-${attempt}` } }
}

/** Work is the open time that has passed, in the share that is given; someone who answered out of hours has worked all the same. */
function usageOf({ resources }: OwnedRun, { startedAt }: Bundle, held: readonly string[], now: number): Usage {
  const wallMs = now - startedAt
  const calendar = commonCalendar(resources, held)
  const load = held.reduce((least, name) => Math.min(least, resources.loads.get(name) ?? 1), 1)
  const open = calendar === undefined ? wallMs : calendar.workBetween(startedAt, now)
  const workMs = open > 0 ? open * load : wallMs
  return { startedAt, wallMs, cpuMs: null, peakMemoryBytes: null, writtenBytes: null, workMs }
}

/** Nobody needs to do any more what people of a cancelled run were asked for, but of tasks that go on. */
export function endsOfPeople(run: OwnedRun, now: number, keep: readonly TasksOf[] = []): AttemptEnded[] {
  const goesOn = ({ stage, tasks }: Bundle) =>
    keep.some((kept) => kept.stage === stage.definition.index && tasks.some((task) => kept.tasks.includes(task)))
  return [...run.bundles].flatMap((bundle) => (goesOn(bundle) ? [] : endOfPeople(bundle, now)))
}

/** Of a machine's work: nothing. */
export function endOfPeople({ stage, tasks, human }: Bundle, now: number): AttemptEnded[] {
  const [task] = tasks
  if (human === undefined || task === undefined) return []
  const outcome: Outcome = {
    ...{ kind: 'failed', cause: 'cancelled', exitCode: null, signal: null, detail: 'nobody needs to do it any more' },
    ...{ matched: [], usage: null, metrics: {} },
  }
  const { run, definition } = stage
  const attempt = stage.attempts[task] ?? 0
  const key = stage.entries[task]?.key ?? ''
  const { verdicts, then } = verdictOn({ stage, task, attempt, key, outcome, now })
  return [{ type: 'AttemptEnded', run: run.id, at: now, stage: definition.index, task, attempt, key, outcome, verdicts, then }]
}
