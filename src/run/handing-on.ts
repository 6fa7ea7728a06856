import { boundsOf } from './backlog.ts'
import type { Input } from './inputs.ts'
import type { Artefact, Outcome } from './outcome.ts'
import { isActive, type OwnedStage, type OwnedState } from './owned.ts'
import { outputOf, pieceAt } from './pieces.ts'
import type { PiecesPublished } from './pieces-events.ts'
import { is, statusOf } from './status.ts'

type Pieces = Extract<Input, { type: 'pieces' }>

/** What a running attempt has handed on. The same piece counts once; one that has changed, and one too many, stop the attempt. */
export function decidePieces(state: OwnedState, input: Pieces, now: number): PiecesPublished[] {
  const producer = state.runs.get(input.run)?.stages[input.stage]
  const stage = producer?.pieces
  if (producer === undefined || stage?.stream === undefined || stage.count === undefined || !isActive(producer.run)) return []
  if (statusOf(producer, input.task) !== is.running || producer.attempts[input.task] !== input.attempt) return []
  // What it is made of is made again: it is being stopped, and its pieces count for nothing.
  if (stage.stream.trouble !== undefined || producer.outdated.has(input.task)) return []
  const { fresh, trouble } = sorted(stage, input.pieces)
  const said = trouble ?? input.trouble
  if (fresh.length === 0 && said === undefined) return []
  const base = { type: 'PiecesPublished', run: input.run, at: now, stage: stage.definition.index, attempt: input.attempt } as const
  return [{ ...base, pieces: fresh, ...(said === undefined ? {} : { trouble: said }) }]
}

/** Up to the first that cannot be. */
function sorted(stage: OwnedStage, pieces: readonly Artefact[]): { readonly fresh: readonly Artefact[]; readonly trouble?: string } {
  const fresh = new Map<string, Artefact>()
  const most = atMostOf(stage)
  for (const piece of pieces) {
    const known = fresh.get(piece.name) ?? countedAs(stage, piece.name)
    if (known !== undefined && known.fingerprint !== piece.fingerprint) return { fresh: [...fresh.values()], trouble: changed(piece.name) }
    if (known !== undefined) continue
    if (stage.counts.done + fresh.size >= most) return { fresh: [...fresh.values()], trouble: tooMany(stage, most) }
    fresh.set(piece.name, piece)
  }
  return { fresh: [...fresh.values()] }
}

/** The piece of this name that the present attempt has handed on. */
function countedAs(stage: OwnedStage, name: string): Artefact | undefined {
  const slot = stage.stream?.slots.get(name)
  return slot !== undefined && statusOf(stage, slot) === is.done ? pieceAt(stage, slot) : undefined
}

/** How an attempt that hands on pieces has really ended: what was handed on must be what it has left, and no more than may be. */
export function handedOn(producer: OwnedStage, attempt: number, outcome: Outcome): Outcome {
  const stage = producer.pieces
  if (stage?.stream === undefined) return outcome
  const { trouble } = stage.stream
  const stopped = outcome.kind === 'failed' && outcome.cause !== 'cancelled'
  if (trouble?.attempt === attempt && isActive(producer.run) && !stopped) return failed(trouble.detail, outcome)
  if (outcome.kind === 'failed') return outcome
  const left = outcome.result.outputs[outputOf(stage)]?.pieces ?? []
  const most = atMostOf(stage)
  if (left.length > most) return failed(tooMany(stage, most), outcome)
  const byName = new Map(left.map((piece) => [piece.name, piece.fingerprint]))
  for (const [name, slot] of stage.stream.slots) {
    if (statusOf(stage, slot) !== is.done) continue
    const now = byName.get(name)
    if (now === undefined) return failed(`${name} was handed on and is not there any more`, outcome)
    if (now !== pieceAt(stage, slot)?.fingerprint) return failed(changed(name), outcome)
  }
  return outcome
}

function atMostOf(stage: OwnedStage): number {
  return boundsOf(stage)?.atMost ?? Number.POSITIVE_INFINITY
}

function changed(name: string): string {
  return `${name} was changed after it had been handed on`
}

function tooMany(stage: OwnedStage, most: number): string {
  return `${outputOf(stage)}: more than ${most} pieces; \`at_most\` of \`stream\` says how many there may be`
}

function failed(detail: string, { kind, ...was }: Outcome): Outcome {
  const usage = 'result' in was ? was.result.usage : 'usage' in was ? was.usage : null
  const metrics = 'result' in was ? was.result.metrics : 'metrics' in was ? was.metrics : {}
  return { kind: 'failed', cause: 'program_error', exitCode: null, signal: null, detail, matched: [], usage, metrics }
}
