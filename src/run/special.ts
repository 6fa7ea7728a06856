import { retriesOf } from '#model/gate.ts'
import type { Stage } from '#model/workflow.ts'
import type { Resources } from './resources.ts'

/** Whether more than room in pools decides about a stage's starts: people, calendars, set-ups, options or fixed times. */
export function isSpecial(stage: Stage, { calendars, people, setups }: Resources): boolean {
  const { human, alternatives, notBefore, bookedAt } = stage
  if (human !== undefined || alternatives.length > 0 || notBefore !== undefined || bookedAt !== undefined) return true
  if (calendars.size + people.size + setups.size === 0) return false
  return namedIn(stage).some((pool) => calendars.has(pool) || people.has(pool) || setups.has(pool))
}

/** Retries may ask for what the first attempt did not. */
function namedIn({ needs, gates, onError, remedies = [] }: Stage): readonly string[] {
  const retries = [
    ...gates.flatMap(retriesOf),
    ...onError.map(({ action }) => (action.kind === 'retry' ? action.retry : undefined)),
    ...remedies.flatMap(({ repairs }) => repairs),
  ]
  return [...needs, ...retries.flatMap((retry) => retry?.needs ?? [])].map(({ pool }) => pool)
}
