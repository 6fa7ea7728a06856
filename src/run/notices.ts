import type { NoticeKind } from '#model/notify.ts'
import { askedIn } from './asked.ts'
import type { RunEvent } from './events.ts'
import { labelOf } from './label.ts'
import type { RunState } from './state.ts'

/** Something that somebody outside may be told of a run: what an event means to those who do not look on. */
export interface Notice {
  /** The same for the same event, in whichever process it is asked. */
  readonly id: string
  readonly kind: NoticeKind
  readonly run: string
  readonly at: number
  readonly stage?: string
  readonly task?: number
  readonly label?: string
  /** Whose work it is, and to whom it is escalated. */
  readonly persons: readonly string[]
  readonly work?: 'task' | 'approval' | 'question'
  /** UTC ms. */
  readonly due?: number
  /** Gates that did not pass. */
  readonly gates?: readonly string[]
  readonly outcome?: 'succeeded' | 'failed' | 'cancelled'
}

/** What an event is told of. `run` is its run, at the event or later: of work that does not wait any more nothing is told. */
export function noticesOf(event: RunEvent, run: RunState): readonly Notice[] {
  switch (event.type) {
    case 'AttemptsStarted':
      return event.tasks.flatMap((task, index) => waiting(event, run, task, event.attempts[index] ?? 0))
    case 'WorkDelegated':
      return waiting(event, run, event.task, event.attempt).map((notice) => ({
        ...notice,
        id: `${notice.id}/${event.to}`,
        persons: [event.to],
      }))
    case 'PeopleReminded': {
      if (waiting(event, run, event.task, event.attempt).length === 0) return []
      const kind = event.overdue ? 'overdue' : 'reminder'
      const due = event.due === undefined ? {} : { due: event.due }
      return [{ ...about(event, run, event.task, kind, `${event.attempt}/${event.at}`), persons: event.to, ...workOf(event, run), ...due }]
    }
    case 'AttemptEnded':
      return [...gateFailed(event, run), ...(event.then.kind === 'asked' ? waiting(event, run, event.task, event.attempt) : [])]
    case 'TasksReused':
      return event.results.flatMap(({ task, then }) => (then.kind === 'asked' ? waiting(event, run, task, undefined) : []))
    case 'RunEnded':
      return [{ id: `finished/${event.at}`, kind: 'finished', run: run.id, at: event.at, persons: [], outcome: event.outcome }]
    default:
      return []
  }
}

type OfStage = RunEvent & { readonly stage: number }

function about(event: OfStage, run: RunState, task: number, kind: NoticeKind, more: string): Omit<Notice, 'persons'> {
  const stage = run.workflow.stages[event.stage]?.name ?? ''
  return { id: `${kind}/${stage}/${task}/${more}`, kind, run: run.id, at: event.at, stage, task, label: labelOf(run, event.stage, task) }
}

function workOf({ stage }: OfStage, run: RunState): Pick<Notice, 'work'> {
  const kind = run.workflow.stages[stage]?.human?.kind
  return kind === undefined ? {} : { work: kind }
}

/** `attempt` undefined: whichever it is. */
function waiting(event: OfStage, run: RunState, task: number, attempt: number | undefined): readonly Notice[] {
  const asked = askedIn(run, event.stage, task, event.at)
  if (asked === undefined || (attempt !== undefined && asked.attempt !== attempt)) return []
  const due = asked.due === undefined ? {} : { due: asked.due }
  const work = asked.human.kind === 'question' ? ({ work: 'question' } as const) : workOf(event, run)
  return [{ ...about(event, run, task, 'waiting', `${asked.attempt}`), persons: asked.persons, ...work, ...due }]
}

/** Gates that are tried again are not told of: they may pass yet. Those that are only stretched for never are. */
function gateFailed(event: Extract<RunEvent, { type: 'AttemptEnded' }>, run: RunState): readonly Notice[] {
  if (event.then.kind === 'retry') return []
  const gates = run.workflow.stages[event.stage]?.gates ?? []
  const failed = event.verdicts.flatMap(({ gate, verdict }) => {
    const of = gates[gate]
    const isAllowed = event.then.kind === 'done' && of?.atLeast !== undefined
    return verdict === 'passed' || of === undefined || of.level === 'stretch' || isAllowed ? [] : [of.name]
  })
  if (failed.length === 0) return []
  return [{ ...about(event, run, event.task, 'gate_failed', `${event.attempt}`), persons: [], gates: failed }]
}
