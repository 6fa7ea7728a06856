import { createRequire } from 'node:module'
import process from 'node:process'
import type * as Sqlite from '@photostructure/sqlite'
import { asStoreError, StoreError, storeTrouble } from '#engine/store-error.ts'

/** A SQLite file. */
export interface Database {
  exec(sql: string): void
  prepare(sql: string): Statement
  readonly isTransaction: boolean
  readonly isOpen: boolean
  close(): void
}

export type Statement = Pick<Sqlite.StatementSyncInstance, 'run' | 'get' | 'all'>

/**
 * Opens a SQLite file with what Node brings along, where it does (22.13 and later), and else with
 * `@photostructure/sqlite`, which is the same API over the same SQLite built for earlier versions.
 */
export function openDatabase(path: string, readOnly: boolean): Database {
  const Constructor = sqlite().DatabaseSync
  try {
    return new Constructor(path, { readOnly })
  } catch (error) {
    throw sqliteTrouble(error, path)
  }
}

type Library = Pick<typeof Sqlite, 'DatabaseSync'>

let loaded: Library | undefined

function sqlite(): Library {
  loaded ??= builtin() ?? (createRequire(import.meta.url)('@photostructure/sqlite') as Library)
  return loaded
}

function builtin(): Library | undefined {
  const get: unknown = Reflect.get(process, 'getBuiltinModule')
  return typeof get === 'function' ? get.call(process, 'node:sqlite') : undefined
}

/** SQLite's primary result codes that mean something to a user; the extended code's low byte is one of these. */
const codes = { busy: 5, readOnly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 }

/** The primary result code of an error that SQLite raised; undefined for any other error. */
function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}

export function isBusy(error: unknown): boolean {
  return resultCode(error) === codes.busy
}

/** What SQLite or the system says about this file, as something to do. Errors that are our own pass as they are. */
export function sqliteTrouble(error: unknown, file: string): unknown {
  if (error instanceof StoreError) return error
  const code = resultCode(error)
  if (code === undefined) return asStoreError(error, file)
  if (code === codes.full) return storeTrouble('store_full', file, error)
  if (code === codes.readOnly || code === codes.cannotOpen) return storeTrouble('store_read_only', file, error)
  if (code === codes.io) return storeTrouble('store_unreachable', file, error)
  if (code === codes.corrupt) return damaged(file, undefined, error)
  if (code === codes.notADatabase) return notAStore(file, error)
  if (code === codes.busy) return busy(file, error)
  return error
}

/** `position`: the first entry that cannot be trusted; what comes before it is good. */
export function damaged(file: string, position: number | undefined, cause?: unknown): StoreError {
  const en = position === undefined ? 'the journal is damaged' : `the journal is damaged at entry ${position}; what comes before it is good`
  const ko = position === undefined ? '저널이 손상되었습니다' : `저널의 ${position}번째 항목이 손상되었습니다. 그 앞은 온전합니다`
  return new StoreError(
    'store_damaged',
    file,
    {
      what: { en, ko },
      advice: {
        en: 'Check the disk. Put back a copy of the whole .pwos folder if there is one; else move the folder away and run again (published outputs stay under objects/)',
        ko: '디스크를 점검하세요. .pwos 폴더 전체의 백업이 있으면 되돌리고, 없으면 폴더를 다른 곳으로 옮긴 뒤 다시 실행하세요(발행된 출력은 objects/ 아래에 그대로 있습니다)',
      },
    },
    cause,
  )
}

export function notAStore(file: string, cause?: unknown): StoreError {
  return new StoreError(
    'store_not_a_store',
    file,
    {
      what: { en: 'this file is not a journal of PWOS', ko: '이 파일은 PWOS 저널이 아닙니다' },
      advice: {
        en: 'Move it away, or choose another folder with --store',
        ko: '다른 곳으로 옮기거나 --store로 다른 폴더를 지정하세요',
      },
    },
    cause,
  )
}

export function newer(file: string, found: number, known: number): StoreError {
  return new StoreError('store_newer', file, {
    what: {
      en: `this store was written by a newer PWOS (format ${found}; this one knows up to ${known})`,
      ko: `더 새로운 PWOS가 만든 저장소입니다(형식 ${found}, 이 버전은 ${known}까지 압니다)`,
    },
    advice: { en: 'Update PWOS, or choose another folder with --store', ko: 'PWOS를 갱신하거나 --store로 다른 폴더를 지정하세요' },
  })
}

function busy(file: string, cause: unknown): StoreError {
  return new StoreError(
    'store_busy',
    file,
    {
      what: { en: 'another program keeps it locked', ko: '다른 프로그램이 잠그고 있습니다' },
      advice: {
        en: 'Wait for that program (a backup, a database viewer?) or end it, then run the same command again',
        ko: '그 프로그램(백업이나 데이터베이스 뷰어 등)이 끝나기를 기다리거나 종료한 뒤 같은 명령을 다시 실행하세요',
      },
    },
    cause,
  )
}
