import type { Shown } from '#model/branching.ts'
import type { Json } from '#model/json.ts'
import type { GroupsPassed } from './branching-events.ts'
import type { Artefact, Result } from './outcome.ts'
import type { OwnedStage, OwnedState } from './owned.ts'
import { finishTask, keepResult, trimDue } from './progress.ts'
import { is } from './status.ts'

/** What begins a group is done; what stands for it is done, and shows what the stages in it have made. */
export function notePassed(state: OwnedState, stage: OwnedStage, { tasks, run, at }: GroupsPassed): void {
  for (const task of tasks) {
    keepResult(stage, task, shownBy(stage, task, run, at))
    finishTask(state, stage, task, is.done)
  }
  trimDue(state, stage)
}

function shownBy(stage: OwnedStage, task: number, run: string, at: number): Result {
  const { group, name } = stage.definition
  const outputs: { [name: string]: Artefact } = {}
  const metrics: { [name: string]: Json } = {}
  for (const shown of group?.outputs ?? []) {
    const there = firstThere(stage, task, shown, (result, from) => result.outputs[from])
    if (there !== undefined) outputs[shown.name] = there
  }
  for (const shown of group?.metrics ?? []) {
    const there = firstThere(stage, task, shown, (result, from) => result.metrics[from])
    if (there !== undefined) metrics[shown.name] = there
  }
  const usage = { startedAt: at, wallMs: 0, cpuMs: null, peakMemoryBytes: null, writtenBytes: null }
  return { outputs, metrics, usage, origin: `${run}/${name}/${task}` }
}

function firstThere<Value>(
  stage: OwnedStage,
  task: number,
  { from }: Shown,
  pick: (result: Result, name: string) => Value | undefined,
): Value | undefined {
  for (const place of from) {
    const result = stage.run.stages[place.stage]?.results.get(task)
    const there = result && pick(result, place.name)
    if (there !== undefined) return there
  }
  return undefined
}
