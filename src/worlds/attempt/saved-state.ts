import { constants, existsSync, mkdirSync, promises, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cause } from '#model/cause.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import type { Effect } from '#run/effect.ts'
import type { Saved } from '#run/outcome.ts'
import { fileFingerprint, listing, listingFingerprint } from './fingerprint.ts'
import { attemptName } from './paths.ts'

/**
 * A task's saved state: the folder `checkpoint/` beside `work/`. An attempt that goes on gets a copy of the folder of the attempt before, so
 * that a crash while it saves leaves the last whole state as it was. What is whole is told by how the attempt ended; see `checkpoint.ts`.
 */

export const checkpointPath = (folder: string) => join(folder, 'checkpoint')

/** Names that programs give to what they are still writing. */
const unfinished = /\.(part|tmp|partial)$/

/** The folder of another attempt of the same task. */
const siblingOf = (folder: string, { attempt }: AttemptSpec, other: number) => `${folder.slice(0, -`${attempt}`.length)}${other}`

/** Deletes what the attempts of a task that is done have saved. */
export async function forgetStates(
  { run, task, attempt }: Extract<Effect, { type: 'forget' }>,
  stage: string,
  runs: string,
): Promise<void> {
  for (let each = 1; each <= attempt; each++) {
    const folder = checkpointPath(join(runs, attemptName({ run, stage, task, attempt: each })))
    await promises.rm(folder, { recursive: true, force: true })
  }
}

/** The saved state in which an attempt begins; undefined: from scratch, also where somebody has deleted it. */
function beginning(folder: string, spec: AttemptSpec): string | undefined {
  const from = spec.checkpoint?.from
  const state = from && checkpointPath(siblingOf(folder, spec, from.attempt))
  return state !== undefined && existsSync(state) ? state : undefined
}

/** Makes the folder with the state in which the attempt begins; states that nobody can go on from any more are deleted. */
export async function layCheckpoint({ folder, spec }: { readonly folder: string; readonly spec: AttemptSpec }): Promise<void> {
  const { checkpoint } = spec
  if (checkpoint === undefined) return
  const own = checkpointPath(folder)
  const state = beginning(folder, spec)
  if (state === undefined) mkdirSync(own, { recursive: true })
  else {
    await promises.cp(state, own, { recursive: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE })
    for (const name of readdirSync(own)) if (unfinished.test(name)) rmSync(join(own, name), { recursive: true, force: true })
  }
  const kept = new Set([...checkpoint.kept, checkpoint.from?.attempt])
  for (let other = 1; other < spec.attempt; other++) {
    if (!kept.has(other)) await promises.rm(checkpointPath(siblingOf(folder, spec, other)), { recursive: true, force: true })
  }
}

/** What the program is told: where to save, and whether it begins from scratch. */
export function checkpointEnvironment(folder: string, spec: AttemptSpec): readonly (readonly [string, string])[] {
  if (spec.checkpoint === undefined) return []
  const begins = beginning(folder, spec) === undefined ? 'scratch' : 'checkpoint'
  return [
    ['PWOS_CHECKPOINT', checkpointPath(folder)],
    ['PWOS_RESTART', begins],
  ]
}

/** The shell of the command outlives the signal that asks its program to save: caught, not ignored, so that the program hears it. */
export const outlivesAsking = ({ checkpoint }: AttemptSpec) => (checkpoint === undefined ? [] : [`trap : ${checkpoint.signal}`])

const askedPath = (folder: string) => join(folder, 'asked.json')

/** Why an attempt was asked to save its state and to end. */
interface Asking {
  readonly cause: Cause
  readonly detail: string
}

/** Kept beside the attempt, as whoever judges its end may not be who asked. `sent`: the signal is on its way, not only about to be. */
export function noteAsked(folder: string, { cause, detail }: Asking, sent = false): void {
  const file = askedPath(folder)
  writeFileSync(`${file}.part`, `${JSON.stringify({ cause, detail, sent })}\n`)
  renameSync(`${file}.part`, file)
}

/** Undefined: it was not asked. */
export function askedOf(folder: string): Asking | undefined {
  const noted = readAsked(folder)
  return noted && { cause: noted.cause, detail: noted.detail }
}

/** The signal was sent: a second one could end what it saves. */
export const wasSent = (folder: string) => readAsked(folder)?.sent === true

function readAsked(folder: string): (Asking & { readonly sent: boolean }) | undefined {
  try {
    return JSON.parse(readFileSync(askedPath(folder), 'utf8'))
  } catch {
    return undefined
  }
}

/** What lies in the folder; undefined: nothing. */
export async function stateIn(folder: string): Promise<Saved | undefined> {
  const own = checkpointPath(folder)
  if (!existsSync(own)) return undefined
  const entries = listing(own).filter(({ path }) => !path.split('/').some((name) => unfinished.test(name)))
  const found = new Map<string, string>()
  let bytes = 0
  for (const { path, kind } of entries) {
    if (kind !== 'file') continue
    const stats = statSync(join(own, path))
    found.set(path, await fileFingerprint(join(own, path), stats))
    bytes += stats.size
  }
  if (entries.length === 0) return undefined
  return { fingerprint: listingFingerprint(own, entries, (path) => found.get(path) ?? ''), bytes }
}
