import { ownMap } from './begin.ts'
import type { Input } from './inputs.ts'
import type { OwnedStage, OwnedState } from './owned.ts'
import { is } from './status.ts'
import type { MetricsStreamed } from './stream-events.ts'

type Streamed = Extract<Input, { type: 'streamed' }>

/** How far each place was read in which an attempt's metrics come, in lines. */
export type Seen = { readonly [place: string]: number }

/**
 * Metrics of a running attempt. Worlds read what an attempt writes from its beginning, so after a crash the same lines come again:
 * only what goes further than what is journalled counts.
 */
export function decideStreamed(
  state: OwnedState,
  { run, stage: index, task, attempt, seen, points }: Streamed,
  now: number,
): MetricsStreamed[] {
  const stage = state.runs.get(run)?.stages[index]
  if (stage === undefined || stage.status[task] !== is.running || stage.attempts[task] !== attempt) return []
  const known = seenOf(stage, task, attempt)
  if (Object.entries(seen).every(([place, lines]) => lines <= (known?.[place] ?? 0))) return []
  return [{ type: 'MetricsStreamed', run, at: now, stage: index, task, attempt, seen: { ...known, ...seen }, points }]
}

export function noteStreamed(stage: OwnedStage, { task, attempt, seen }: MetricsStreamed): void {
  stage.streams = ownMap(stage.streams)
  stage.streams.set(task, { attempt, seen })
}

/** What of an attempt's metrics is journalled; undefined: nothing. */
export function seenOf(stage: OwnedStage, task: number, attempt: number): Seen | undefined {
  const known = stage.streams.get(task)
  return known?.attempt === attempt ? known.seen : undefined
}
