import { noteFrozen } from './conditions.ts'
import { noteExpanded } from './estimates.ts'
import { sendBack } from './evolve-gates.ts'
import type { Artefact, Result } from './outcome.ts'
import type { OwnedRun, OwnedStage, OwnedState } from './owned.ts'
import { outputOf, pieceAt } from './pieces.ts'
import type { PiecesEvent, PiecesPublished, ProducerHeld, ProducerReleased, StreamEnded } from './pieces-events.ts'
import { finishStageIfDone, finishTask, keepResult, pushAllDue } from './progress.ts'
import { is, statusOf } from './status.ts'

/**
 * Outputs that are handed on piece by piece. A stage stands for the pieces: one task for each, done when the piece is published, so that
 * whoever follows it with `each` needs to know of nothing. While the stream is open the stage and its followers grow; what waits for all of
 * them waits until it has ended. A piece is its name and its content: of a second attempt the same piece is the same task again, and
 * another content is another task. A task is never given to another piece.
 */
export function evolvePieces(state: OwnedState, run: OwnedRun, event: PiecesEvent): void {
  const stage = run.stages[event.stage]
  if (stage?.stream === undefined) return
  if (event.type === 'PiecesPublished') publish(state, stage, event)
  else if (event.type === 'StreamEnded') end(state, stage, event)
  else noteHeld(run, stage, event)
}

function publish(state: OwnedState, stage: OwnedStage, event: PiecesPublished): void {
  const { stream } = stage
  const output = outputOf(stage)
  if (stream === undefined) return
  const fresh: Artefact[] = []
  for (const piece of event.pieces) {
    const slot = stream.slots.get(piece.name)
    if (slot !== undefined && pieceAt(stage, slot)?.fingerprint === piece.fingerprint) confirm(state, stage, slot)
    else fresh.push(piece)
  }
  let slot = stage.count ?? 0
  grow(stage, fresh.length)
  for (const piece of fresh) {
    stream.slots.set(piece.name, slot)
    stream.names[slot] = piece.name
    keepResult(stage, slot, resultOf(stage, output, piece, event))
    finishTask(state, stage, slot, is.done)
    slot++
  }
  if (event.trouble !== undefined) stream.trouble = { attempt: event.attempt, detail: event.trouble }
}

function confirm(state: OwnedState, stage: OwnedStage, slot: number): void {
  if (statusOf(stage, slot) === is.waiting) finishTask(state, stage, slot, is.done)
}

function resultOf({ run, definition }: OwnedStage, output: string, piece: Artefact, { at, attempt }: PiecesPublished): Result {
  const usage = { startedAt: at, wallMs: 0, cpuMs: null, peakMemoryBytes: null, writtenBytes: null }
  return { outputs: { [output]: piece }, metrics: {}, usage, origin: `${run.id}/${definition.name}/0/${attempt}` }
}

/** The stage and all that follow it element by element have so many tasks more, which wait. */
function grow(stage: OwnedStage, by: number): void {
  if (by === 0) return
  const open = [stage]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.count === undefined) continue
    const from = at.count
    const count = from + by
    at.count = count
    at.counts.waiting += by
    at.status = bytes(at.status, count)
    at.attempts = numbers(at.attempts, count)
    if (at.skipReasons !== undefined) at.skipReasons = bytes(at.skipReasons, count)
    if (at.temporary !== undefined) at.temporary.marks = bytes(at.temporary.marks, count)
    if (at.elementWaits !== undefined) {
      at.elementWaits = bytes(at.elementWaits, count)
      at.elementWaits.fill(at.definition.dependencies.filter(({ kind }) => kind === 'element').length, from)
    }
    if (from === 0) noteExpanded(at)
    open.push(...at.links.eachConsumers)
  }
}

/** Room is doubled, so that a stream of single pieces costs no more than one of many. What is new is zero. */
function bytes(old: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  if (old.byteOffset === 0 && old.buffer.byteLength >= count) return new Uint8Array(old.buffer as ArrayBuffer, 0, count)
  const grown = new Uint8Array(Math.max(count, 2 * old.length))
  grown.set(old)
  return grown.subarray(0, count)
}

function numbers(old: Uint32Array, count: number): Uint32Array<ArrayBuffer> {
  if (old.byteOffset === 0 && old.buffer.byteLength >= 4 * count) return new Uint32Array(old.buffer as ArrayBuffer, 0, count)
  const grown = new Uint32Array(Math.max(count, 2 * old.length))
  grown.set(old)
  return grown.subarray(0, count)
}

function end(state: OwnedState, stage: OwnedStage, { rest, at }: StreamEnded): void {
  const { stream } = stage
  if (stream === undefined) return
  stream.open = false
  state.toClose.delete(stage)
  const withdrawn: number[] = []
  for (let slot = stage.status.indexOf(is.waiting); slot >= 0; slot = stage.status.indexOf(is.waiting, slot + 1)) withdrawn.push(slot)
  if (rest === true) grow(stage, 1)
  const followers = followersOf(stage)
  for (const slot of withdrawn) for (const follower of followers) sendBack(state, follower, slot, at)
  if (stage.wholeWaits === 0) pushAllDue(state, stage)
  for (const one of [stage, ...followers]) {
    noteExpanded(one)
    finishStageIfDone(state, one)
  }
}

/** All stages that have one task for each piece. */
export function followersOf(stage: OwnedStage): readonly OwnedStage[] {
  const found: OwnedStage[] = []
  const open = [...stage.links.eachConsumers]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    found.push(at)
    open.push(...at.links.eachConsumers)
  }
  return found
}

function noteHeld(run: OwnedRun, stage: OwnedStage, { type, at }: ProducerHeld | ProducerReleased): void {
  if (stage.stream === undefined) return
  stage.stream.heldSince = type === 'ProducerHeld' ? at : undefined
  for (const bundle of run.bundles) if (bundle.stage === stage.stream.producer) noteFrozen(bundle, at)
}
