import { statSync } from 'node:fs'
import type { Input } from '#run/inputs.ts'
import { type Active, createStop } from './active.ts'
import { createMetricStream } from './metric-stream.ts'
import type { Place } from './place.ts'

type Streamed = Extract<Input, { type: 'streamed' }>

/** Takes in the metrics that a running attempt has written since the last look; one that is doomed is to be stopped, for that reason. */
export function readStream(active: Active, place: Place | undefined, elapsedMs: number, killAt: number): Active['stop'] {
  if (place === undefined || !isWritten(active, place)) return undefined
  active.stream ??= createMetricStream(active.spec)
  return doomed(active, place, { elapsedMs, over: false, killAt })
}

function doomed(active: Active, place: Place, at: { elapsedMs: number; over: boolean; killAt: number }): Active['stop'] {
  const doom = active.stream?.read(place, at.elapsedMs, at.over)
  return doom && { ...createStop(doom.cause, doom.detail, at.killAt), watch: doom.rule }
}

/** A program that has reported nothing yet, and is not watched either, costs no more than this. */
function isWritten({ spec, stream }: Active, { metrics }: Place): boolean {
  if (stream !== undefined || spec.watching !== undefined || spec.extractions.length > 0) return true
  return (statSync(metrics, { throwIfNoEntry: false })?.size ?? 0) > 0
}

/** What is to be told of a running attempt by now. */
export function streamedOf(active: Active, elapsedMs: number, streams: number): Streamed | undefined {
  const told = active.stream?.tell(elapsedMs, streams)
  return told && inputOf(active, told)
}

/**
 * The last of an attempt that has ended: what was not told, and whether a condition holds that was not seen in time, so that the same
 * lines give the same outcome however long it ran. Of one that was never looked at nothing is told but where it is watched.
 */
export function endStream(active: Active, place: Place | undefined, elapsedMs: number): Streamed | undefined {
  const { spec } = active
  if (place === undefined || (active.stream === undefined && spec.watching === undefined && spec.streamed === undefined)) return undefined
  active.stream ??= createMetricStream(spec)
  const stop = doomed(active, place, { elapsedMs, over: true, killAt: 0 })
  active.stop ??= stop
  const rest = active.stream.tellRest()
  return rest && inputOf(active, rest)
}

function inputOf({ spec: { run, task, attempt }, stage }: Active, told: Pick<Streamed, 'seen' | 'points'>): Streamed {
  return { type: 'streamed', run, stage, task, attempt, ...told }
}
