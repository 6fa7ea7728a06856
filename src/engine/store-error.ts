import type { Text } from '#expression/text.ts'

/** What can be wrong with a store; each is listed in `docs/errors.md`. */
export type StoreTrouble =
  | 'store_full'
  | 'store_read_only'
  | 'store_missing'
  | 'store_damaged'
  | 'store_not_a_store'
  | 'store_newer'
  | 'store_busy'
  | 'store_unreachable'
  | 'bash_missing'

/** The store cannot be used (any more): everything stops cleanly, nothing that was journalled is lost. Doors show both texts. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreTrouble
  /** The file or folder it is about. */
  readonly file: string
  /** What was found. */
  readonly what: Text
  /** What the user can do about it. */
  readonly advice: Text

  constructor(code: StoreTrouble, file: string, found: { what: Text; advice: Text }, cause?: unknown) {
    super(`${file}: ${found.what.en}. ${found.advice.en}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.file = file
    this.what = found.what
    this.advice = found.advice
  }
}

/** Whatever was thrown while a file of the store was used: a refusal of the system becomes a `StoreError`, our own mistakes stay what they are. */
export function asStoreError(error: unknown, file: string): unknown {
  return /^E[A-Z0-9]+$/.test(codeOf(error)) ? storeErrorFrom(error, file) : error
}

/** What the operating system says about a file of the store, as a `StoreError`. */
export function storeErrorFrom(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  for (const [trouble, codes] of Object.entries(systemCodes)) {
    if (codes.includes(code)) return storeTrouble(trouble as keyof typeof systemCodes, file, error)
  }
  return storeTrouble('store_unreachable', file, error)
}

const systemCodes = {
  store_full: ['ENOSPC', 'EDQUOT', 'EFBIG'],
  store_read_only: ['EROFS', 'EACCES', 'EPERM'],
  store_missing: ['ENOENT', 'ENOTDIR', 'ESTALE'],
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

type Plain = 'store_full' | 'store_read_only' | 'store_missing' | 'store_unreachable'

/** The troubles that need no more words than these, whoever meets them. */
export function storeTrouble(code: Plain, file: string, cause?: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : code
  return new StoreError(code, file, troubles[code](reason), cause)
}

const troubles: { readonly [code in Plain]: (reason: string) => { what: Text; advice: Text } } = {
  store_full: () => ({
    what: { en: 'the disk or quota is full', ko: '디스크 또는 할당량이 가득 찼습니다' },
    advice: {
      en: 'Free some space (`pwos clean` removes what no run needs), then run the same command again: it goes on where it stopped',
      ko: '공간을 확보한 뒤(`pwos clean`은 어떤 실행에도 필요 없는 것을 지웁니다) 같은 명령을 다시 실행하면 멈춘 곳부터 이어집니다',
    },
  }),
  store_read_only: () => ({
    what: { en: 'it cannot be written', ko: '쓸 수 없습니다' },
    advice: {
      en: 'Give yourself write permission, or choose another folder with --store',
      ko: '쓰기 권한을 얻거나 --store로 다른 폴더를 지정하세요',
    },
  }),
  store_missing: () => ({
    what: { en: 'it is not there (any more)', ko: '존재하지 않거나 사라졌습니다' },
    advice: {
      en: 'Was it moved or deleted, or is its disk not mounted? Put it back where it was, or start anew with the same command',
      ko: '옮겼거나 지웠거나 디스크가 연결되지 않은 것은 아닌지 확인하세요. 원래 자리로 되돌리거나 같은 명령으로 새로 시작하세요',
    },
  }),
  store_unreachable: (reason) => ({
    what: { en: `it cannot be read or written (${reason})`, ko: `읽거나 쓸 수 없습니다 (${reason})` },
    advice: {
      en: 'Check the disk and its connection, then run the same command again: it goes on where it stopped',
      ko: '디스크와 연결 상태를 확인한 뒤 같은 명령을 다시 실행하면 멈춘 곳부터 이어집니다',
    },
  }),
}
