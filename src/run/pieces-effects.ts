import { freezeOf } from './condition-effects.ts'
import type { Effect } from './effect.ts'
import type { OwnedRun, OwnedStage } from './owned.ts'
import type { PiecesEvent } from './pieces-events.ts'
import { is, statusOf } from './status.ts'
import { followersOf } from './streams.ts'

/** What the world must do about outputs that are handed on piece by piece. */
export function piecesEffects(run: OwnedRun | undefined, event: PiecesEvent): Effect[] {
  const stage = run?.stages[event.stage]
  if (stage?.stream === undefined) return []
  switch (event.type) {
    case 'PiecesPublished':
      return troubleOf(stage)
    case 'ProducerHeld':
    case 'ProducerReleased':
      return [...stage.run.bundles].filter((bundle) => bundle.stage.pieces === stage).flatMap((bundle) => freezeOf(bundle, event.at))
    case 'StreamEnded':
      return followersOf(stage).flatMap((follower) => letGo(stage, follower))
  }
}

/** Whose pieces cannot be handed on is stopped. */
function troubleOf({ stream, run }: OwnedStage): Effect[] {
  if (stream?.trouble === undefined || statusOf(stream.producer, 0) !== is.running) return []
  const { attempt } = stream.trouble
  if (stream.producer.attempts[0] !== attempt) return []
  return [{ type: 'stop', run: run.id, stage: stream.producer.definition.index, task: 0, attempt }]
}

/** What was made of pieces that do not count any more is not waited for. */
function letGo(pieces: OwnedStage, follower: OwnedStage): Effect[] {
  const about = { run: follower.run.id, stage: follower.definition.index }
  const attemptOf = (task: number) => follower.attempts[task] ?? 0
  if (follower.definition.human === undefined)
    return [...follower.outdated].map((task): Effect => ({ type: 'stop', ...about, task, attempt: attemptOf(task) }))
  const effects: Effect[] = []
  for (let slot = pieces.status.indexOf(is.skipped); slot >= 0; slot = pieces.status.indexOf(is.skipped, slot + 1)) {
    effects.push({ type: 'withdraw', ...about, task: slot, attempt: attemptOf(slot) })
  }
  return effects
}

/** After a crash nobody knows whether it was done. */
export function piecesToResume(run: OwnedRun): Effect[] {
  return run.streams.flatMap(troubleOf)
}
