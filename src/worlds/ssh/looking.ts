import { appendFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Active } from '#worlds/attempt/active.ts'
import { openFarLane } from '#worlds/attempt/lane.ts'
import { outOfTime, stalled } from '#worlds/attempt/limits.ts'
import { ownPlace } from '#worlds/attempt/place.ts'
import { readStream } from '#worlds/attempt/streaming.ts'
import type { Job } from './job.ts'

/** What is asked about jobs in one look: whether each is there, and what its files have gained since the last one. */
export function questions(jobs: readonly Job[], actives: ReadonlyMap<string, Active>): string[] {
  const lines: string[] = []
  for (const job of jobs) {
    lines.push(`J ${job.name}`, `F ${sizeOf(join(job.folder, '0.log'))} jobs/${job.name}/0.log`)
    for (const { name, folder } of running(job, actives)) {
      const { out, err, metrics } = ownPlace(folder)
      for (const [here, file] of [...[[out, 'stdout.txt'] as const, [err, 'stderr.txt'] as const], [metrics, 'metrics.json'] as const])
        lines.push(`F ${sizeOf(here)} runs/${name}/${file}`)
    }
  }
  return lines
}

/** Writes down what came; answers how each job was found. */
export function takeIn(text: string, jobs: readonly Job[], runs: string): ReadonlyMap<string, string> | undefined {
  const lines = text.split('\n')
  // Cut off in the middle: as if nobody had answered.
  if (!lines.includes('looked')) return undefined
  const logs = new Map(jobs.map((job) => [`jobs/${job.name}/0.log`, join(job.folder, '0.log')]))
  const states = new Map<string, string>()
  for (const line of lines) {
    const [, name, state] = /^J (\S+) (\S+)$/.exec(line) ?? []
    if (name !== undefined && state !== undefined) states.set(name, state)
    const [, offset, data, path] = /^F (\d+) (\S*) (.+)$/.exec(line) ?? []
    if (path === undefined || data === undefined) continue
    const here = logs.get(path) ?? (path.startsWith('runs/') ? join(runs, path.slice(5)) : undefined)
    if (here !== undefined && sizeOf(here) === Number(offset)) appendFileSync(here, Buffer.from(data, 'base64'))
  }
  return states
}

/** A lane runs one attempt at a time. */
export function* running({ lane, open }: Job, actives: ReadonlyMap<string, Active>): Iterable<Active> {
  for (const name of lane === undefined ? [] : open) {
    const course = lane?.courses.get(name)
    const active = actives.get(name)
    if (active !== undefined && course?.startedAt !== undefined && course.end === undefined) yield active
  }
}

/** Opens a job's records once there are any. */
export function openRecords(job: Job): void {
  const file = join(job.folder, '0.log')
  if (job.lane === undefined && sizeOf(file) > 0) job.lane = openFarLane(file)
}

/** Limits of time and of silence, and metrics as they come. Clocks need not agree: it began when that was first seen here. */
export function watchOver(active: Active, now: number): void {
  active.begunAt ??= now
  if (active.stop !== undefined || active.ending) return
  const age = now - active.begunAt
  const place = ownPlace(active.folder)
  active.stop = outOfTime(active, age, now) ?? stalled(active, place, now, now) ?? readStream(active, place, age, now)
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0
