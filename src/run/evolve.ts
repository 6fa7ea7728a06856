import type { Workflow } from '#model/workflow.ts'
import { beginRun } from './begin.ts'
import type { BranchesChosen, GroupsPassed, LoopsEnded } from './branching-events.ts'
import { closeBundles, openBundle } from './bundles.ts'
import { noteChoices } from './choosing.ts'
import { estimateNow } from './estimates.ts'
import type { RunEvent, RunStarted, TasksReset, TasksRevived } from './events.ts'
import { applyGateEvent } from './evolve-gates.ts'
import { endInterventions, evolveIntervention } from './evolve-interventions.ts'
import { expandStage, resetTasks, reviveTasks } from './evolve-stage.ts'
import { discardOutputs, endAttempt, queueTasks, releaseTasks, reuseResults, skipTasks, unreleaseTasks } from './evolve-task.ts'
import { evolveTogether } from './evolve-together.ts'
import { noShares } from './fair-share.ts'
import { notePassed } from './grouping.ts'
import { createHeap } from './heap.ts'
import type { ApprovalGiven, PeopleReminded, WorkDelegated } from './human-events.ts'
import { noteLoopEnds } from './looping.ts'
import { type OwnedRun, type OwnedStage, type OwnedState, owned, stageOf } from './owned.ts'
import { handOver, noteApproval, noteReminder } from './people.ts'
import type { State } from './state.ts'
import { noteStreamed } from './streaming.ts'

/** An empty state. `load` turns a run's own definition into its workflow; it must give the same one every time. */
export function createState(load: (started: RunStarted) => Workflow): State {
  const state: OwnedState = {
    runs: new Map(),
    held: new Map(),
    load,
    shapes: new Map(),
    flights: new Map(),
    wanted: new Map(),
    gone: new Set(),
    bundles: new Set(),
    asked: new Set(),
    backoffs: createHeap((a, b) => a.notBefore < b.notBefore),
    toExpand: new Set(),
    toRelease: new Set(),
    toShare: new Map(),
    toFail: new Map(),
    toRevive: new Set(),
    toDiscard: new Set(),
    toFinish: new Set(),
    toRework: new Set(),
    toClose: new Set(),
    freeSince: new Map(),
    places: new Map(),
    awaited: 0,
    together: new Set(),
    toSend: new Set(),
    arrivals: 0,
    recalling: false,
    shares: noShares(),
  }
  return state
}

/** The only thing that changes a state, in place: folding a journal gives the state again, wherever it is cut. */
export function evolve(state: State, event: RunEvent): void {
  const own = owned(state)
  if (event.type === 'RunStarted') {
    beginRun(own, event)
    estimateNow(own, event.run, event.at)
    return
  }
  const run = own.runs.get(event.run)
  if (run !== undefined) apply(own, run, event)
}

function apply(state: OwnedState, run: OwnedRun, event: Exclude<RunEvent, RunStarted>): void {
  switch (event.type) {
    case 'StageExpanded':
      expandStage(state, stageOf(state, event.run, event.stage), event)
      break
    case 'TasksReleased':
      releaseTasks(state, stageOf(state, event.run, event.stage), event)
      break
    case 'TasksUnreleased':
      unreleaseTasks(state, stageOf(state, event.run, event.stage), event)
      break
    case 'TasksSkipped':
      skipTasks(state, stageOf(state, event.run, event.stage), event)
      break
    case 'TasksQueued':
      queueTasks(state, stageOf(state, event.run, event.stage), event)
      break
    case 'TasksReused':
      reuseResults(state, stageOf(state, event.run, event.stage), event)
      break
    case 'AttemptsStarted':
      openBundle(state, stageOf(state, event.run, event.stage), event)
      break
    case 'AttemptEnded':
      endAttempt(state, stageOf(state, event.run, event.stage), event)
      break
    case 'MetricsStreamed':
      noteStreamed(stageOf(state, event.run, event.stage), event)
      break
    case 'BranchesChosen':
    case 'LoopsEnded':
    case 'GroupsPassed':
      evolveByItself(state, stageOf(state, event.run, event.stage), event)
      break
    case 'OutputsDiscarded':
      discardOutputs(state, stageOf(state, event.run, event.stage), event)
      break
    case 'TasksRevived':
    case 'TasksReset':
      evolveAgain(state, stageOf(state, event.run, event.stage), event)
      break
    case 'ApprovalGiven':
    case 'WorkDelegated':
    case 'PeopleReminded':
      evolveHuman(state, stageOf(state, event.run, event.stage), event)
      break
    case 'CommandRefused':
    case 'NoticeEnded':
      break
    case 'StagesReworked':
    case 'GateWaived':
    case 'ResultRefused':
    case 'IssueNoted':
      applyGateEvent(state, run, event)
      break
    case 'OpeningAwaited':
      state.awaited = event.until
      break
    case 'StageHeld':
    case 'StageReleased':
    case 'RunAdjusted':
      evolveIntervention(state, run, event)
      break
    case 'RunPaused':
    case 'RunUnpaused':
    case 'RunCancelling':
    case 'RunEnded':
      changePhase(state, run, event)
      break
    default:
      evolveTogether(state, run, event)
  }
}

function evolveByItself(state: OwnedState, stage: OwnedStage, event: BranchesChosen | LoopsEnded | GroupsPassed): void {
  if (event.type === 'BranchesChosen') noteChoices(state, stage, event)
  else if (event.type === 'LoopsEnded') noteLoopEnds(state, stage, event)
  else notePassed(state, stage, event)
}

function evolveAgain(state: OwnedState, stage: OwnedStage, event: TasksRevived | TasksReset): void {
  if (event.type === 'TasksRevived') reviveTasks(state, stage, event)
  else resetTasks(state, stage, event)
}

function evolveHuman(state: OwnedState, stage: OwnedStage, event: ApprovalGiven | WorkDelegated | PeopleReminded): void {
  if (event.type === 'ApprovalGiven') noteApproval(stage, event)
  else if (event.type === 'WorkDelegated') handOver(state, stage, event)
  else noteReminder(stage, event)
}

type PhaseEvent = Extract<RunEvent, { type: 'RunPaused' | 'RunUnpaused' | 'RunCancelling' | 'RunEnded' }>

function changePhase(state: OwnedState, run: OwnedRun, event: PhaseEvent): void {
  switch (event.type) {
    case 'RunPaused':
      run.phase = 'paused'
      break
    case 'RunUnpaused':
      run.phase = 'running'
      break
    case 'RunCancelling':
      run.phase = 'cancelling'
      run.replacedBy = event.replacedBy
      for (const { stage, tasks } of event.keep ?? []) run.kept.set(stage, new Set(tasks))
      if (run.bundles.size === 0) state.toFinish.add(run)
      break
    case 'RunEnded':
      run.phase = event.outcome
      closeBundles(state, run, event.at)
      endInterventions(state, run)
      state.toFinish.delete(run)
  }
}
