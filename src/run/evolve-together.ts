import { barLine, isBarred, openBarrier } from './barring.ts'
import { noteChange, noteReading } from './conditions.ts'
import type { TogetherEvent } from './coordination-events.ts'
import { liftBar } from './evolve-task.ts'
import { type OwnedRun, type OwnedState, stageOf } from './owned.ts'
import { notePreempted } from './preempting.ts'
import { noteSent, receive } from './signals.ts'
import { evolvePieces } from './streams.ts'

/** What changes by events of tasks that go together. */
export function evolveTogether(state: OwnedState, run: OwnedRun, event: TogetherEvent): void {
  switch (event.type) {
    case 'BarrierOpened':
      openBarrier(run, event, (stage) => liftBar(state, stage))
      break
    case 'SignalsAwaited':
      stageOf(state, event.run, event.stage).awaitingSince = event.at
      break
    case 'SignalSent':
      noteSent(state, stageOf(state, event.run, event.stage), event)
      break
    case 'SignalReceived':
      receive(run, event)
      break
    case 'SignalRefused':
      break
    case 'ConditionRead':
      noteReading(run, event)
      break
    case 'ConditionChanged':
      for (const stage of noteChange(run, event)) {
        if (isBarred(stage)) barLine(state, stage)
        else liftBar(state, stage)
      }
      break
    case 'TasksPreempted':
      notePreempted(stageOf(state, event.run, event.stage), event)
      break
    default:
      evolvePieces(state, run, event)
  }
}
