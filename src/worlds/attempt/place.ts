import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Course } from './lane.ts'

/** Where the files of one attempt lie. */
export interface Place {
  /** The folder in which its command runs. */
  readonly work: string
  readonly out: string
  readonly err: string
  readonly metrics: string
}

/** Of an attempt that runs in a folder of its own; and of every one that anything is left of, once its end was judged. */
export function ownPlace(folder: string): Place {
  return { work: join(folder, 'work'), out: join(folder, 'stdout.txt'), err: join(folder, 'stderr.txt'), metrics: metricsPath(folder) }
}

export const metricsPath = (folder: string) => join(folder, 'metrics.json')

/** Where an attempt names the pieces that it hands on. */
export const streamPath = (folder: string) => join(folder, 'stream.txt')

/** The mark by which an attempt's processes are known, wherever they went: no two attempts have the same `PWOS_METRICS`. */
export function markOf(course: Course | undefined, folder: string): string {
  return course?.inLane === undefined ? metricsPath(folder) : join(course.lane.folder, `m${course.inLane}.json`)
}

/** Where an attempt's files lie while it runs, and until its end is judged. In a lane's folder they are known once it has begun. */
export function placeOf(course: Course, folder: string): Place | undefined {
  if (course.inLane === undefined) return ownPlace(folder)
  if (course.slots === undefined) return undefined
  const { work, out, err } = course.slots
  const at = course.lane.folder
  return { work: slotPath(at, work), out: join(at, `o${out}`), err: join(at, `e${err}`), metrics: markOf(course, folder) }
}

export const slotPath = (laneFolder: string, number: number) => join(laneFolder, `w${number}`)

/**
 * Gives an attempt that ran in its lane's folder one of its own, as if it had always run there. Only what it left
 * moves: what it left empty, the next attempt has. Doing it again after a crash goes on with it.
 */
export function bringHome(course: Course, folder: string, writeCommand: () => void): void {
  if (course.inLane === undefined) return
  mkdirSync(folder, { recursive: true })
  const own = ownPlace(folder)
  const place = placeOf(course, folder)
  // Where no end was recorded the lane is dead, and nobody else has them.
  const left = course.end === undefined ? everything : course.end.left
  if (place !== undefined) {
    if (left?.work !== undefined) move(place.work, own.work)
    if (left?.out) move(place.out, own.out)
    if (left?.err) move(place.err, own.err)
    move(place.metrics, own.metrics)
  }
  mkdirSync(own.work, { recursive: true })
  for (const file of [own.out, own.err]) if (!existsSync(file)) writeFileSync(file, '')
  writeCommand()
}

const everything = { work: 0, out: true, err: true }

/** Files that were printed into, of an attempt of which nothing else is kept. */
export function bringOutputHome(course: Course, folder: string): void {
  const place = placeOf(course, folder)
  const { out = false, err = false } = course.end?.left ?? {}
  if (place === undefined || !(out || err)) return
  mkdirSync(folder, { recursive: true })
  const own = ownPlace(folder)
  if (out) move(place.out, own.out)
  if (err) move(place.err, own.err)
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
