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

/** The store cannot be used (any more): everything stops cleanly, nothing that was journalled is lost. Doors show all three texts. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreTrouble
  /** The file or folder it is about. */
  readonly file: string
  /** What was found. */
  readonly what: Text
  /** What the user can do about it. */
  readonly advice: Text

  constructor(code: StoreTrouble, file: string, what: Text, advice: Text, cause?: unknown) {
    super(`${file}: ${what.en}. ${advice.en}`, cause === undefined ? undefined : { cause })
    this.code = code
    this.file = file
    this.what = what
    this.advice = advice
  }
}
