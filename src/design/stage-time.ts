import type { Plan } from '#plan/plan.ts'

/** How long the tasks of a stage take, in ms: each may take another time, where durations follow from what it is run with. */
export interface StageTime {
  /** Mean over the tasks of what is expected of each. */
  readonly meanMs: number
  /** What one in twenty of the shortest stays below, and one in twenty of the longest goes beyond. */
  readonly lowMs: number
  readonly highMs: number
}

/** So many tasks, evenly chosen, tell enough of a fan-out. */
const mostTasks = 500

export function stageTime({ durations, schedule }: Pick<Plan, 'durations' | 'schedule'>, stage: number): StageTime {
  const duration = durations[stage]
  const count = schedule.stages[stage]?.count ?? 0
  if (duration === undefined || count === 0) return { meanMs: 0, lowMs: 0, highMs: 0 }
  const step = Math.max(1, Math.ceil(count / mostTasks))
  let [sum, asked, lowMs, highMs] = [0, 0, Number.POSITIVE_INFINITY, 0]
  for (let task = 0; task < count; task += step) {
    const { expectedMs, quantile } = duration.of(task, 0)
    sum += expectedMs
    asked++
    lowMs = Math.min(lowMs, quantile(0.05))
    highMs = Math.max(highMs, quantile(0.95))
  }
  return { meanMs: sum / asked, lowMs, highMs }
}
