import type { Expression } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { isQuantity } from '#expression/units.ts'
import type { RecordValue } from '#expression/value.ts'
import type { Estimate, Option } from '#model/resources.ts'
import type { Stage } from '#model/workflow.ts'
import type { RunState } from '#run/state.ts'
import { taskNames } from '#run/task-names.ts'
import type { Duration, StageDuration } from './duration.ts'

const assumedMs = 1000

/**
 * Durations from what the file says: `time:`, else the limit `needs.time`, else a second. A range or three points are a triangular
 * distribution: its quantiles are exact, and it is wider than the customary PERT curve, as people's estimates should be taken.
 */
export function statedDuration(stage: Stage, run: RunState): StageDuration {
  const options: readonly Option[] = [{ needs: stage.needs, time: stage.time }, ...stage.alternatives]
  const known = new Map<number, Duration>()
  const varies = options.some((option) => !isSameForAll(option, stage, run))
  return {
    source: sourceOf(options[0]),
    common: statedTogether,
    together: 0,
    of(task, option) {
      const key = (varies ? task * options.length : 0) + option
      const kept = known.get(key)
      if (kept !== undefined) return kept
      const made = durationOf(options[option] ?? options[0], taskNames(run, stage.index, task))
      known.set(key, made)
      return made
    },
  }
}

/** Half of what an estimate is wrong by is taken to be the same for all tasks of the stage, so that it does not average out. */
const statedTogether = 0.5

function sourceOf(option: Option | undefined): StageDuration['source'] {
  if (option?.time !== undefined) return { kind: 'stated', form: option.time.form }
  return option?.needs.some(({ pool }) => pool === 'time') ? { kind: 'limit' } : { kind: 'assumed' }
}

/** Only parameters are used, so one evaluation does for every task. */
function isSameForAll({ needs, time }: Option, { fanout }: Stage, { workflow }: RunState): boolean {
  const limit = needs.find(({ pool }) => pool === 'time')?.amount
  const used = time === undefined ? (limit === undefined ? [] : [limit]) : [time.optimistic, time.likely, time.pessimistic]
  const axes = fanout.kind === 'foreach' ? fanout.axes.map(({ name }) => name) : []
  const plain = new Set(workflow.parameters.map(({ name }) => name).filter((name) => !axes.includes(name)))
  return used.every(({ references }) => references.every(({ parts: [name = ''] }) => plain.has(name)))
}

function durationOf(option: Option | undefined, names: RecordValue | undefined): Duration {
  if (option === undefined || names === undefined) return constant(assumedMs)
  const { time, needs } = option
  if (time !== undefined) return ofEstimate(time, names)
  const limit = needs.find(({ pool }) => pool === 'time')
  return constant(limit === undefined ? assumedMs : (milliseconds(limit.amount, names) ?? assumedMs))
}

function ofEstimate({ optimistic, likely, pessimistic }: Estimate, names: RecordValue): Duration {
  const low = milliseconds(optimistic, names)
  const mode = milliseconds(likely, names)
  const high = milliseconds(pessimistic, names)
  if (low === undefined || mode === undefined || high === undefined) return constant(assumedMs)
  return low < high ? triangular(low, Math.min(high, Math.max(low, mode)), high) : constant(mode)
}

/** Undefined: it hangs on results that only the run has. */
function milliseconds(expression: Expression, names: RecordValue): number | undefined {
  try {
    const value = expression.evaluate(names)
    const seconds = isQuantity(value) ? value.si : value
    return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
  } catch (error) {
    if (error instanceof EvaluationError) return undefined
    throw error
  }
}

export function constant(ms: number): Duration {
  return { expectedMs: ms, quantile: () => ms }
}

/** Between `low` and `high`, most likely `mode`. */
export function triangular(low: number, mode: number, high: number): Duration {
  const span = high - low
  const turn = (mode - low) / span
  return {
    expectedMs: (low + mode + high) / 3,
    quantile: (p) => (p < turn ? low + Math.sqrt(p * span * (mode - low)) : high - Math.sqrt((1 - p) * span * (high - mode))),
  }
}

/** The same durations, all this many times as long. */
export function stretched(duration: StageDuration, factor: number): StageDuration {
  return {
    ...duration,
    of(task, option) {
      const { expectedMs, quantile } = duration.of(task, option)
      return { expectedMs: expectedMs * factor, quantile: (p) => quantile(p) * factor }
    },
  }
}
