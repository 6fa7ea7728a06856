import type { AttemptEnded } from './events.ts'
import type { ResultRefused } from './gate-events.ts'

/** A result that whoever was asked did not let pass, told as the end of the attempt that it is of. */
export function endOfRefused(ended: AttemptEnded, { at, by, reason }: ResultRefused): AttemptEnded {
  const detail = reason === '' ? `by ${by}` : `by ${by}: ${reason}`
  return { ...ended, at, then: { kind: 'failed', cause: 'rejected', detail } }
}
