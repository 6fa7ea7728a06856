import { labelOf } from '#run/label.ts'
import type { RunState } from '#run/state.ts'
import { Bins } from './bins.ts'
import type { Attempt, History } from './history.ts'

/** When which attempts ran: bar by bar where they are few, as a count over time where they are many. */
export interface Timeline {
  readonly from: number
  readonly to: number
  readonly rows: readonly TimelineRow[]
  /** Stages left out, those that ran for the shortest time. */
  readonly hidden: number
}

export type TimelineRow =
  | { readonly kind: 'bars'; readonly stage: number; readonly lanes: number; readonly bars: readonly Bar[] }
  /** Mean number of running attempts in each of equal spans; `failed` counts the failed ends in each. */
  | {
      readonly kind: 'density'
      readonly stage: number
      readonly attempts: number
      readonly running: readonly number[]
      /** Most that ran at one moment. */
      readonly peak: number
      readonly failed: readonly number[]
    }

export interface Bar {
  readonly lane: number
  readonly task: number
  readonly label: string
  readonly attempt: number
  readonly startedAt: number
  readonly endedAt: number
  readonly end: 'succeeded' | 'retried' | 'failed' | 'running'
  /** Part of the chain that determined the run's end. */
  readonly critical: boolean
}

const mostRows = 60
const mostBars = 160
const mostBarsTogether = 1_600
const mostLanes = 10
const spans = 240

export function timelineOf(run: RunState, history: History, critical: ReadonlySet<Attempt>, to: number): Timeline {
  const from = run.started.at
  const lists: Attempt[][] = run.workflow.stages.map(() => [])
  for (const attempt of history.attempts) lists[attempt.stage]?.push(attempt)
  const stages = lists
    .map((attempts, stage) => ({ stage, attempts, busy: busyMs(attempts, to) }))
    .filter(({ attempts }) => attempts.length > 0)
  const shown = new Set([...stages].sort((a, b) => b.busy - a.busy).slice(0, mostRows))
  let bars = 0
  const rows = stages
    .filter((stage) => shown.has(stage))
    .sort((a, b) => firstStart(a.attempts) - firstStart(b.attempts) || a.stage - b.stage)
    .map(({ stage, attempts }): TimelineRow => {
      const row =
        attempts.length <= mostBars && bars + attempts.length <= mostBarsTogether ? barRow(run, stage, attempts, critical, to) : undefined
      if (row === undefined || row.lanes > mostLanes) return densityRow(stage, attempts, from, to)
      bars += attempts.length
      return row
    })
  return { from, to, rows, hidden: stages.length - rows.length }
}

/** Bars in as few lanes as keep them apart: each goes into the lane that has been free for longest. */
function barRow(
  run: RunState,
  stage: number,
  attempts: readonly Attempt[],
  critical: ReadonlySet<Attempt>,
  to: number,
): TimelineRow & { kind: 'bars' } {
  const free: number[] = []
  const bars = [...attempts]
    .sort((a, b) => a.startedAt - b.startedAt || a.startOrder - b.startOrder)
    .map((attempt): Bar => {
      const endedAt = attempt.endedAt ?? to
      let lane = free.findIndex((until) => until <= attempt.startedAt)
      if (lane < 0) lane = free.length
      free[lane] = endedAt
      return {
        lane,
        task: attempt.task,
        label: labelOf(run, stage, attempt.task),
        attempt: attempt.attempt,
        startedAt: attempt.startedAt,
        endedAt,
        end: endOf(attempt),
        critical: critical.has(attempt),
      }
    })
  return { kind: 'bars', stage, lanes: free.length, bars }
}

function densityRow(stage: number, attempts: readonly Attempt[], from: number, to: number): TimelineRow {
  const bins = new Bins(from, to, spans)
  const failed = new Array<number>(spans).fill(0)
  for (const attempt of attempts) {
    const endedAt = attempt.endedAt ?? to
    bins.add(attempt.startedAt, endedAt, 1)
    const bin = Math.min(spans - 1, Math.max(0, Math.floor((endedAt - from) / bins.width)))
    if (endOf(attempt) === 'failed' || endOf(attempt) === 'retried') failed[bin] = (failed[bin] ?? 0) + 1
  }
  return { kind: 'density', stage, attempts: attempts.length, running: bins.means(), peak: peakOf(attempts, to), failed }
}

/** Most intervals at one moment; one that ends when another begins does not overlap it. */
function peakOf(attempts: readonly Attempt[], to: number): number {
  const starts = Float64Array.from(attempts, (attempt) => attempt.startedAt).sort()
  const ends = Float64Array.from(attempts, (attempt) => attempt.endedAt ?? to).sort()
  let ended = 0
  let peak = 0
  starts.forEach((start, begun) => {
    while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= start) ended++
    peak = Math.max(peak, begun + 1 - ended)
  })
  return peak
}

function endOf(attempt: Attempt): Bar['end'] {
  if (attempt.endedAt === undefined) return 'running'
  if (attempt.sequel === 'retry') return 'retried'
  return attempt.sequel === 'done' ? 'succeeded' : 'failed'
}

function busyMs(attempts: readonly Attempt[], to: number): number {
  let total = 0
  for (const attempt of attempts) total += (attempt.endedAt ?? to) - attempt.startedAt
  return total
}

function firstStart(attempts: readonly Attempt[]): number {
  let first = Number.POSITIVE_INFINITY
  for (const attempt of attempts) first = Math.min(first, attempt.startedAt)
  return first
}
