import { FencedError } from '#engine/ports.ts'
import { StoreError } from '#engine/store-error.ts'
import { PostgresError } from './postgres-link.ts'

/** What PostgreSQL says, as something to do. `place` names the database without a password. Other errors pass as they are. */
export function postgresTrouble(error: unknown, place: string): unknown {
  if (!(error instanceof PostgresError) || error instanceof FencedError) return error
  const { code, message } = error
  if (!error.answered) return unreachable(place, message, error)
  if (/^(28|3D)/.test(code)) return refused(place, message, error)
  if (/^(25006|42501)/.test(code)) return readOnly(place, message, error)
  if (/^53/.test(code)) return full(place, message, error)
  return error
}

function unreachable(place: string, said: string, cause: unknown): StoreError {
  return new StoreError(
    'store_unreachable',
    place,
    {
      what: { en: `the PostgreSQL server does not answer (${said})`, ko: `PostgreSQL 서버가 응답하지 않습니다(${said})` },
      advice: {
        en: 'See that it runs and can be reached from here. Nothing is lost: tasks go on, and the next `pwos resume` carries on',
        ko: '서버가 동작하고 이곳에서 접속되는지 확인하세요. 잃은 것은 없습니다. 작업은 계속되고, 다음 `pwos resume`이 이어서 진행합니다',
      },
    },
    cause,
  )
}

function refused(place: string, said: string, cause: unknown): StoreError {
  return new StoreError(
    'store_unreachable',
    place,
    {
      what: { en: `the PostgreSQL server lets nobody in (${said})`, ko: `PostgreSQL 서버가 접속을 거부했습니다(${said})` },
      advice: {
        en: 'Check user and database in the address; the password is taken from PGPASSWORD or ~/.pgpass',
        ko: '주소의 사용자와 데이터베이스를 확인하세요. 비밀번호는 PGPASSWORD나 ~/.pgpass에서 읽습니다',
      },
    },
    cause,
  )
}

function readOnly(place: string, said: string, cause: unknown): StoreError {
  return new StoreError(
    'store_read_only',
    place,
    {
      what: { en: `this user may not write there (${said})`, ko: `이 사용자는 쓸 수 없습니다(${said})` },
      advice: {
        en: 'Grant it the right to create schemas in the database, or to use this one; a standby server cannot be written',
        ko: '데이터베이스에 스키마를 만들거나 이 스키마를 쓸 권한을 주세요. 대기(standby) 서버에는 쓸 수 없습니다',
      },
    },
    cause,
  )
}

function full(place: string, said: string, cause: unknown): StoreError {
  return new StoreError(
    'store_full',
    place,
    {
      what: { en: `the PostgreSQL server has no room (${said})`, ko: `PostgreSQL 서버에 여유가 없습니다(${said})` },
      advice: {
        en: 'Make room (disk, or connections), then run the same command again',
        ko: '디스크나 연결 수의 여유를 만든 뒤 같은 명령을 다시 실행하세요',
      },
    },
    cause,
  )
}
