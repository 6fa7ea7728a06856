import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Paths } from './paths.ts'
import { ownPlace } from './place.ts'
import { readOrEmpty } from './process-table.ts'
import { createRecordParser } from './records.ts'

/** The files that hold what an attempt prints. They need not be there: what printed nothing leaves none. */
export interface Printed {
  readonly out: string
  readonly err: string
}

/** Where an attempt's output is now: in its own folder, or, until its end was judged, in the folder of a lane. */
export function printedBy(paths: Paths, name: string): Printed {
  const own = ownPlace(paths.attempt(name))
  if (existsSync(own.out) || existsSync(own.err)) return own
  for (const file of [...recordFiles(paths.lanes), ...foldersIn(paths.jobs).flatMap(recordFiles)]) {
    const printed = printedInLane(file, name)
    if (printed !== undefined) return { ...own, ...printed }
  }
  return own
}

function foldersIn(jobs: string): string[] {
  try {
    return readdirSync(jobs).map((name) => join(jobs, name))
  } catch {
    return []
  }
}

function recordFiles(lanes: string): string[] {
  try {
    return readdirSync(lanes)
      .filter((name) => name.endsWith('.log'))
      .map((name) => join(lanes, name))
  } catch {
    return []
  }
}

/** A file into which an attempt that is over has printed nothing is the next attempt's by now, and is left out. */
function printedInLane(file: string, name: string): Partial<Printed> | undefined {
  const folder = file.slice(0, -'.log'.length)
  let printed: Partial<Printed> | undefined
  for (const record of createRecordParser()(readOrEmpty(file, 'utf8'))) {
    if (record.type === 'lane' || record.attempt !== name) continue
    if (record.type === 'started' && record.slots !== undefined) {
      printed = { out: join(folder, `o${record.slots.out}`), err: join(folder, `e${record.slots.err}`) }
    } else if (record.type === 'ended') {
      const { out, err } = printed ?? {}
      printed = { ...(record.left?.out && out ? { out } : {}), ...(record.left?.err && err ? { err } : {}) }
    }
  }
  return printed
}
