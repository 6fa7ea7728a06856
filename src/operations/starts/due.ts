import { createHash } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nextMoment } from '#calendar/cron.ts'
import { zoneOf } from '#calendar/zone.ts'
import type { Start, Trigger } from '#model/starts.ts'
import { globFiles, globMatcher } from '#worlds/attempt/glob.ts'
import type { Occasion } from './occasion.ts'

/** More moments that were missed are not told apart. */
const mostMissed = 1000

type Schedule = Extract<Trigger, { kind: 'schedule' }>

/** The moments of a schedule after one and up to another, in UTC ms. */
export function momentsBetween({ cron, timezone, within }: Schedule, after: number, until: number, most = mostMissed): readonly number[] {
  const moments: number[] = []
  const zone = zoneOf(timezone)
  for (let at = after; moments.length < most; ) {
    const next = nextMoment(cron, zone, at, within?.calendar)
    if (next === undefined || next > until) break
    moments.push(next)
    at = next
  }
  return moments
}

export function scheduledOccasion(start: string, at: number): Occasion {
  return { start, id: new Date(at).toISOString(), at }
}

/** Files as they were at the last look, by path. */
export type Seen = Map<string, { readonly id: string; readonly since: number }>

/**
 * New files that have stayed as they are for long enough. A file that is written again is a new one: what it is goes by its path, size and
 * time. `seen` is what was there at the last look, and becomes what is there now.
 */
export function settledFiles(start: Start, file: string, seen: Seen, now: number): readonly Occasion[] {
  if (start.trigger.kind !== 'files') return []
  const { pattern, settleMs } = start.trigger
  const found: Occasion[] = []
  const there = new Set<string>()
  for (const path of filesOf(dirname(file), pattern)) {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats?.isFile() !== true) continue
    there.add(path)
    const id = createHash('sha256').update(`${path}\n${stats.size}\n${stats.mtimeMs}`).digest('hex').slice(0, 20)
    const before = seen.get(path)
    const since = before?.id === id ? before.since : now
    seen.set(path, { id, since })
    // Of a file that was there before anybody looked its own time tells since when it is as it is.
    if (now - since >= settleMs || (before === undefined && now - stats.mtimeMs >= settleMs))
      found.push({ start: start.name, id, at: Math.round(stats.mtimeMs), path })
  }
  for (const path of seen.keys()) if (!there.has(path)) seen.delete(path)
  return found.sort((a, b) => a.at - b.at)
}

/** Absolute paths. Only the folders that the pattern can mean are looked through. */
function filesOf(folder: string, pattern: string): readonly string[] {
  const parts = pattern.replace(/^\.\//, '').split('/')
  const wild = parts.findIndex((part) => /[*?[{]/.test(part))
  const fixed = wild < 0 ? parts.slice(0, -1) : parts.slice(0, wild)
  const base = join(folder, ...fixed)
  const rest = parts.slice(fixed.length).join('/')
  try {
    if (rest.includes('/')) return globFiles(base, rest).map((path) => join(base, path))
    return readdirSync(base)
      .filter(globMatcher(rest))
      .map((name) => join(base, name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
