import type { Text } from '#expression/text.ts'
import type { ExitName } from './exit-statuses.ts'

export interface FailureKind {
  readonly exit: ExitName
  /** What it means, for `docs/errors.md`. */
  readonly meaning: Text
  /** What to do about it. */
  readonly advice: Text
}
