import type { Json } from '#model/json.ts'
import { askedIn } from '#run/asked.ts'
import { endOfReused } from '#run/end-of-reused.ts'
import type { RunEvent } from '#run/events.ts'
import { labelOf } from '#run/label.ts'
import type { Then } from '#run/outcome.ts'
import { isInterrupted } from '#run/restarting.ts'
import type { RunState } from '#run/state.ts'
import { detailOf, folderOf } from './describe-run.ts'
import { waitingOf } from './describe-waiting.ts'
import type { RunUpdate } from './run-update.ts'
import type { StorePlaces } from './store-places.ts'
import { numbersOf } from './verdict-numbers.ts'

type PeopleUpdate = Extract<RunUpdate, { type: 'people' }>
type TaskUpdate = Extract<RunUpdate, { type: 'task' }>

/** What an event means to someone who looks on. `every` false: only what went wrong, and the run's own changes. */
export function updatesOf(event: RunEvent, run: RunState, places: StorePlaces, every: boolean): readonly RunUpdate[] {
  switch (event.type) {
    case 'AttemptsStarted':
      return [
        ...(every
          ? event.tasks.map((task, index) => ({ ...taskOf(event, run, task, event.attempts[index] ?? 0), what: 'started' as const }))
          : []),
        ...event.tasks.flatMap((task) => peopleUpdate(event, run, task, 'asked', undefined)),
      ]
    case 'ApprovalGiven':
      return peopleUpdate(event, run, event.task, 'approved', event.by)
    case 'WorkDelegated':
      return peopleUpdate(event, run, event.task, 'handed_over', event.from)
    case 'AttemptEnded':
      return [
        ...endOf(event, run, places, every),
        ...(every ? verdictsOf(event, run, event.task, event.verdicts) : []),
        ...(event.then.kind === 'asked' ? peopleUpdate(event, run, event.task, 'asked', undefined) : []),
      ]
    case 'TasksReused':
      return event.results.flatMap((one) => [
        ...(every ? [{ ...taskOf(event, run, one.task, 0), what: 'reused' as const }] : []),
        // Gates may say something else of it today.
        ...(one.then.kind === 'done' ? [] : endOf(endOfReused(event, one), run, places, every)),
        ...(every ? verdictsOf(event, run, one.task, one.verdicts) : []),
        ...(one.then.kind === 'asked' ? peopleUpdate(event, run, one.task, 'asked', undefined) : []),
      ])
    case 'TasksSkipped':
      return every ? event.tasks.map((task) => ({ ...taskOf(event, run, task, 0), what: 'skipped', detail: event.reason })) : []
    case 'BranchesChosen':
      return every ? event.choices.map(({ task, name }) => ({ ...taskOf(event, run, task, 0), what: 'done', detail: name })) : []
    case 'LoopsEnded':
      return every ? event.ends.map(({ task }) => ({ ...taskOf(event, run, task, 0), what: 'done' })) : []
    case 'GroupsPassed':
      return every ? event.tasks.map((task) => ({ ...taskOf(event, run, task, 0), what: 'done' })) : []
    case 'StagesReworked':
      return staleUpdate(event, run)
    case 'RunPaused':
    case 'RunCancelling':
      return [{ type: 'phase', at: event.at, run: run.id, phase: run.phase, reason: event.reason }]
    case 'RunUnpaused':
    case 'RunEnded':
      return [{ type: 'phase', at: event.at, run: run.id, phase: run.phase }]
    default:
      return []
  }
}

/** Other rework is told with the attempt that asked for it. */
function staleUpdate(event: Extract<RunEvent, { type: 'StagesReworked' }>, run: RunState): readonly RunUpdate[] {
  if (event.staleSince === undefined) return []
  const detail = `${event.gate}, ${new Date(event.staleSince).toISOString().slice(0, 19)}Z`
  return [{ ...taskOf({ at: event.at, stage: event.from }, run, event.task, 0), what: 'reworking', cause: 'stale', detail }]
}

/** Nothing where the work is over with it, or is none of people. */
function peopleUpdate(
  event: { readonly at: number; readonly stage: number },
  run: RunState,
  task: number,
  what: PeopleUpdate['what'],
  by: string | undefined,
): readonly PeopleUpdate[] {
  const asked = askedIn(run, event.stage, task, event.at)
  if (asked === undefined) return []
  return [{ type: 'people', at: event.at, run: run.id, what, ...(by === undefined ? {} : { by }), ...waitingOf(run, asked) }]
}

function taskOf(
  event: { readonly at: number; readonly stage: number },
  run: RunState,
  task: number,
  attempt: number,
): Omit<TaskUpdate, 'what'> {
  const stage = run.workflow.stages[event.stage]?.name ?? ''
  return { type: 'task', at: event.at, run: run.id, stage, task, label: labelOf(run, event.stage, task), attempt }
}

function endOf(
  event: Extract<RunEvent, { type: 'AttemptEnded' }>,
  run: RunState,
  places: StorePlaces,
  every: boolean,
): readonly RunUpdate[] {
  const { outcome } = event
  const usage = outcome.kind === 'succeeded' ? outcome.result.usage : outcome.usage
  const wall = usage === null ? {} : { wallMs: usage.wallMs }
  if (event.then.kind === 'done') return every ? [{ ...taskOf(event, run, event.task, event.attempt), what: 'done', ...wall }] : []
  const folder = folderOf(event, run, places)
  if (event.then.kind === 'outdated') return []
  return [
    {
      ...taskOf(event, run, event.task, event.attempt),
      what: isInterrupted(event) ? 'going_on' : whatFollows[event.then.kind],
      cause: outcome.kind === 'failed' ? outcome.cause : 'gate_failed',
      detail: detailOf(event, run),
      ...wall,
      ...(againWith(event.then) as Pick<TaskUpdate, 'notBefore' | 'changed'>),
      folder,
      ...(outcome.kind === 'failed' && event.then.kind !== 'retry' ? { lastLines: [...places.lastLines(folder)] } : {}),
    },
  ]
}

const whatFollows = { retry: 'retrying', rework: 'reworking', asked: 'asked', failed: 'failed', ignored: 'ignored' } as const

function againWith(then: Then): { readonly notBefore?: number; readonly changed?: { readonly [name: string]: Json } } {
  if (then.kind === 'rework') return { changed: then.with }
  return then.kind === 'retry' ? { notBefore: then.notBefore, changed: { ...then.with, ...then.needs } } : {}
}

function verdictsOf(
  event: { readonly at: number; readonly stage: number },
  run: RunState,
  task: number,
  verdicts: Extract<RunEvent, { type: 'AttemptEnded' }>['verdicts'],
): readonly RunUpdate[] {
  const stage = run.workflow.stages[event.stage]
  return verdicts.map((verdict) => ({
    type: 'gate',
    at: event.at,
    run: run.id,
    stage: stage?.name ?? '',
    task,
    label: labelOf(run, event.stage, task),
    gate: stage?.gates[verdict.gate]?.name ?? '',
    level: stage?.gates[verdict.gate]?.level ?? 'required',
    verdict: verdict.verdict,
    ...numbersOf(verdict),
    ...(verdict.detail === undefined ? {} : { detail: verdict.detail }),
  }))
}
