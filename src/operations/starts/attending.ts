import { statSync } from 'node:fs'
import type { Journal } from '#engine/ports.ts'
import type { Start } from '#model/starts.ts'
import { Failure } from '../failure.ts'
import { pause } from '../follow-run.ts'
import type { Host } from '../operation.ts'
import { takenNames } from '../run.ts'
import { begin, runOf } from './begin.ts'
import { type Delivery, deliveries } from './deliveries.ts'
import { momentsBetween, type Seen, scheduledOccasion, settledFiles } from './due.ts'
import type { Occasion, Served } from './occasion.ts'
import { type Line, openRecord, type StartRecord } from './record.ts'
import { everServed, servedNow, startersAmong } from './starters.ts'
import type { ServeUpdate } from './update.ts'

/** A moment that is longer ago than this was missed: nobody served, or the machine slept. */
const lateMs = 60_000

/** A file that is served: what it said last, and what is remembered of its occasions. */
interface Watched {
  served: Served
  changedAt: number
  readonly record: StartRecord
  /** By entry of `starts`. */
  readonly seen: Map<string, Seen>
}

export interface Serving {
  readonly store: string
  readonly journal: Journal
  readonly files: readonly string[]
  /** Since when, in UTC ms. */
  readonly since: number
  readonly host: Host<ServeUpdate>
}

/** Looks for occasions and begins their runs. Only the leader of the store looks. */
export interface Attendant {
  /** `stop`: nothing more is begun; what is left is seen at the next look. */
  look(stop?: AbortSignal): Promise<void>
}

export function attendTo(serving: Serving): Attendant {
  const { store, host } = serving
  const files = serving.files.map((file): Watched => {
    const served = servedNow(file)
    return { served, changedAt: timeOf(file), record: openRecord(store, file, host.now()), seen: new Map() }
  })
  return {
    async look(stop = host.detach) {
      const sent = deliveries(store)
      for (const watched of files) {
        refresh(watched, serving)
        for (const start of watched.served.starts) {
          const occasions = occasionsOf(
            watched,
            start,
            sent.map(({ delivery }) => delivery),
            serving,
          )
          await settle(watched, start, occasions, serving, stop)
        }
        if (stop.aborted) return
        await beginWaiting(watched, serving)
      }
      // What begins runs of a file that another service serves is left to that one.
      const here = files.map(({ served }) => served.file)
      const elsewhere = sent.length === 0 ? [] : everServed(store).filter(({ file }) => !here.includes(file))
      for (const { delivery, done } of sent) if (startersAmong(elsewhere, delivery).length === 0) done()
    },
  }
}

function timeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** A file that was changed is read again; as long as it is wrong the last one counts. */
function refresh(watched: Watched, { host }: Serving): void {
  const changedAt = timeOf(watched.served.file)
  if (changedAt === watched.changedAt) return
  watched.changedAt = changedAt
  const { file, name } = watched.served
  try {
    watched.served = servedNow(file)
    host.report({ type: 'read', at: host.now(), workflow: watched.served.name, file })
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    host.report({ type: 'unreadable', at: host.now(), workflow: name, file, why: error.text.en })
  }
}

function occasionsOf(watched: Watched, start: Start, sent: readonly Delivery[], { host }: Serving): readonly Occasion[] {
  const { served, record, seen } = watched
  const { trigger, name } = start
  switch (trigger.kind) {
    case 'schedule':
      return momentsBetween(trigger, record.lookedAt(name), host.now()).map((at) => scheduledOccasion(name, at))
    case 'files': {
      const files = seen.get(name) ?? new Map()
      seen.set(name, files)
      return settledFiles(start, served.file, files, host.now())
    }
    case 'signal':
      return sent.filter(({ signal }) => signal === trigger.signal).map(({ id, at, data }) => ({ start: name, id, at, data }))
    case 'webhook':
      return sent
        .filter((each) => each.workflow === served.name && each.start === name)
        .map(({ id, at, data }) => ({ start: name, id, at, data }))
  }
}

/** Every occasion that is not known yet is begun, left to wait, or left out: and that is written down. */
async function settle(watched: Watched, start: Start, occasions: readonly Occasion[], serving: Serving, stop: AbortSignal): Promise<void> {
  const { host, since } = serving
  const fresh = occasions.filter((occasion) => !watched.record.isKnown(occasion))
  const from = start.trigger.kind === 'schedule' ? host.now() - lateMs : since
  const missed = fresh.filter(({ at }) => at < from)
  const left = start.missed === 'all' ? [] : start.missed === 'once' ? missed.slice(0, -1) : missed
  for (const occasion of left) note(watched, { ...occasion, logged: host.now(), did: 'missed' }, serving)
  // Asked again: the same one may have been sent twice.
  for (const occasion of fresh) {
    if (stop.aborted) return
    if (!watched.record.isKnown(occasion)) await settleOne(watched, start, occasion, serving)
  }
}

async function settleOne(watched: Watched, start: Start, occasion: Occasion, serving: Serving): Promise<void> {
  const { journal, host } = serving
  const others = underWay(journal, watched.served.file)
  const isBegun = takenNames(journal).has(runOf(watched.served, occasion))
  const isBusy = others.length > 0 || watched.record.waiting().length > 0
  if (isBusy && !isBegun && start.overlap === 'skip') {
    const behind = others[0] === undefined ? {} : { behind: others[0] }
    return note(watched, { ...occasion, logged: host.now(), did: 'skipped', ...behind }, serving)
  }
  if (isBusy && !isBegun && start.overlap === 'queue') return note(watched, { ...occasion, logged: host.now(), did: 'queued' }, serving)
  if (start.overlap === 'replace' && !isBegun)
    for (const run of others) journal.send({ type: 'cancel', run, reason: `overlap: replace, ${start.name} of ${occasion.id}` })
  await beginOne(watched, start, occasion, serving)
}

async function beginOne(watched: Watched, start: Start, occasion: Occasion, serving: Serving): Promise<void> {
  const { journal, host } = serving
  // Whoever leads in this process, and answers in it, has a turn between one run and the next: foretelling a run takes a while.
  await pause(1, host.detach)
  try {
    const run = await begin(journal, watched.served, start, occasion, host as unknown as Host)
    note(watched, { ...occasion, logged: host.now(), did: 'started', run }, serving)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const why = [error.text.en, ...error.problems.map(({ message }) => message.en)].join(' ')
    note(watched, { ...occasion, logged: host.now(), did: 'failed', why }, serving)
  }
}

/** The first that waits, once no run of the file is under way. */
async function beginWaiting(watched: Watched, serving: Serving): Promise<void> {
  const [first] = watched.record.waiting()
  if (first === undefined || underWay(serving.journal, watched.served.file).length > 0) return
  const start = watched.served.starts.find(({ name }) => name === first.start)
  if (start !== undefined) return beginOne(watched, start, first, serving)
  note(watched, { ...first, logged: serving.host.now(), did: 'skipped' }, serving)
}

/** Runs of the file that are not over, and those that were asked for and not begun yet. */
function underWay(journal: Journal, file: string): readonly string[] {
  const asked = journal.inbox().flatMap(({ command }) => (command.type === 'start' && command.file === file ? [command.run] : []))
  const open = journal.runs().filter((run) => run.outcome === undefined && run.file === file)
  return [...open.map(({ run }) => run), ...asked]
}

function note(watched: Watched, line: Exclude<Line, { did: 'served' }>, { host }: Serving): void {
  watched.record.add(line)
  host.report({ type: 'occasion', workflow: watched.served.name, ...line } as ServeUpdate)
}
