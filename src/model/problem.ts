import type { Text } from '#expression/text.ts'

/** A place in a user's file. Lines and columns count from 1; a column counts characters, not bytes. */
export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly endLine?: number
  readonly endColumn?: number
}

/** A user's mistake, as a value: all of them are reported at once. `code` is listed in `docs/errors.md`. */
export interface Problem {
  readonly code: string
  readonly level: 'error' | 'warning'
  readonly at: Place | undefined
  readonly message: Text
  readonly hint?: Text
}
