import type { RecordValue } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import { decisionNames, ownParameters } from './names.ts'
import type { OwnedRun } from './owned.ts'
import type { RunState } from './state.ts'

/** The names that expressions of a task's needs, time and gates see: parameters, `foreach` values, other stages. */
export function taskNames(run: RunState, stage: number, task: number): RecordValue | undefined {
  const found = (run as OwnedRun).stages[stage]
  return found === undefined ? undefined : decisionNames(found, task)
}

/** The `foreach` values that a task was run with, those of the stages it follows included, and what retries changed. */
export function taskValues(run: RunState, stage: number, task: number): { readonly [name: string]: Json } {
  const found = (run as OwnedRun).stages[stage]
  return found === undefined ? {} : ownParameters(found, task)
}
