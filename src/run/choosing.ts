import { EvaluationError } from '#expression/evaluation-error.ts'
import { measuredOf } from '#expression/explain.ts'
import { choiceMetric } from '#model/branching.ts'
import type { Asked, BranchesChosen, Choice } from './branching-events.ts'
import { gateNames, seenOf } from './judge.ts'
import { decisionNames } from './names.ts'
import type { Result } from './outcome.ts'
import type { OwnedStage, OwnedState } from './owned.ts'
import { finishTask, keepResult, trimDue } from './progress.ts'
import { is } from './status.ts'

/** Which branch a task takes, and on what; a text says why that cannot be told. */
export function choose(stage: OwnedStage, task: number): Choice | string {
  const branches = stage.definition.decision?.branches ?? []
  const names = decisionNames(stage, task, judgedNames(stage, task))
  const asked: Asked[] = []
  for (const [branch, { name, condition }] of branches.entries()) {
    if (condition === undefined) return { task, branch, name, asked }
    const saw = measuredOf(condition, names)
    const told = evaluated(() => condition.evaluate(names))
    if (typeof told === 'string') return `${name}: ${told}`
    if (saw.comparedNaN) return `${name}: \`${condition.source}\` compares with NaN`
    asked.push({ branch, held: told, ...seenOf(saw) })
    if (told) return { task, branch, name, asked }
  }
  return { task, branch: null, name: '', asked }
}

/** Where a turn of a loop is judged, its metrics are known by their names. */
function judgedNames({ definition, run }: OwnedStage, task: number): ReturnType<typeof gateNames> | undefined {
  const judged = definition.turn?.judged
  const body = judged === undefined ? undefined : run.stages[judged]
  return body && gateNames(body, body.results.get(task) ?? { metrics: {}, outputs: {} })
}

function evaluated(evaluate: () => unknown): boolean | string {
  try {
    const value = evaluate()
    return typeof value === 'boolean' ? value : 'the condition is neither true nor false'
  } catch (error) {
    if (error instanceof EvaluationError) return error.message
    throw error
  }
}

/** The tasks are done, and their choice is their result. */
export function noteChoices(state: OwnedState, stage: OwnedStage, { choices, run, at }: BranchesChosen): void {
  const { chosen } = stage
  if (chosen === undefined) return
  for (const choice of choices) {
    const { task, branch, name } = choice
    chosen.byTask.set(task, choice)
    if (branch !== null) chosen.times.set(branch, (chosen.times.get(branch) ?? 0) + 1)
    const usage = { startedAt: at, wallMs: 0, cpuMs: null, peakMemoryBytes: null, writtenBytes: null }
    const result: Result = { outputs: {}, metrics: { [choiceMetric]: name }, usage, origin: `${run}/${stage.definition.name}/${task}` }
    keepResult(stage, task, result)
    finishTask(state, stage, task, is.done)
  }
  trimDue(state, stage)
}

/** What a task has chosen, or its loop has come to, is found out again. */
export function forgetOwn({ chosen, loopEnds }: OwnedStage, task: number): void {
  loopEnds?.delete(task)
  const choice = chosen?.byTask.get(task)
  if (chosen === undefined || choice === undefined) return
  chosen.byTask.delete(task)
  if (choice.branch === null) return
  const left = (chosen.times.get(choice.branch) ?? 1) - 1
  if (left > 0) chosen.times.set(choice.branch, left)
  else chosen.times.delete(choice.branch)
}

/** Whether one of these branches was chosen: by that task, or (undefined) by any. */
export function isChosen({ chosen }: OwnedStage, branches: readonly number[], task: number | undefined): boolean {
  if (chosen === undefined) return false
  if (task === undefined) return branches.some((branch) => chosen.times.has(branch))
  const taken = chosen.byTask.get(task)?.branch ?? -1
  return branches.includes(taken)
}
