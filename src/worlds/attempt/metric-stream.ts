import { join } from 'node:path'
import type { Json } from '#model/json.ts'
import { type StreamPoint, thinned } from '#quality/thinned.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import type { Input } from '#run/inputs.ts'
import type { Doom } from '#run/watching.ts'
import { createGrowingFile, type GrowingFile } from './growing-file.ts'
import { type LineReader, lineReaders } from './metric-lines.ts'
import type { Place } from './place.ts'

type Streamed = Extract<Input, { type: 'streamed' }>
type Told = Pick<Streamed, 'seen' | 'points'>

/** The metrics of one attempt as they come: watched line by line, and told thinned and seldom. */
export interface MetricStream {
  /** Takes in what has come; answers when a condition holds. `over`: nothing more will come. */
  read(place: Place, elapsedMs: number, over: boolean): Doom | undefined
  /** What is to be told by now; undefined: nothing, or not yet. */
  tell(elapsedMs: number, streams: number): Told | undefined
  /** Everything that was not told yet; undefined: nothing worth it. */
  tellRest(): Told | undefined
}

/** The first points of an attempt may be many, later ones are few; both for each metric and telling. */
const mostFirst = 100
const mostLater = 8
const mostNames = 64
/** Nothing is told twice within a second; an attempt that runs long is told of every thirtieth of its age, and of many each seldom. */
const leastMs = 1000
const shareOfAge = 1 / 30
const msForEach = 10

export function createMetricStream(spec: AttemptSpec): MetricStream {
  const watching = spec.watching?.()
  const files = new Map<string, GrowingFile>()
  const readers = lineReaders(spec.extractions)
  const seen = new Map<string, number>()
  const pending = new Map<string, StreamPoint[]>()
  let toldAt = 0
  let told = Object.keys(spec.streamed ?? {}).length > 0
  let lines = 0

  function take(from: string, metrics: { readonly [name: string]: Json }): void {
    const line = (seen.get(from) ?? 0) + 1
    seen.set(from, line)
    lines++
    if (line <= (spec.streamed?.[from] ?? 0)) return
    for (const [name, json] of Object.entries(metrics)) {
      const value = pointOf(json)
      if (value === undefined || (!pending.has(name) && pending.size >= mostNames)) continue
      const points = pending.get(name) ?? []
      points.push([line, value])
      if (points.length >= 20 * mostFirst) points.splice(0, points.length, ...thinned(points, 10 * mostFirst))
      pending.set(name, points)
    }
  }

  function readFile(reader: LineReader, place: Place, elapsedMs: number, over: boolean): Doom | undefined {
    const path = pathOf(reader.place, place)
    const file = files.get(path) ?? createGrowingFile()
    files.set(path, file)
    let doom: Doom | undefined
    for (const line of file.lines(path, over)) {
      for (const { from, metrics } of reader.read(line)) {
        take(from, metrics)
        doom ??= watching?.note(metrics, elapsedMs)
      }
    }
    return doom
  }

  function give(): Told | undefined {
    if (pending.size === 0) return undefined
    const most = told ? mostLater : mostFirst
    const points = Object.fromEntries([...pending].map(([name, all]) => [name, thinned(all, most)]))
    pending.clear()
    told = true
    return { seen: Object.fromEntries(seen), points }
  }

  return {
    read(place, elapsedMs, over) {
      let doom: Doom | undefined
      for (const reader of readers) doom = readFile(reader, place, elapsedMs, over) ?? doom
      return doom ?? (watching?.waits === true && !over ? watching.wait(elapsedMs) : undefined)
    },
    tell(elapsedMs, streams) {
      if (pending.size === 0 || elapsedMs - toldAt < Math.max(leastMs, elapsedMs * shareOfAge, streams * msForEach)) return undefined
      toldAt = elapsedMs
      return give()
    },
    // What is written as one line at the end is the result itself.
    tellRest: () => (told || lines > 1 ? give() : undefined),
  }
}

function pathOf(where: LineReader['place'], place: Place): string {
  if (typeof where === 'object') return join(place.work, where.file)
  return where === 'stdout' ? place.out : where === 'stderr' ? place.err : place.metrics
}

/** A number; undefined: nothing that could be drawn. */
function pointOf(json: Json): StreamPoint[1] | undefined {
  if (typeof json === 'number') return json
  if (json === null || json === 'NaN') return 'NaN'
  if (json === 'Infinity' || json === '-Infinity') return json
  const inParts = typeof json === 'object' && !Array.isArray(json) && 'value' in json
  return inParts ? pointOf((json as { readonly value: Json }).value) : undefined
}
