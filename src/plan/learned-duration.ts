import { normalQuantile } from '#expression/statistics/normal.ts'
import type { Duration, DurationSample, StageDuration } from './duration.ts'
import { fitPowerLaw, type PowerLaw } from './power-law.ts'

/** Fewer say too little; what the file states is better. */
const fewestSamples = 3

/**
 * Durations as earlier runs had them. Where they follow a power law of the tasks' numbers (checked by leaving samples out) that is
 * used, so other sizes are foretold as well; the spread is what is left over. `valuesOf` gives the numbers of a task to be planned.
 */
export function learnDuration(
  samples: readonly DurationSample[],
  valuesOf: (task: number) => { readonly [name: string]: number },
): StageDuration | undefined {
  if (samples.length < fewestSamples) return undefined
  const law = fitPowerLaw(samples)
  const residuals = samples.map(({ ms, values }) => Math.log(ms / law.predict(values)))
  const { within, between } = variances(
    residuals,
    samples.map(({ run }) => run),
  )
  const total = within + between
  const runs = new Set(samples.map(({ run }) => run)).size
  const known = new Map<string, Duration>()
  return {
    source: { kind: 'history', runs, tasks: samples.length, law: law.text },
    common: total > 0 ? between / total : 0,
    of(task) {
      const values = law.names.length === 0 ? {} : valuesOf(task)
      const key = law.names.map((name) => values[name]).join()
      const kept = known.get(key)
      if (kept !== undefined) return kept
      const made = lognormal(law, values, Math.sqrt(total))
      known.set(key, made)
      return made
    },
  }
}

/** exp of a normal variable around the law; its mean lies above its median by exp(σ²/2). */
function lognormal(law: PowerLaw, values: DurationSample['values'], sigma: number): Duration {
  const median = law.predict(values)
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
