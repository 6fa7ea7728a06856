import type { Duration, DurationSample, StageDuration } from './duration.ts'
import { fitPowerLaw } from './power-law.ts'
import { firstAttempts, meanRepeats, repeatsOf } from './repeats.ts'
import { type RunSpread, runSpread } from './run-spread.ts'
import { studentQuantile } from './student-quantile.ts'

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
export function learnDuration(measured: readonly DurationSample[], planned: (task: number) => Planned): StageDuration | undefined {
  if (measured.length < fewestSamples) return undefined
  const repeats = repeatsOf(measured)
  const samples = repeats === undefined ? measured : firstAttempts(measured)
  const longer = repeats === undefined ? 1 : meanRepeats(repeats)
  const law = fitPowerLaw(samples)
  const residuals = samples.map(({ ms, values }) => Math.log(ms / law.predict(values)))
  const { effects, weight } = effectsOf(samples, residuals)
  const left = residuals.map((residual, at) => residual - (effects.get(samples[at]?.label ?? '') ?? 0))
  // What was fitted to the samples is not to be taken for knowledge.
  const fitted = law.names.length + Math.max(0, weight - 1)
  const spread = runSpread(
    left,
    samples.map(({ run }) => run),
    fitted,
  )
  const known = new Map<string, Duration>()
  return {
    source: { kind: 'history', runs: spread.runs, tasks: samples.length, law: law.text },
    common: spread.common,
    together: 0,
    ...(repeats === undefined ? {} : { repeats }),
    of(task) {
      const { values, label } = planned(task)
      const effect = effects.get(label) ?? 0
      const key = `${effect} ${law.names.map((name) => values[name]).join()}`
      const kept = known.get(key)
      if (kept !== undefined) return kept
      const made = logStudent(law.predict(values) * Math.exp(effect), longer, spread)
      known.set(key, made)
      return made
    },
  }
}

/** Where each task has one sample only, nothing tells its own luck from what it is: this share is taken to be luck. */
const unseenLuck = 0.2

interface Effects {
  /** By label. */
  readonly effects: ReadonlyMap<string, number>
  /** How many samples' worth of freedom they took: each label as far as it is believed. */
  readonly weight: number
}

/**
 * How far the tasks of each label lie from the law: the mean of their residuals, drawn towards nought by as much as chance alone would
 * explain (a random effect by its best linear prediction: Robinson 1991).
 */
function effectsOf(samples: readonly DurationSample[], residuals: readonly number[]): Effects {
  const groups = new Map<string, number[]>()
  samples.forEach(({ label }, at) => {
    const group = groups.get(label) ?? []
    group.push(residuals[at] ?? 0)
    groups.set(label, group)
  })
  if (groups.size < 2) return { effects: new Map(), weight: 0 }
  const total = residuals.reduce((sum, residual) => sum + residual * residual, 0) / residuals.length
  const spare = samples.length - groups.size
  let inside = 0
  for (const group of groups.values()) {
    const mean = meanOf(group)
    for (const residual of group) inside += (residual - mean) ** 2
  }
  const luck = spare > 0 ? inside / spare : unseenLuck * total
  const own = Math.max(0, total - luck)
  const effects = new Map<string, number>()
  let weight = 0
  for (const [label, group] of groups) {
    const believed = own === 0 ? 0 : own / (own + luck / group.length)
    effects.set(label, meanOf(group) * believed)
    weight += believed
  }
  return { effects, weight }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Further out than so many standard errors nothing is believed: a handful of runs would make a day of an hour. */
const furthest = 5

/**
 * exp of a Student t variable around a median: what a spread that was estimated from few runs says of the next one. The mean is that of
 * the lognormal distribution, since that of this one is infinite, and as much `longer` as gates have tasks repeated.
 */
function logStudent(median: number, longer: number, { sigma, ahead, freedom }: RunSpread): Duration {
  return {
    expectedMs: median * Math.exp((sigma * sigma) / 2) * longer,
    quantile(p) {
      if (ahead === 0) return median
      const t = studentQuantile(Math.min(1 - 1e-9, Math.max(1e-9, p)), freedom)
      return median * Math.exp(ahead * Math.min(furthest, Math.max(-furthest, t)))
    },
  }
}
