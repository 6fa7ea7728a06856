import type { Text } from '#expression/text.ts'
import type { ExitName } from './exit-statuses.ts'

export interface FailureKind {
  readonly exit: ExitName
  /** Status over HTTP, where it is not that of the exit status. */
  readonly http?: number
  /** What it means, for `docs/errors.md`. */
  readonly meaning: Text
  /** What to do about it. */
  readonly advice: Text
}
