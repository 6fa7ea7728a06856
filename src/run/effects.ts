import { conditionsToResume, freezesOf, unwatchOf, wakeForReading, watchOf } from './condition-effects.ts'
import type { Effect } from './effect.ts'
import type { AttemptEnded, OutputsDiscarded, RunEvent } from './events.ts'
import type { StagesReworked } from './gate-events.ts'
import { type Bundle, isActive, isOver, type OwnedRun, type OwnedStage, type OwnedState, owned } from './owned.ts'
import { piecesEffects, piecesToResume } from './pieces-effects.ts'
import { nextReminderAt } from './reminding.ts'
import { missingNames, patienceOf } from './signals.ts'
import type { State } from './state.ts'
import { is, statusOf } from './status.ts'
import { isTaking, takersOpen, takingUntil } from './taking.ts'
import { isDiscarded, isWantedElsewhere } from './temporaries.ts'
/** What the world must do because of an event, seen from the state after it. */
export function effectsOf(event: RunEvent, state: State): Effect[] {
  switch (event.type) {
    case 'TasksReleased': {
      const { run, stage, from, count } = event
      const resolve: Effect = { type: 'resolve', run, stage, tasks: Array.from({ length: count }, (_, index) => from + index) }
      return [resolve, ...wakeOfTaking(owned(state).runs.get(run)?.stages[stage])]
    }
    case 'AttemptsStarted': {
      const { run, stage, tasks, attempts, setupMs } = event
      const first = setupMs === undefined ? nothing : { setupMs }
      if (!isHuman(state, event)) return [{ type: 'start', run, stage, tasks, attempts, ...first }]
      return tasks.flatMap((task, index): Effect[] => [
        { type: 'ask', run, stage, task, attempt: attempts[index] ?? 0, ...first },
        ...remindersOf(owned(state).runs.get(run)?.stages[stage]?.entries[task]?.bundle),
      ])
    }
    case 'TasksPreempted':
      return event.tasks.map((task, at) => preemptionOf(event, task, event.attempts[at] ?? 0))
    case 'WorkDelegated': {
      const { run, stage, task, attempt } = event
      return [{ type: 'ask', run, stage, task, attempt }]
    }
    case 'PeopleReminded':
      return remindersOf(owned(state).runs.get(event.run)?.stages[event.stage]?.entries[event.task]?.bundle)
    case 'AttemptEnded':
      if (event.then.kind === 'asked') return [{ type: 'question', run: event.run, stage: event.stage, task: event.task }]
      if (event.then.kind === 'done' && savesStates(state, event))
        return [{ type: 'forget', run: event.run, stage: event.stage, task: event.task, attempt: event.attempt }]
      return isWithdrawn(state, event) ? [withdrawalOf(event)] : wakeAfter(event)
    case 'TasksReused':
      return event.results.flatMap(({ task, then }) =>
        then.kind === 'asked' ? [{ type: 'question', run: event.run, stage: event.stage, task }] : [],
      )
    case 'OpeningAwaited':
      return [{ type: 'wake', at: event.until }]
    case 'SignalsAwaited':
      return awaitOf(owned(state).runs.get(event.run)?.stages[event.stage])
    case 'OutputsDiscarded':
      return discardOf(owned(state), event)
    case 'RunStarted':
      return watchOf(owned(state).runs.get(event.run))
    case 'ConditionRead':
      return wakeForReading(owned(state).runs.get(event.run), event)
    case 'ConditionChanged':
      return freezesOf(owned(state).runs.get(event.run), event)
    case 'PiecesPublished':
    case 'ProducerHeld':
    case 'ProducerReleased':
    case 'StreamEnded':
      return piecesEffects(owned(state).runs.get(event.run), event)
    case 'RunEnded':
      return [...unwatchOf(owned(state).runs.get(event.run)), ...takersAskAgain(owned(state), event.run)]
    case 'RunCancelling':
      return stopsOf(owned(state).runs.get(event.run))
    case 'StagesReworked':
      return reworkEffects(owned(state).runs.get(event.run), event)
    case 'TasksReset':
      // What the world was asked before the run ended may never have been answered.
      return [...watchOf(owned(state).runs.get(event.run)), ...questionsOf(owned(state).runs.get(event.run))]
    default:
      return []
  }
}

