/** Our own mistake, never the user's: stops the program where going on could lose or repeat work. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

/** Holds in production too. `message` names what must be true. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(`must be so: ${message}`)
}
