import type { DurationSample } from './duration.ts'

/** `ms = offset + scale · Π value^exponent`, with no names the geometric mean of what was measured. */
export interface PowerLaw {
  readonly names: readonly string[]
  /** For people, in seconds: `0.05 + 1.2e-6·L^2.01·sweeps^1.00`; undefined without names. */
  readonly text: string | undefined
  predict(values: { readonly [name: string]: number }): number
}

/** A name must lessen the error of what is left out by this much to be used. */
const worthwhile = 0.8
const mostNames = 4
/** Parts of the shortest duration that may be the same for all: starting a program takes its time whatever it computes. */
const offsets = [0, 0.25, 0.5, 0.75, 0.9]

/**
 * The power law that foretells samples best that it was not fitted to: names are taken in one by one while that lessens the
 * leave-one-out error of log(ms) by a fifth.
 */
export function fitPowerLaw(samples: readonly DurationSample[]): PowerLaw {
  const shortest = samples.reduce((least, { ms }) => Math.min(least, ms), Number.POSITIVE_INFINITY)
  let best = fitted(samples, [], 0)
  for (const name of candidates(samples)) best = better(best, fitted(samples, [name], 0))
  if (best.names.length === 0) return best
  for (let grown = true; grown && best.names.length < mostNames; ) {
    const before = best
    for (const name of candidates(samples)) {
      if (!before.names.includes(name)) best = better(best, fitted(samples, [...before.names, name], 0))
    }
    grown = best !== before
  }
  for (const part of offsets) {
    const other = fitted(samples, best.names, part * shortest)
    if (other.error < best.error * worthwhile) best = other
  }
  return best
}

interface Fitted extends PowerLaw {
  /** Mean square of log(ms) − log(foretold), each sample foretold from the others. */
  readonly error: number
}

function better(best: Fitted, other: Fitted): Fitted {
  return other.error < best.error * (other.names.length > best.names.length ? worthwhile : 1) ? other : best
}

/** Numbers above 0 that not all samples share. */
function candidates(samples: readonly DurationSample[]): readonly string[] {
  const names = Object.keys(samples[0]?.values ?? {})
  return names.filter((name) => {
    const values = samples.map(({ values }) => values[name])
    return values.every((value) => value !== undefined && value > 0) && new Set(values).size > 1
  })
}

/** Least squares of log(ms − offset) on the logarithms, with the leave-one-out residuals r/(1−h) of the hat matrix. */
function fitted(samples: readonly DurationSample[], names: readonly string[], offset: number): Fitted {
  const rows = samples.map(({ values }) => [1, ...names.map((name) => Math.log(values[name] ?? 1))])
  const logs = samples.map(({ ms }) => Math.log(Math.max(ms - offset, 1e-3)))
  const inverse = inverted(gram(rows))
  if (inverse === undefined || rows.length <= names.length + 2) return { ...plain(samples), error: names.length === 0 ? 1e9 : 1e12 }
  const weights = times(inverse, (column) => rows.reduce((sum, row, at) => sum + (row[column] ?? 0) * (logs[at] ?? 0), 0))
  const predict = (values: { readonly [name: string]: number }) => {
    const log = names.reduce((sum, name, at) => sum + (weights[at + 1] ?? 0) * Math.log(values[name] ?? 1), weights[0] ?? 0)
    return offset + Math.exp(log)
  }
  const error = samples.reduce((sum, { ms, values }, at) => {
    const row = rows[at] ?? []
    const leverage = row.reduce((h, x, i) => h + x * row.reduce((part, y, j) => part + (inverse[i]?.[j] ?? 0) * y, 0), 0)
    return sum + (Math.log(ms / predict(values)) / Math.max(1e-6, 1 - leverage)) ** 2
  }, 0)
  return { names, text: names.length === 0 ? undefined : written(names, weights, offset), predict, error: error / samples.length }
}

function plain(samples: readonly DurationSample[]): PowerLaw {
  const mean = Math.exp(samples.reduce((sum, { ms }) => sum + Math.log(Math.max(ms, 1e-3)), 0) / samples.length)
  return { names: [], text: undefined, predict: () => mean }
}

function written(names: readonly string[], weights: readonly number[], offset: number): string {
  const factors = names.map((name, at) => `${name}^${(weights[at + 1] ?? 0).toFixed(2)}`)
  const scale = (Math.exp(weights[0] ?? 0) / 1000).toPrecision(2)
  return `${offset > 0 ? `${(offset / 1000).toPrecision(2)} + ` : ''}${scale}·${factors.join('·')}`
}

function gram(rows: readonly (readonly number[])[]): number[][] {
  const size = rows[0]?.length ?? 0
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => rows.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0)),
  )
}

function times(matrix: readonly (readonly number[])[], vector: (column: number) => number): number[] {
  const values = matrix.map((_, column) => vector(column))
  return matrix.map((row) => row.reduce((sum, x, column) => sum + x * (values[column] ?? 0), 0))
}

/** Gauss-Jordan with pivots; undefined: singular, two names go together. */
function inverted(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const size = matrix.length
  const work = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  for (let column = 0; column < size; column++) {
    const pivots = work.slice(column).map((row) => Math.abs(row[column] ?? 0))
    const at = column + pivots.indexOf(Math.max(...pivots))
    const pivot = work[at]
    const value = pivot?.[column] ?? 0
    if (pivot === undefined || Math.abs(value) < 1e-9 * Math.abs(matrix[column]?.[column] ?? 1)) return undefined
    ;[work[at], work[column]] = [work[column] ?? [], pivot]
    const unit = pivot.map((x) => x / value)
    work.forEach((row, i) => {
      const factor = row[column] ?? 0
      work[i] = i === column ? unit : row.map((x, j) => x - factor * (unit[j] ?? 0))
    })
  }
  return work.map((row) => row.slice(size))
}
