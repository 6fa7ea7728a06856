import type { Stage } from '#model/workflow.ts'
import type { SignalReceived, SignalSent } from './coordination-events.ts'
import type { OwnedRun, OwnedStage, OwnedState } from './owned.ts'
import type { Sending } from './owned-together.ts'

/**
 * Signals. What comes to a run stays with it until it is over, so nothing is lost that came before someone awaits it; each stage
 * that awaits it takes the first that came, and so does every later one. The same signal, told by its id, comes once.
 */

export function missingAtFirst({ coordination }: Stage): Set<number> | undefined {
  if (coordination === undefined || coordination.awaits.length === 0) return undefined
  return new Set(coordination.awaits.map(({ signal }) => signal))
}

export function receive(run: OwnedRun, { signal, data, id, from, at }: SignalReceived): void {
  const { all, first, waiting, newest } = run.signals
  all.set(id, { signal, data, at, from })
  newest.set(signal, { data, at, from })
  if (first.has(signal)) return
  first.set(signal, { data, at, from })
  const index = run.workflow.coordination?.signals.findIndex(({ name }) => name === signal) ?? -1
  for (const stage of waiting) {
    if (stage.missingSignals?.delete(index) !== true || stage.missingSignals.size > 0) continue
    waiting.delete(stage)
    stage.missingSignals = undefined
    stage.awaitingSince = undefined
  }
}

/** A task that is done sends its signals, unless it has sent them before. */
export function noteToSend(state: OwnedState, stage: OwnedStage, { due, sent }: Sending, task: number): void {
  if (sent.has(task)) return
  due.add(task)
  state.toSend.add(stage)
}

/** The last of its signals is on its way. */
export function noteSent(state: OwnedState, stage: OwnedStage, { task, signal }: SignalSent): void {
  const { sending, definition, run } = stage
  const last = definition.coordination?.sends.at(-1)?.signal
  if (sending === undefined || last === undefined || run.workflow.coordination?.signals[last]?.name !== signal) return
  sending.due.delete(task)
  sending.sent.add(task)
  if (sending.due.size === 0) state.toSend.delete(stage)
}

export function missingNames({ missingSignals, run }: OwnedStage): readonly string[] {
  return [...(missingSignals ?? [])].flatMap((index) => run.workflow.coordination?.signals[index]?.name ?? [])
}

/** Until when a stage that waits since then waits, and for which signal that is so. */
export function patienceOf(
  { definition, missingSignals }: OwnedStage,
  since: number,
): { readonly until: number | undefined; readonly signal: number | undefined } {
  let until: number | undefined
  let first: number | undefined
  for (const { signal, withinMs } of definition.coordination?.awaits ?? []) {
    if (withinMs === undefined || missingSignals?.has(signal) !== true || (until !== undefined && since + withinMs >= until)) continue
    until = since + withinMs
    first = signal
  }
  return { until, signal: first }
}
