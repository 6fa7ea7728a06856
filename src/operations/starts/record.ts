import { createHash } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Occasion } from './occasion.ts'

/**
 * What became of the occasions of a workflow file, a line of JSON each, beside the journal: `.pwos/starts/`. Only the leader of the store
 * writes it. A run's name follows from its occasion, so a line that a crash has lost is written again and begins nothing twice.
 */
export type Line =
  /** It was first served then: what came before is nobody's business. */
  | { readonly logged: number; readonly did: 'served'; readonly file: string }
  | ({ readonly logged: number; readonly did: 'queued' } & Occasion)
  | ({ readonly logged: number; readonly did: 'started'; readonly run: string } & Occasion)
  /** By `overlap: skip`, as that run was under way; left out: `starts` has no such entry any more. */
  | ({ readonly logged: number; readonly did: 'skipped'; readonly behind?: string } & Occasion)
  | ({ readonly logged: number; readonly did: 'missed' } & Occasion)
  /** Nothing could be begun; why, in English. */
  | ({ readonly logged: number; readonly did: 'failed'; readonly why: string } & Occasion)

export interface StartRecord {
  readonly lines: readonly Line[]
  /** Nothing is to be done about it any more, or it waits already. */
  isKnown(occasion: Occasion): boolean
  /** They wait for a run to be over, the first one first. */
  waiting(): readonly Occasion[]
  /** The last moment of a start that something was done about, else when it was first served; UTC ms. */
  lookedAt(start: string): number
  add(line: Line): void
}

export function recordFile(store: string, file: string): string {
  return join(store, 'starts', `${createHash('sha256').update(file).digest('hex').slice(0, 16)}.jsonl`)
}

/** Lines that cannot be read are the torn end of one that was being written when the machine stopped. */
export function readLines(path: string): readonly Line[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  return text.split('\n').flatMap((line): readonly Line[] => {
    try {
      return line === '' ? [] : [JSON.parse(line) as Line]
    } catch {
      return []
    }
  })
}

export function openRecord(store: string, file: string, now: number): StartRecord {
  const path = recordFile(store, file)
  const lines: Line[] = []
  const known = new Set<string>()
  const waiting = new Map<string, Occasion>()
  const looked = new Map<string, number>()
  let served = now
  const keyOf = ({ start, id }: Occasion) => `${start} ${id}`

  function take(line: Line): void {
    lines.push(line)
    if (line.did === 'served') {
      served = Math.min(served, line.logged)
      return
    }
    known.add(keyOf(line))
    looked.set(line.start, Math.max(looked.get(line.start) ?? 0, line.at))
    if (line.did === 'queued') waiting.set(keyOf(line), occasionIn(line))
    else waiting.delete(keyOf(line))
  }

  for (const line of readLines(path)) take(line)
  const add = (line: Line) => {
    append(path, line)
    take(line)
  }
  if (lines.length === 0) add({ logged: now, did: 'served', file })
  return {
    lines,
    add,
    isKnown: (occasion) => known.has(keyOf(occasion)),
    waiting: () => [...waiting.values()],
    lookedAt: (start) => looked.get(start) ?? served,
  }
}

function occasionIn({ start, id, at, path, data }: Occasion): Occasion {
  return { start, id, at, ...(path === undefined ? {} : { path }), ...(data === undefined ? {} : { data }) }
}

/** On the disk when this returns. What a crash has torn off ends with its line. */
function append(path: string, line: Line): void {
  mkdirSync(dirname(path), { recursive: true })
  const file = openSync(path, 'a+')
  try {
    const { size } = fstatSync(file)
    const last = Buffer.alloc(1)
    const isTorn = size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n'
    writeSync(file, `${isTorn ? '\n' : ''}${JSON.stringify(line)}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
