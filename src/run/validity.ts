import type { Result } from './outcome.ts'
import type { OwnedStage } from './owned.ts'

/** What gates have found is good for a time only: see `valid_for`. */

/** Until when a result is good by the gates of its stage, in UTC ms, and the gate that says so. */
export function goodUntil({ definition }: OwnedStage, { usage }: Result): { readonly at: number; readonly gate: number } | undefined {
  let least: { at: number; gate: number } | undefined
  definition.gates.forEach(({ validFor }, gate) => {
    const at = validFor && usage.startedAt + usage.wallMs + validFor.ms
    if (at !== undefined && (least === undefined || at < least.at)) least = { at, gate }
  })
  return least
}

export function isStale(stage: OwnedStage, result: Result, now: number): boolean {
  const good = goodUntil(stage, result)
  return good !== undefined && good.at <= now
}
