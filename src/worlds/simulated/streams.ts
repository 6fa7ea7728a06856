import type { Input } from '#run/inputs.ts'
import type { State } from '#run/state.ts'
import { type Doom, watchingFor } from '#run/watching.ts'
import type { SimulatedLine, SimulatedPiece } from './behaviour.ts'

type Streamed = Extract<Input, { type: 'streamed' }>

/** What comes of an attempt's metrics: what is told of them and when, and whether it is stopped for them. Times are from its start. */
export interface SimulatedStream {
  readonly told: readonly { readonly afterMs: number; readonly input: Streamed }[]
  readonly doom: { readonly afterMs: number; readonly doom: Doom } | undefined
}

/** So often an attempt's metrics are told. */
const mostTold = 4
/** Time is looked at in steps, as in a real world. */
const mostLooks = 50
const leastStepMs = 100

/** Lets the metrics of an attempt come, as long as it runs and nothing dooms it. */
export function streamOf(
  lines: readonly SimulatedLine[],
  state: State,
  of: Pick<Streamed, 'run' | 'stage' | 'task' | 'attempt'>,
  wallMs: number,
): SimulatedStream {
  const watching = watchingFor(state, of.run, of.stage, of.task)
  const came: SimulatedLine[] = []
  let doom: SimulatedStream['doom']
  let lastMs = 0
  const wait = (untilMs: number) => {
    if (watching?.waits !== true) return
    const step = Math.max(leastStepMs, Math.ceil((untilMs - lastMs) / mostLooks))
    for (let at = lastMs + step; at < untilMs && doom === undefined; at += step) doom = at1(watching.wait(at), at)
  }
  for (const line of lines) {
    if (line.afterMs >= wallMs) break
    wait(line.afterMs)
    if (doom !== undefined) break
    came.push(line)
    lastMs = line.afterMs
    doom = at1(watching?.note(line.metrics, line.afterMs), line.afterMs)
    if (doom !== undefined) break
  }
  if (doom === undefined) wait(wallMs)
  return { told: toldOf(came, of), doom }
}

function at1(doom: Doom | undefined, afterMs: number): SimulatedStream['doom'] {
  return doom && { afterMs, doom }
}

function toldOf(lines: readonly SimulatedLine[], of: Pick<Streamed, 'run' | 'stage' | 'task' | 'attempt'>): SimulatedStream['told'] {
  const each = Math.max(1, Math.ceil(lines.length / mostTold))
  const told: { afterMs: number; input: Streamed }[] = []
  for (let from = 0; from < lines.length; from += each) {
    const part = lines.slice(from, from + each)
    const points: { [name: string]: [number, number | string][] } = {}
    part.forEach(({ metrics }, index) => {
      for (const [name, value] of Object.entries(metrics)) {
        points[name] ??= []
        if (typeof value === 'number') points[name].push([from + index + 1, Number.isFinite(value) ? value : String(value)])
      }
    })
    told.push({ afterMs: part.at(-1)?.afterMs ?? 0, input: { type: 'streamed', ...of, seen: { metrics: from + part.length }, points } })
  }
  return told
}

type Pieces = Extract<Input, { type: 'pieces' }>

/** The pieces that an attempt hands on as long as it runs; those of one moment together. */
export function handedOn(
  pieces: readonly SimulatedPiece[],
  of: Pick<Pieces, 'run' | 'stage' | 'task' | 'attempt'>,
  wallMs: number,
): readonly { readonly afterMs: number; readonly input: Pieces }[] {
  const byTime = new Map<number, SimulatedPiece['piece'][]>()
  for (const { afterMs, piece } of pieces) if (afterMs <= wallMs) byTime.set(afterMs, [...(byTime.get(afterMs) ?? []), piece])
  return [...byTime].map(([afterMs, together]) => ({ afterMs, input: { type: 'pieces', ...of, pieces: together } }))
}
