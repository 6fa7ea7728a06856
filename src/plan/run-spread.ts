import type { DurationSample } from './duration.ts'

/** How far the logarithms of durations lie apart, within runs and between them, and what that says of the next run. */
export interface RunSpread {
  readonly runs: number
  /** Standard deviation of a task, as estimated. */
  readonly sigma: number
  /** Standard error of foretelling a task of the next run: with it mean and spread are as uncertain as they are (t with `freedom`). */
  readonly ahead: number
  /** Degrees of freedom of `ahead`. */
  readonly freedom: number
  /** Share of the variance of `ahead` that all tasks of the stage have in common in a run. */
  readonly common: number
}

/**
 * Before anything is known runs are taken to differ by 10 %, which counts as much as one difference between runs that was measured:
 * a single run cannot tell how much runs differ, and two that were alike by luck should not be believed.
 */
const usualBetween = 0.1 ** 2
const usualCounts = 1

/**
 * One-way analysis of variance, unbalanced, by the method of moments (Searle 1971). The mean of k runs is known as well as σ²/k, so the
 * next run lies around it with σ²(1 + 1/k), and since σ² was estimated too that is Student's t (a prediction interval: Hahn and Meeker
 * 1991); the degrees of freedom of the sum by Satterthwaite (1946). `fitted`: what else was estimated from the same samples.
 */
export function runSpread(residuals: readonly number[], runs: readonly number[], fitted: number): RunSpread {
  const groups = grouped(residuals, runs)
  const n = residuals.length
  const k = groups.length
  const all = sumOf(residuals) / n
  let inside = 0
  let outside = 0
  let squares = 0
  for (const group of groups) {
    const mean = sumOf(group) / group.length
    for (const residual of group) inside += (residual - mean) ** 2
    outside += group.length * (mean - all) ** 2
    squares += group.length ** 2
  }
  const freeWithin = Math.max(n > k ? 1 : 0, n - k - fitted)
  const within = freeWithin > 0 ? inside / freeWithin : 0
  const size = k > 1 ? (n - squares / n) / (k - 1) : 1
  const measured = k > 1 ? Math.max(0, (outside / (k - 1) - within) / size) : 0
  const freeBetween = k - 1 + usualCounts
  const between = (measured * (k - 1) + usualBetween * usualCounts) / freeBetween
  const shared = between * (1 + 1 / k) + within / n
  const own = within * (1 + (fitted > 0 ? 1 / k : 0))
  const whole = shared + own
  const freedom = whole ** 2 / (shared ** 2 / freeBetween + (freeWithin > 0 ? own ** 2 / freeWithin : 0))
  return { runs: k, sigma: Math.sqrt(within + between), ahead: Math.sqrt(whole), freedom, common: shared / whole }
}

function grouped(values: readonly number[], runs: readonly number[]): readonly (readonly number[])[] {
  const groups = new Map<number, number[]>()
  values.forEach((value, at) => {
    const run = runs[at] ?? 0
    const known = groups.get(run)
    if (known === undefined) groups.set(run, [value])
    else known.push(value)
  })
  return [...groups.values()]
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** A shared machine makes all stages slow at once: taken as known before there are runs to tell, and how many runs that counts for. */
const usualTogether = 0.8
const usualTogetherCounts = 4

/**
 * How much of what runs differ by all stages have in common: the mean correlation of the stages' run means, drawn towards four fifths while
 * there are few runs.
 */
export function togetherOf(stages: readonly (readonly DurationSample[])[]): number {
  const lines = stages.map(deviationsOf).filter((line) => line.size > 1)
  let products = 0
  let squares = 0
  let most = 0
  lines.forEach((one, at) => {
    for (const other of lines.slice(at + 1)) {
      const shared = [...one.keys()].filter((run) => other.has(run))
      if (shared.length < 2) continue
      most = Math.max(most, shared.length)
      const product = sumOf(shared.map((run) => (one.get(run) ?? 0) * (other.get(run) ?? 0)))
      const norm = Math.sqrt(sumOf(shared.map((run) => (one.get(run) ?? 0) ** 2)) * sumOf(shared.map((run) => (other.get(run) ?? 0) ** 2)))
      products += product
      squares += norm
    }
  })
  const found = squares > 0 ? Math.min(1, Math.max(0, products / squares)) : usualTogether
  return (found * most + usualTogether * usualTogetherCounts) / (most + usualTogetherCounts)
}

/** By run, how far the mean of its tasks lies from that of the same tasks in all runs, as a logarithm. */
function deviationsOf(samples: readonly DurationSample[]): ReadonlyMap<number, number> {
  const labels = new Map<string, { sum: number; count: number }>()
  for (const { label, ms } of samples) {
    const known = labels.get(label) ?? { sum: 0, count: 0 }
    labels.set(label, { sum: known.sum + Math.log(ms), count: known.count + 1 })
  }
  const runs = new Map<number, { sum: number; count: number }>()
  for (const { label, ms, run } of samples) {
    const { sum = 0, count = 1 } = labels.get(label) ?? {}
    if (count < 2) continue
    const known = runs.get(run) ?? { sum: 0, count: 0 }
    runs.set(run, { sum: known.sum + Math.log(ms) - sum / count, count: known.count + 1 })
  }
  return new Map([...runs].map(([run, { sum, count }]) => [run, sum / count]))
}
