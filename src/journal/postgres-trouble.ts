import { StoreError, type StoreTrouble } from '#engine/store-error.ts'
import type { Text } from '#expression/text.ts'
import { PostgresError } from './postgres-link.ts'

interface Trouble {
  readonly code: StoreTrouble
  readonly what: Text
  readonly advice: Text
}

const unreachable: Trouble = {
  code: 'store_unreachable',
  what: { en: 'the PostgreSQL server does not answer', ko: 'PostgreSQL 서버가 응답하지 않습니다' },
  advice: {
    en: 'See that it runs and can be reached from here. Nothing is lost: tasks go on, and the next `pwos resume` carries on',
    ko: '서버가 동작하고 이곳에서 접속되는지 확인하세요. 잃은 것은 없습니다. 작업은 계속되고, 다음 `pwos resume`이 이어서 진행합니다',
  },
}

/** By the beginning of the SQLSTATE. */
const answered: readonly (Trouble & { readonly states: RegExp })[] = [
  {
    states: /^(28|3D)/,
    code: 'store_unreachable',
    what: { en: 'the PostgreSQL server lets nobody in', ko: 'PostgreSQL 서버가 접속을 거부했습니다' },
    advice: {
      en: 'Check user and database in the address; the password is taken from PGPASSWORD or ~/.pgpass',
      ko: '주소의 사용자와 데이터베이스를 확인하세요. 비밀번호는 PGPASSWORD나 ~/.pgpass에서 읽습니다',
    },
  },
  {
    states: /^(25006|42501)/,
    code: 'store_read_only',
    what: { en: 'this user may not write there', ko: '이 사용자는 쓸 수 없습니다' },
    advice: {
      en: 'Grant it the right to create schemas in the database, or to use this one; a standby server cannot be written',
      ko: '데이터베이스에 스키마를 만들거나 이 스키마를 쓸 권한을 주세요. 대기(standby) 서버에는 쓸 수 없습니다',
    },
  },
  {
    states: /^53/,
    code: 'store_full',
    what: { en: 'the PostgreSQL server has no room', ko: 'PostgreSQL 서버에 여유가 없습니다' },
    advice: {
      en: 'Make room (disk, or connections), then run the same command again',
      ko: '디스크나 연결 수의 여유를 만든 뒤 같은 명령을 다시 실행하세요',
    },
  },
]

/** What PostgreSQL says, as something to do. `place` names the database without a password. Other errors pass as they are. */
export function postgresTrouble(error: unknown, place: string): unknown {
  if (!(error instanceof PostgresError)) return error
  const trouble = error.answered ? answered.find(({ states }) => states.test(error.code)) : unreachable
  if (trouble === undefined) return error
  const { code, what, advice } = trouble
  const said = { en: `${what.en} (${error.message})`, ko: `${what.ko}(${error.message})` }
  return new StoreError(code, place, { what: said, advice }, error)
}
