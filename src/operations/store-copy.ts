import { existsSync, renameSync } from 'node:fs'
import { z } from 'zod'
import type { Journal } from '#engine/ports.ts'
import { journalUrl, openJournal, openJournalAt, setJournalUrl, sqliteFile } from '#journal/open-journal.ts'
import { isPostgresUrl, withoutPassword } from '#journal/postgres-url.ts'
import { openSqliteJournal } from '#journal/sqlite.ts'
import { invariant } from '#model/invariant.ts'
import type { RunEvent } from '#run/events.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import type { Operation } from './operation.ts'
import { findStore } from './store.ts'

const input = z.object({
  /** Where the journal goes: the address of a PostgreSQL database, or `sqlite` for the store's own file. Left out: nothing is copied. */
  copyTo: z.string().optional(),
})

const output = z.object({
  store: z.string(),
  /** Where the journal is (now): a file, or an address without a password. */
  journal: z.string(),
  runs: z.int(),
  unfinished: z.int(),
  events: z.int(),
  /** Where it was before it was copied. That stays as it is, and is read no more; null: nothing was copied. */
  before: z.string().nullable(),
})

/** Says where the store is, or copies its journal: all runs, results and waiting commands. Files stay where they are. */
export const store: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'store',
  summary: summaries.store,
  input,
  output,
  async handle({ copyTo }, host) {
    const folder = findStore(host)
    const place = journalUrl(folder) ?? sqliteFile(folder)
    const journal = openJournal(folder)
    try {
      const runs = journal.runs()
      const unfinished = runs.filter(({ outcome }) => outcome === undefined).length
      const facts = { store: folder, runs: runs.length, unfinished, events: journal.position() }
      if (copyTo === undefined) return { ...facts, journal: place, before: null }
      const before = copyJournal(journal, folder, { from: place, to: copyTo })
      return { ...facts, journal: journalUrl(folder) ?? sqliteFile(folder), before }
    } finally {
      journal.close()
    }
  },
}

/** Answers where the old journal is kept. */
function copyJournal(journal: Journal, folder: string, { from, to }: { from: string; to: string }): string {
  const url = to === 'sqlite' ? undefined : withoutPassword(to).url
  if (url !== undefined && !isPostgresUrl(url)) throw notAPlace(to)
  if ((url ?? sqliteFile(folder)) === from)
    throw refused({ en: `The journal is there already: ${from}.`, ko: `일지가 이미 그곳에 있습니다: ${from}` })
  if (!journal.takeLead())
    throw refused({ en: 'A process decides for this store now.', ko: '지금 이 저장소를 이끄는 프로세스가 있습니다.' })
  if (url === undefined && existsSync(sqliteFile(folder))) {
    throw refused({ en: `${sqliteFile(folder)} is there from before.`, ko: `예전의 ${sqliteFile(folder)} 파일이 있습니다.` })
  }
  const target = url === undefined ? openSqliteJournal(folder) : openJournalAt(url, url)
  try {
    fill(target, journal)
  } finally {
    target.close()
  }
  setJournalUrl(folder, url)
  if (isPostgresUrl(from)) return from
  // The log beside it is empty once it is closed; whoever still reads it notices that it is gone.
  journal.close()
  renameSync(from, `${from}.copied`)
  return `${from}.copied`
}

const atOnce = 2000

function fill(target: Journal, source: Journal): void {
  if (!target.takeLead() || target.position() > 0) {
    throw refused({ en: 'The place it should go to holds a journal already.', ko: '옮길 곳에 이미 일지가 있습니다.' })
  }
  let events: RunEvent[] = []
  for (const { event } of source.read(undefined)) {
    events.push(event)
    if (events.length < atOnce) continue
    target.append(events)
    events = []
  }
  target.append(events)
  for (const { command } of source.inbox()) target.send(command)
  invariant(target.position() === source.position() && target.runs().length === source.runs().length, 'a copy has everything')
}

function refused(text: Failure['text']): Failure {
  return new Failure('copy_refused', text)
}

function notAPlace(given: string): Failure {
  return new Failure('usage', {
    en: `“${given}” is no place for a journal: give postgres://USER@HOST:PORT/DATABASE?schema=NAME, or sqlite.`,
    ko: `“${given}”에는 일지를 둘 수 없습니다. postgres://사용자@호스트:포트/데이터베이스?schema=이름 또는 sqlite를 지정하세요.`,
  })
}
