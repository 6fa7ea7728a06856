import { normalQuantile } from '#expression/statistics/normal.ts'
import type { Duration, DurationSample, StageDuration } from './duration.ts'
import { fitPowerLaw } from './power-law.ts'

/** Fewer say too little; what the file states is better. */
const fewestSamples = 3

/** A task to be planned. */
export interface Planned {
  readonly values: DurationSample['values']
  readonly label: string
}

/**
 * Durations as earlier runs had them. Where they follow a power law of the tasks' numbers (checked by leaving samples out) that is
 * used, so other sizes are foretold as well; a task that ran before is known to lie above or below the law; the spread is what is left.
 */
export function learnDuration(samples: readonly DurationSample[], planned: (task: number) => Planned): StageDuration | undefined {
  if (samples.length < fewestSamples) return undefined
  const law = fitPowerLaw(samples)
  const residuals = samples.map(({ ms, values }) => Math.log(ms / law.predict(values)))
  const effects = effectsOf(samples, residuals)
  const left = residuals.map((residual, at) => residual - (effects.get(samples[at]?.label ?? '') ?? 0))
  const { within, between } = variances(
    left,
    samples.map(({ run }) => run),
  )
  const total = within + between
  const runs = new Set(samples.map(({ run }) => run)).size
  const known = new Map<string, Duration>()
  return {
    source: { kind: 'history', runs, tasks: samples.length, law: law.text },
    common: total > 0 ? between / total : 0,
    of(task) {
      const { values, label } = planned(task)
      const effect = effects.get(label) ?? 0
      const key = `${effect} ${law.names.map((name) => values[name]).join()}`
      const kept = known.get(key)
      if (kept !== undefined) return kept
      const made = lognormal(law.predict(values) * Math.exp(effect), Math.sqrt(total))
      known.set(key, made)
      return made
    },
  }
}

/** Where each task has one sample only, nothing tells its own luck from what it is: this share is taken to be luck. */
const unseenLuck = 0.2

/**
 * How far the tasks of each label lie from the law: the mean of their residuals, drawn towards nought by as much as chance alone would
 * explain (a random effect by its best linear prediction: Robinson 1991).
 */
function effectsOf(samples: readonly DurationSample[], residuals: readonly number[]): ReadonlyMap<string, number> {
  const groups = new Map<string, number[]>()
  samples.forEach(({ label }, at) => {
    const group = groups.get(label) ?? []
    group.push(residuals[at] ?? 0)
    groups.set(label, group)
  })
  if (groups.size < 2) return new Map()
  const total = residuals.reduce((sum, residual) => sum + residual * residual, 0) / residuals.length
  const spare = samples.length - groups.size
  let inside = 0
  for (const group of groups.values()) {
    const mean = meanOf(group)
    for (const residual of group) inside += (residual - mean) ** 2
  }
  const luck = spare > 0 ? inside / spare : unseenLuck * total
  const own = Math.max(0, total - luck)
  return new Map([...groups].map(([label, group]) => [label, own === 0 ? 0 : (meanOf(group) * own) / (own + luck / group.length)]))
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** exp of a normal variable around a median; its mean lies above its median by exp(σ²/2). */
function lognormal(median: number, sigma: number): Duration {
  return {
    expectedMs: median * Math.exp((sigma * sigma) / 2),
    quantile: (p) => (sigma === 0 ? median : median * Math.exp(sigma * normalQuantile(Math.min(1 - 1e-9, Math.max(1e-9, p))))),
  }
}

/** Leaves that much unexplained where a single run cannot tell how much runs differ among themselves. */
const unseenBetween = 0.05 ** 2

/** Variance within runs and between them (one-way analysis of variance, unbalanced: Searle 1971, method of moments). */
function variances(residuals: readonly number[], runs: readonly number[]): { readonly within: number; readonly between: number } {
  const groups = new Map<number, number[]>()
  residuals.forEach((residual, at) => {
    const run = runs[at] ?? 0
    groups.set(run, [...(groups.get(run) ?? []), residual])
  })
  const all = residuals.reduce((sum, residual) => sum + residual, 0) / residuals.length
  let inside = 0
  let outside = 0
  let squares = 0
  for (const group of groups.values()) {
    const mean = group.reduce((sum, residual) => sum + residual, 0) / group.length
    for (const residual of group) inside += (residual - mean) ** 2
    outside += group.length * (mean - all) ** 2
    squares += group.length ** 2
  }
  const n = residuals.length
  const k = groups.size
  const within = n > k ? inside / (n - k) : 0
  if (k < 2) return { within, between: Math.max(unseenBetween, within / n) }
  const size = (n - squares / n) / (k - 1)
  return { within, between: Math.max(0, (outside / (k - 1) - within) / size) + within / n }
}