const nothing = {}

/** A tick when those who are asked are to be told again. */
function remindersOf(bundle: Bundle | undefined): Effect[] {
  const at = bundle && nextReminderAt(bundle)
  return at === undefined ? [] : [{ type: 'wake', at }]
}

/** A tick when the result of another run is not waited for any longer. */
function wakeOfTaking(stage: OwnedStage | undefined): Effect[] {
  const at = stage === undefined || !isTaking(stage) ? undefined : takingUntil(stage)
  return at === undefined ? [] : [{ type: 'wake', at }]
}

function takersAskAgain(state: OwnedState, ended: string): Effect[] {
  return Array.from(takersOpen(state, ended), (stage) => ({
    type: 'resolve',
    run: stage.run.id,
    stage: stage.definition.index,
    tasks: [0],
  }))
}

function isHuman(state: State, { run, stage }: { readonly run: string; readonly stage: number }): boolean {
  return state.runs.get(run)?.workflow.stages[stage]?.human !== undefined
}

function preemptionOf({ run, stage }: { readonly run: string; readonly stage: number }, task: number, attempt: number): Effect {
  return { type: 'preempt', run, stage, task, attempt }
}

function savesStates(state: State, { run, stage }: { readonly run: string; readonly stage: number }): boolean {
  return state.runs.get(run)?.workflow.stages[stage]?.checkpoint !== undefined
}

function isWithdrawn(state: State, event: AttemptEnded): boolean {
  return event.outcome.kind === 'failed' && event.outcome.cause === 'cancelled' && isHuman(state, event)
}

function withdrawalOf({ run, stage, task, attempt }: AttemptEnded): Effect {
  return { type: 'withdraw', run, stage, task, attempt }
}

function wakeAfter({ then, at }: AttemptEnded): Effect[] {
  return then.kind === 'retry' && then.notBefore > at ? [{ type: 'wake', at: then.notBefore }] : []
}

function awaitOf(stage: OwnedStage | undefined): Effect[] {
  if (stage?.missingSignals === undefined) return []
  const { until } = patienceOf(stage, stage.awaitingSince ?? 0)
  const wait: Effect = { type: 'await', run: stage.run.id, stage: stage.definition.index, signals: missingNames(stage) }
  return until === undefined ? [wait] : [wait, { type: 'wake', at: until }]
}

function discardOf(state: OwnedState, event: OutputsDiscarded): Effect[] {
  const { run, outputs } = event
  const stage = state.runs.get(run)?.stages[event.stage]
  if (stage === undefined) return []
  const tasks = event.tasks.filter((task) => isDiscarded(stage, task) && !isWantedElsewhere(state, stage, task))
  return tasks.length === 0 ? [] : [{ type: 'discard', run, stage: event.stage, tasks, outputs }]
}

function stopsOf(run: OwnedRun | undefined): Effect[] {
  return [...(run?.bundles ?? [])].flatMap(({ stage, tasks, attempts }) =>
    tasks.flatMap((task, index): Effect[] => {
      const attempt = attempts[index] ?? 0
      const runs = statusOf(stage, task) === is.running && stage.attempts[task] === attempt
      const goesOn = run?.kept.get(stage.definition.index)?.has(task) === true
      return runs && !goesOn ? [{ type: 'stop', run: stage.run.id, stage: stage.definition.index, task, attempt }] : []
    }),
  )
}

/** People are not asked any more for what is being made again. */
function reworkEffects(run: OwnedRun | undefined, { stages }: StagesReworked): Effect[] {
  return stages.flatMap(({ stage: index, tasks }) => {
    const stage = run?.stages[index]
    if (stage === undefined) return []
    if (stage.definition.human === undefined) return stage.outdated.size > 0 ? outdatedStops(stage) : []
    const all = tasks ?? Array.from({ length: stage.count ?? 0 }, (_, task) => task)
    return all.map((task): Effect => ({ type: 'withdraw', run: stage.run.id, stage: index, task, attempt: stage.attempts[task] ?? 0 }))
  })
}

