import type { Effect } from '#run/effect.ts'
import type { Input } from '#run/inputs.ts'
import type { Outcome } from '#run/outcome.ts'
import { startOf } from '#run/restarting.ts'
import type { State } from '#run/state.ts'
import type { Agenda } from './agenda.ts'
import type { Happening, Pending } from './happening.ts'
import { stateAfter } from './segments.ts'

type Preempt = Extract<Effect, { type: 'preempt' }>

/** How long it takes to save a state, unless there is less time. */
const savingMs = 50

/** Attempts that give their place: they end as soon as their state is saved, or at once where they save none. */
export function createGivingWay(agenda: Agenda<Happening>, pendingOf: (run: string, stage: number) => Map<number, Pending>) {
  return (effect: Preempt, state: State, now: number): void => {
    const { run, stage, task, attempt } = effect
    const under = pendingOf(run, stage)
    const known = under.get(task)
    if (known?.attempt !== attempt || known.ends === undefined) return
    const start = startOf(state, effect)
    const at = start === undefined ? now : now + Math.min(savingMs, start.checkpoint.graceMs)
    // It comes to its end first.
    if (known.ends.at <= at) return
    known.moved = true
    const began = known.began ?? now
    const ranMs = Math.max(0, now - began)
    const usage = { startedAt: began, wallMs: Math.max(0, at - began), cpuMs: ranMs, peakMemoryBytes: null, writtenBytes: null }
    const outcome: Outcome = {
      ...{ kind: 'failed', cause: 'preempted', exitCode: null, signal: null, detail: 'made room for others', matched: [], metrics: {} },
      ...{ usage, ...(start === undefined ? {} : { saved: stateAfter(start.doneMs + ranMs), goesOn: true as const }) },
    }
    const input: Input = { type: 'ended', run, stage, task, attempt, outcome }
    const again: Pending = { attempt, stopped: false, moved: false, began, ends: { at, input } }
    under.set(task, again)
    agenda.add(at, { input, pending: again, under })
  }
}
