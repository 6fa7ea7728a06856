import type { RecordValue } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import { axisJson, followed } from './axes.ts'
import { axisNamesOf, decisionNames } from './names.ts'
import type { OwnedRun, OwnedStage } from './owned.ts'
import { outputOf } from './pieces.ts'
import type { RunState } from './state.ts'

/** The names that expressions of a task's needs, time and gates see: parameters, `foreach` values, other stages. */
export function taskNames(run: RunState, stage: number, task: number): RecordValue | undefined {
  const found = (run as OwnedRun).stages[stage]
  return found === undefined ? undefined : decisionNames(found, task)
}

/**
 * The `foreach` values of a task, those of the stages it follows included; what retries changed does not show, so that a task is the
 * same however often it was tried.
 */
export function taskValues(run: RunState, stage: number, task: number): { readonly [name: string]: Json } {
  const values: { [name: string]: Json } = {}
  for (let at: OwnedStage | undefined = (run as OwnedRun).stages[stage]; at !== undefined; at = followed(at)) {
    if (at.stream !== undefined) values[outputOf(at)] ??= at.stream.names[task] ?? null
    for (const [axis, name] of axisNamesOf(at).entries()) values[name] ??= axisJson(at, task, axis) ?? null
  }
  return values
}