type Stop = Extract<Effect, { type: 'stop' }>

/** What is being made again is not waited for: what runs on it is stopped. */
function outdatedStops(stage: OwnedStage): Stop[] {
  const about = { run: stage.run.id, stage: stage.definition.index }
  return [...stage.outdated].map((task): Stop => ({ type: 'stop', ...about, task, attempt: stage.attempts[task] ?? 0 }))
}

/** What to ask again after the journal was folded: keys of released tasks, attempts that may still run, deadlines. */
export function effectsToResume(state: State, now: number): Effect[] {
  const own = owned(state)
  const effects: Effect[] = own.awaited > 0 ? [{ type: 'wake', at: own.awaited }] : []
  for (const run of own.runs.values()) {
    if (isOver(run)) continue
    for (const bundle of run.bundles) effects.push(...adoptionOf(bundle))
    for (const stage of run.stages) for (const stop of outdatedStops(stage)) effects.push({ ...stop, unseen: true })
    if (run.phase === 'cancelling') effects.push(...stopsOf(run))
    effects.push(...conditionsToResume(run, now))
    if (!isActive(run)) continue
    effects.push(...questionsOf(run), ...piecesToResume(run))
    for (const stage of run.stages) effects.push(...discardsOf(own, stage))
  }
  return effects
}

/** Those of a bundle that have not ended. */
function adoptionOf(bundle: Bundle): Effect[] {
  const { stage, tasks, attempts, setUpAt } = bundle
  const open = tasks.flatMap((task, index) => {
    const attempt = attempts[index] ?? 0
    const runs = statusOf(stage, task) === is.running && stage.attempts[task] === attempt && !stage.outdated.has(task)
    return runs ? [{ task, attempt }] : []
  })
  if (open.length === 0) return []
  const { human, index } = stage.definition
  if (human !== undefined)
    return [
      ...open.map(({ task, attempt }): Effect => ({ type: 'ask', run: stage.run.id, stage: index, task, attempt })),
      ...remindersOf(bundle),
    ]
  const which = { tasks: open.map(({ task }) => task), attempts: open.map(({ attempt }) => attempt) }
  const setUp = setUpAt === undefined ? nothing : { setUpAt }
  const about = { run: stage.run.id, stage: stage.definition.index }
  const asked = bundle.preempted === undefined ? [] : open.map(({ task, attempt }) => preemptionOf(about, task, attempt))
  return [{ type: 'adopt', ...about, ...which, ...setUp }, ...asked]
}

/** Keys that were asked for, and deadlines. */
function questionsOf(run: OwnedRun | undefined): Effect[] {
  const effects: Effect[] = []
  for (const stage of run?.stages ?? []) {
    if (stage.awaitingSince !== undefined) effects.push(...awaitOf(stage))
    if (stage.counts.released > 0)
      effects.push({ type: 'resolve', run: stage.run.id, stage: stage.definition.index, tasks: tasksThatAre(stage, is.released) })
    effects.push(...wakeOfTaking(stage))
    for (const task of stage.counts.asked > 0 ? tasksThatAre(stage, is.asked) : [])
      effects.push({ type: 'question', run: stage.run.id, stage: stage.definition.index, task })
    if (stage.counts.retrying === 0) continue
    for (const task of tasksThatAre(stage, is.retrying)) effects.push({ type: 'wake', at: stage.histories.get(task)?.notBefore ?? 0 })
  }
  return effects
}

function tasksThatAre(stage: OwnedStage, status: number): readonly number[] {
  const tasks: number[] = []
  for (let task = stage.status.indexOf(status); task >= 0; task = stage.status.indexOf(status, task + 1)) tasks.push(task)
  return tasks
}

function discardsOf(state: OwnedState, stage: OwnedStage): Effect[] {
  const { temporary, run, definition } = stage
  if (temporary === undefined || temporary.discarded === 0) return []
  const gone = tasksThatAre(stage, is.done).filter((task) => isDiscarded(stage, task) && !isWantedElsewhere(state, stage, task))
  return gone.length === 0 ? [] : [{ type: 'discard', run: run.id, stage: definition.index, tasks: gone, outputs: temporary.names }]
}
