import { existsSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Journal, RunSummary } from '#engine/ports.ts'
import { shellQuote } from '#expression/quote.ts'
import { journalUrl, openJournal, openJournalAt, setJournalUrl, sqliteFile } from '#journal/open-journal.ts'
import { isPostgresUrl, postgresPlace, withoutPassword } from '#journal/postgres-url.ts'
import { Failure } from './failure.ts'
import type { Host } from './operation.ts'

type Where = Pick<Host, 'folder' | 'store'>

/**
 * Folder of the store for a workflow file: the one asked for, else `.pwos/` beside the file. Where the address of a database was asked
 * for, it is the same folder, which holds everything but the journal and remembers where that is.
 */
export function storeBeside(where: Where, path: string): string {
  const beside = join(dirname(path), '.pwos')
  if (where.store === undefined) return beside
  if (!isPostgresUrl(where.store)) return resolve(where.folder, where.store)
  const url = addressOf(where.store)
  if (journalUrl(beside) === undefined && !existsSync(sqliteFile(beside))) {
    // Only an address that leads somewhere is worth remembering.
    openJournalAt(url, url).close()
    setJournalUrl(beside, url)
  }
  return withJournalAt(beside, url)
}

/** The password in the address of a store; undefined: it has none, or is a folder. */
export const passwordIn = (store: string | undefined) => (store === undefined ? undefined : withoutPassword(store).password)

function addressOf(given: string): string {
  const { url } = withoutPassword(given)
  if (postgresPlace(url) !== undefined) return url
  throw new Failure('usage', {
    en: `“${url}” is not the address of a PostgreSQL database: postgres://USER@HOST:PORT/DATABASE?schema=NAME.`,
    ko: `“${url}”은 PostgreSQL 데이터베이스 주소가 아닙니다: postgres://사용자@호스트:포트/데이터베이스?schema=이름`,
  })
}

function withJournalAt(store: string, url: string): string {
  const known = journalUrl(store)
  if (known === url) return store
  const place = known ?? sqliteFile(store)
  throw new Failure(
    'other_journal',
    { en: `The journal of ${store} lies elsewhere: ${place}.`, ko: `${store}의 저널은 다른 곳에 있습니다: ${place}` },
    {
      hint: {
        en: `Leave --store out to use it, or move it first: pwos store copy ${url}`,
        ko: `그것을 쓰려면 --store를 빼세요. 옮기려면 먼저 \`pwos store copy ${url}\`을 하세요.`,
      },
    },
  )
}

/** Folder of the store that a command without a workflow file means: the one asked for, else `.pwos/` here or in the nearest folder above. */
export function findStore(where: Where): string {
  if (where.store !== undefined && isPostgresUrl(where.store)) {
    return withJournalAt(findStore({ folder: where.folder, store: undefined }), addressOf(where.store))
  }
  if (where.store !== undefined) {
    const folder = resolve(where.folder, where.store)
    if (existsSync(folder)) return folder
    throw new Failure('no_store', { en: `${where.store} does not exist.`, ko: `${where.store} 폴더가 없습니다.` })
  }
  for (let folder = resolve(where.folder); ; folder = dirname(folder)) {
    const store = join(folder, '.pwos')
    if (isFolder(store)) return store
    if (dirname(folder) === folder) break
  }
  throw new Failure(
    'no_store',
    { en: 'There is no .pwos folder here or above.', ko: '여기나 상위 폴더에 .pwos 폴더가 없습니다.' },
    {
      hint: {
        en: 'Go to the folder of the workflow file, or name the store with --store DIR.',
        ko: '워크플로 파일이 있는 폴더로 가거나 --store 폴더로 저장소를 지정하세요.',
      },
    },
  )
}

/** What must be added to a command given in this folder so that it means this store; empty where that goes without saying. */
export function storeWords(folder: string, store: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (isFolder(join(at, '.pwos'))) return join(at, '.pwos') === store ? '' : ` --store ${shown(folder, store)}`
    if (dirname(at) === at) return ` --store ${shown(folder, store)}`
  }
}

function shown(folder: string, store: string): string {
  const near = relative(folder, store)
  const path = near.startsWith('..') ? store : near
  return shellQuote(path)
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

/** Opens the journal of a store for the length of a question, and closes it whatever happens. */
export async function withJournal<Result>(
  store: string,
  ask: (journal: Journal) => Promise<Result> | Result,
  options: { readonly readOnly?: boolean } = {},
): Promise<Result> {
  const journal = openJournal(store, options)
  try {
    return await ask(journal)
  } finally {
    journal.close()
  }
}

/** The run that a person means: a name, a unique beginning of one, or nothing for the newest. */
export function findRun(journal: Journal, wanted: string | undefined): RunSummary {
  const runs = journal.runs()
  if (wanted === undefined) {
    const newest = runs.at(-1)
    if (newest !== undefined) return newest
    throw new Failure('unknown_run', { en: 'No run was started in this store yet.', ko: '이 저장소에서 시작한 실행이 아직 없습니다.' })
  }
  const exact = runs.find((run) => run.run === wanted)
  if (exact !== undefined) return exact
  const matching = runs.filter((run) => run.run.startsWith(wanted))
  if (matching.length === 1 && matching[0] !== undefined) return matching[0]
  if (matching.length === 0) {
    const hint = { en: '`pwos runs` lists the runs.', ko: '`pwos runs`로 실행 목록을 볼 수 있습니다.' }
    throw new Failure('unknown_run', { en: `There is no run “${wanted}”.`, ko: `“${wanted}”이라는 실행이 없습니다.` }, { hint })
  }
  const names = matching.slice(-5).map((run) => run.run)
  throw new Failure('ambiguous_run', {
    en: `${matching.length} runs begin with “${wanted}”: ${names.join(', ')}.`,
    ko: `“${wanted}”으로 시작하는 실행이 ${matching.length}개 있습니다: ${names.join(', ')}.`,
  })
}
