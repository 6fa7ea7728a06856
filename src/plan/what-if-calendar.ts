import type { PlanInput } from './plan-input.ts'
import type { Changed } from './what-if-change.ts'

/** Changes of when someone or something is there. */
export function changeCalendar(_input: PlanInput, _name: string, _value: string): Changed | undefined {
  return undefined
}
