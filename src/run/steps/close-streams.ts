import type { RunEvent } from '../events.ts'
import { isActive, type OwnedStage, type OwnedState } from '../owned.ts'
import { outputOf, pieceAt } from '../pieces.ts'
import { is, statusOf } from '../status.ts'

/** When nothing makes pieces any more: those of the result that were not handed on come now, and then no more do. */
export function closeStreams(state: OwnedState, now: number): RunEvent[] {
  const events: RunEvent[] = []
  for (const stage of state.toClose) if (isActive(stage.run) && stage.count !== undefined) events.push(...closed(stage, now))
  return events
}

function closed(stage: OwnedStage, now: number): RunEvent[] {
  const { stream, run, definition } = stage
  if (stream === undefined) return []
  const { producer } = stream
  const base = { run: run.id, at: now, stage: definition.index }
  const made = statusOf(producer, 0) === is.done ? (producer.results.get(0)?.outputs[outputOf(stage)]?.pieces ?? []) : []
  const pieces = made.filter(({ name, fingerprint }) => !counts(stage, name, fingerprint))
  const rest = statusOf(producer, 0) === is.failed || statusOf(producer, 0) === is.skipped
  const ended: RunEvent = {
    type: 'StreamEnded',
    ...base,
    pieces: stage.counts.done + pieces.length,
    ...(rest ? { rest: true as const } : {}),
  }
  if (pieces.length === 0) return [ended]
  return [{ type: 'PiecesPublished', ...base, attempt: producer.attempts[0] ?? 0, pieces }, ended]
}

function counts(stage: OwnedStage, name: string, fingerprint: string): boolean {
  const slot = stage.stream?.slots.get(name)
  return slot !== undefined && statusOf(stage, slot) === is.done && pieceAt(stage, slot)?.fingerprint === fingerprint
}
