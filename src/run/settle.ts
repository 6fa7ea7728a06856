import type { RunEvent } from './events.ts'
import { type OwnedState, owned } from './owned.ts'
import type { State } from './state.ts'
import { awaitSignals } from './steps/await-signals.ts'
import { closeStreams } from './steps/close-streams.ts'
import { discard } from './steps/discard.ts'
import { expand } from './steps/expand.ts'
import { fail } from './steps/fail.ts'
import { finish } from './steps/finish.ts'
import { giveUpTaking } from './steps/give-up-taking.ts'
import { openBarriers } from './steps/open-barriers.ts'
import { preempt } from './steps/preempt.ts'
import { release } from './steps/release.ts'
import { remind } from './steps/remind.ts'
import { revive } from './steps/revive.ts'
import { rework } from './steps/rework.ts'
import { sendSignals } from './steps/send-signals.ts'
import { share } from './steps/share.ts'
import { start } from './steps/start.ts'
import { throttle } from './steps/throttle.ts'
import { wakeUp } from './steps/wake-up.ts'
import { watchConditions } from './steps/watch-conditions.ts'
import { withdraw } from './steps/withdraw.ts'

type Step = (state: OwnedState, now: number) => RunEvent[]

/** In this order: what frees or fails tasks comes before what starts them, and a run ends when nothing else is to do. */
const steps: readonly Step[] = [
  rework,
  withdraw,
  sendSignals,
  watchConditions,
  expand,
  closeStreams,
  awaitSignals,
  giveUpTaking,
  release,
  wakeUp,
  share,
  fail,
  revive,
  discard,
  openBarriers,
  start,
  preempt,
  throttle,
  remind,
  finish,
]

/** What follows by itself: asked again after each answer is evolved, until nothing more follows. */
export function settle(state: State, now: number): RunEvent[] {
  const own = owned(state)
  for (const step of steps) {
    const events = step(own, now)
    if (events.length > 0) return events
  }
  return []
}
