import { statSync } from 'node:fs'
import { type Active, createStop, type Stop } from './active.ts'
import type { Place } from './place.ts'

/** It runs longer than its stage allows. `age` in ms. */
export function outOfTime(active: Active, age: number, killAt: number): Stop | undefined {
  const limit = active.spec.limitMs
  if (limit === undefined || age < limit) return undefined
  return createStop('out_of_time', `still running after its time limit of ${limit / 1000} s`, killAt)
}

/** Its limit comes near: it is asked to save its state, and has the rest of its time for that. `now` is monotonic. */
export function soonOutOfTime({ spec: { checkpoint, limitMs } }: Active, age: number, now: number): Stop | undefined {
  if (checkpoint === undefined || limitMs === undefined || age < limitMs - checkpoint.graceMs) return undefined
  const detail = `asked to save its state before its time limit of ${limitMs / 1000} s`
  return { ...createStop('out_of_time', detail, now + Math.max(0, limitMs - age)), asksToSave: true }
}

/** Others need its place. */
export function stopForOthers({ spec: { checkpoint } }: Active, now: number, graceMs: number): Stop {
  if (checkpoint === undefined) return createStop('preempted', 'ended to make room for others', now + graceMs)
  return { ...createStop('preempted', 'asked to save its state, to make room for others', now + checkpoint.graceMs), asksToSave: true }
}

/** It has written nothing for as long as its stage allows. `now` is monotonic. */
export function stalled(active: Active, place: Place | undefined, now: number, killAt: number): Stop | undefined {
  const limit = active.spec.stallMs
  if (limit === undefined || place === undefined) return undefined
  const bytes = [place.out, place.err, place.metrics].reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0)
  if (active.growth === undefined || active.growth.bytes !== bytes) active.growth = { bytes, at: now }
  if (now - active.growth.at < limit) return undefined
  return createStop('stalled', `wrote nothing for ${limit / 1000} s`, killAt)
}
