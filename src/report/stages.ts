import type { Cause } from '#model/cause.ts'
import type { RunState, TaskStatus } from '#run/state.ts'
import type { Attempt, History } from './history.ts'
import { type Spread, spreadOf } from './spread.ts'

/** What a run's journal says of one stage. */
export interface StageFact {
  readonly stage: number
  readonly name: string
  readonly title: string | undefined
  /** Undefined: not expanded. */
  readonly tasks: number | undefined
  readonly counts: { readonly [status in TaskStatus]: number }
  readonly reused: number
  readonly attempts: number
  readonly retries: number
  /** Failed attempts by cause, whatever followed. */
  readonly causes: readonly { readonly cause: Cause; readonly count: number }[]
  readonly firstAt: number | undefined
  readonly lastAt: number | undefined
  /** Over ended attempts; null where none was measured. */
  readonly wallMs: Spread | null
  readonly cpuMs: Spread | null
  readonly memoryBytes: Spread | null
  /** From being ready to being started. */
  readonly waitMs: Spread | null
}

export function stageFacts(run: RunState, history: History): readonly StageFact[] {
  const attempts = byStage(run, history)
  return run.workflow.stages.map((stage, index): StageFact => {
    const state = run.stages[index]
    const own = attempts[index] ?? []
    const times = span(own)
    return {
      stage: index,
      name: stage.name,
      title: stage.title,
      tasks: state?.count,
      counts: { ...(state?.counts ?? noCounts) },
      reused: history.reused.get(index)?.size ?? 0,
      attempts: own.length,
      retries: own.filter((attempt) => attempt.sequel === 'retry').length,
      causes: countCauses(own),
      ...times,
      wallMs: spreadOf(measured(own, (attempt) => attempt.usage?.wallMs)),
      cpuMs: spreadOf(measured(own, (attempt) => attempt.usage?.cpuMs)),
      memoryBytes: spreadOf(measured(own, (attempt) => attempt.usage?.peakMemoryBytes)),
      waitMs: spreadOf(
        measured(own, (attempt) => (attempt.queuedAt === undefined ? null : Math.max(0, attempt.bundle.startedAt - attempt.queuedAt))),
      ),
    }
  })
}

export const noCounts: StageFact['counts'] = {
  waiting: 0,
  released: 0,
  queued: 0,
  running: 0,
  retrying: 0,
  asked: 0,
  done: 0,
  failed: 0,
  ignored: 0,
  skipped: 0,
}

function byStage(run: RunState, history: History): readonly (readonly Attempt[])[] {
  const lists: Attempt[][] = run.workflow.stages.map(() => [])
  for (const attempt of history.attempts) lists[attempt.stage]?.push(attempt)
  return lists
}

function measured(attempts: readonly Attempt[], read: (attempt: Attempt) => number | null | undefined): number[] {
  const values: number[] = []
  for (const attempt of attempts) {
    const value = read(attempt)
    if (value !== null && value !== undefined) values.push(value)
  }
  return values
}

function span(attempts: readonly Attempt[]): Pick<StageFact, 'firstAt' | 'lastAt'> {
  let firstAt: number | undefined
  let lastAt: number | undefined
  for (const attempt of attempts) {
    firstAt = firstAt === undefined ? attempt.startedAt : Math.min(firstAt, attempt.startedAt)
    const end = attempt.endedAt
    if (end !== undefined) lastAt = lastAt === undefined ? end : Math.max(lastAt, end)
  }
  return { firstAt, lastAt }
}

function countCauses(attempts: readonly Attempt[]): StageFact['causes'] {
  const counts = new Map<Cause, number>()
  for (const { cause } of attempts) if (cause !== undefined) counts.set(cause, (counts.get(cause) ?? 0) + 1)
  return [...counts].map(([cause, count]) => ({ cause, count })).sort((a, b) => b.count - a.count)
}
