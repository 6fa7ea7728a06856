import { createHash } from 'node:crypto'
import type { Json } from '#model/json.ts'
import { nextAttemptOf } from '#run/look.ts'
import type { Artefact } from '#run/outcome.ts'
import { specOf } from '#run/spec.ts'
import type { RunState, State } from '#run/state.ts'
import type { Behaviour, SimulatedAttempt } from '#worlds/simulated/behaviour.ts'
import { places } from './checkers.ts'

/** What tasks of a random workflow do: the same for the same seed and key, however often and in whatever order they run. */
export interface Physics {
  readonly behaviour: (attempt: SimulatedAttempt) => Behaviour
  readonly keyOf: (run: RunState, stage: number, task: number, state: State) => string
  /** What people say of results that gates keep back. */
  readonly letPass: (run: string, stage: number, task: number) => boolean
}

export function physicsOf(seed: number): Physics {
  const letPass: Physics['letPass'] = (_, stage, task) => Number.parseInt(hash([seed, stage, task]).slice(0, 8), 16) % 3 > 0
  return { behaviour: (attempt) => behave(seed, attempt), keyOf, letPass }
}

/** As a real world makes it: everything that the command depends on. */
function keyOf(run: RunState, stage: number, task: number, state: State): string {
  const spec = specOf(state, run.id, stage, task, nextAttemptOf(state, run.id, stage, task), places)
  const manifests = spec.manifests.map(({ stage: of, output, elements }) => [
    `${of}.${output}`,
    [...elements()].map(({ task: each, parameters, metrics, artefact }) => [each, parameters, metrics, artefact?.fingerprint ?? null]),
  ])
  return hash([spec.keyParts, manifests as Json])
}

function behave(seed: number, { run, stage, task, state }: SimulatedAttempt): Behaviour {
  const definition = run.workflow.stages[stage]
  const key = keyOf(run, stage, task, state)
  const dice = Number.parseInt(hash([seed, key]).slice(0, 12), 16)
  const wallMs = 1 + (dice % 3001)
  const fate = (dice >> 4) % 40
  const pieces = piecesOf(seed, key, stage, dice)
  // The last ones are there only when it has ended.
  const handed = pieces.slice(0, 6).map((piece, index) => ({ afterMs: (wallMs * (index + 1)) / 8, piece }))
  const failed = (cause: 'program_error' | 'out_of_memory' | 'diverged', exitCode: number | null): Behaviour => ({
    wallMs,
    outcome: { kind: 'failed', cause, exitCode, signal: null, detail: 'by nature', matched: [], usage: null, metrics: {} },
    pieces: handed,
  })
  if (fate === 0) return failed('program_error', 1)
  if (fate === 1) return failed('out_of_memory', null)
  if (fate === 2) return failed('diverged', null)
  const outputs: Record<string, Artefact> = {}
  for (const { name, stream: streamed } of definition?.outputs ?? []) {
    const list = Array.from({ length: (dice >> 3) % 4 }, (_, index) => index)
    outputs[name] = {
      ...{ fingerprint: hash([key, name]), name, bytes: 1 },
      ...(name === 'list' ? { content: list } : {}),
      ...(streamed === undefined ? {} : { pieces }),
    }
  }
  // What comes while it runs hangs on the key alone, so that a stop by `watch` is the same in every history.
  const stream = [1, 2, 3].map((line) => ({ afterMs: (wallMs * line) / 4, metrics: { m: ((dice >> line) % 100) / 100 } }))
  return { wallMs, outcome: { kind: 'succeeded', outputs, metrics: { m: (dice % 1000) / 1000 } }, stream, pieces: handed }
}

/** Some are the same with whatever values it was made, some have another content, and some another name. */
function piecesOf(seed: number, key: string, stage: number, dice: number): readonly Artefact[] {
  return Array.from({ length: (dice >> 5) % 8 }, (_, index) => {
    const name = index % 3 === 2 ? `f-${key.slice(0, 2)}-${index}` : `f-${index}`
    return { fingerprint: hash(index % 3 === 0 ? [seed, stage, index] : [key, index]), name, bytes: 1 }
  })
}

function hash(of: Json): string {
  return createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16)
}
