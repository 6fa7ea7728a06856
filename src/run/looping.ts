import type { LoopEnd, LoopsEnded } from './branching-events.ts'
import type { OwnedStage, OwnedState } from './owned.ts'
import { finishTask, keepResult, trimDue } from './progress.ts'
import { is, statusOf } from './status.ts'

/** How a loop ended; `skipped`: it never began. A text: there was no turn left, and the condition never held. */
export function endOfLoop(stage: OwnedStage, task: number): LoopEnd | 'upstream_skipped' | string {
  const { run, definition } = stage
  const { turns = [], checks = [], otherwise } = definition.loop ?? {}
  const iteration = turns.findLastIndex((turn) => isDone(run.stages[turn], task))
  const last = turns[iteration]
  if (last === undefined) return 'upstream_skipped'
  const choice = run.stages[checks[iteration] ?? -1]?.chosen?.byTask.get(task)
  const enough = choice?.branch === 0
  if (enough || otherwise === 'go_on') return { task, last, enough }
  const until = run.stages[checks[iteration] ?? -1]?.definition.decision?.branches[0]?.condition?.source ?? ''
  const measured = Object.entries(choice?.asked[0]?.measured ?? {}).map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
  return `after ${turns.length} turns \`${until}\` does not hold (${measured.join(', ')})`
}

function isDone(turn: OwnedStage | undefined, task: number): boolean {
  return turn !== undefined && statusOf(turn, task) === is.done
}

/** The loop is done, with the result of its last turn. */
export function noteLoopEnds(state: OwnedState, stage: OwnedStage, { ends }: LoopsEnded): void {
  for (const end of ends) {
    stage.loopEnds?.set(end.task, end)
    const result = stage.run.stages[end.last]?.results.get(end.task)
    if (result !== undefined) keepResult(stage, end.task, result)
    finishTask(state, stage, end.task, is.done)
  }
  trimDue(state, stage)
}
