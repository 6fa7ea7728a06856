import { mean } from '../statistics.ts'
import { type Double2, double2, exactProduct, multiply2, negate2, subtract2, zero2 } from './double-double.ts'
import type { Basis } from './fit.ts'

/** Where values are taken from, and how large they are: a power of two, by which dividing is exact. */
interface Frame {
  readonly centre: number
  readonly scale: number
}

function frameOf(values: readonly number[]): Frame {
  const centre = mean(values)
  const largest = values.reduce((far, value) => Math.max(far, Math.abs(value - centre)), 0)
  return { centre, scale: largest > 0 ? 2 ** Math.ceil(Math.log2(largest)) : 1 }
}

function within({ centre, scale }: Frame, value: number): Double2 {
  const { high, low } = subtract2(double2(value), double2(centre))
  return { high: high / scale, low: low / scale }
}

/** 1, x, x², … up to a degree: powers of the scaled x, and the binomial expansion back. */
export function powersOf(x: readonly number[], degree: number): Basis {
  const frame = frameOf(x)
  const rowAt = (point: number) => {
    const u = within(frame, x[point] ?? Number.NaN)
    const row: Double2[] = [double2(1)]
    for (let power = 1; power <= degree; power++) row.push(multiply2(row[power - 1] ?? zero2, u))
    return row
  }
  return { size: degree + 1, rowAt, back: expansion(frame, degree) }
}

/** The coefficient of xᵏ in ((x − c)/s)ʲ, at [k][j], by Pascal's rule. */
function expansion({ centre, scale }: Frame, degree: number): readonly (readonly Double2[])[] {
  const columns: (readonly Double2[])[] = [[double2(1)]]
  const minusCentre = double2(-centre / scale)
  for (let j = 1; j <= degree; j++) {
    const before = columns[j - 1] ?? []
    columns.push(
      Array.from({ length: j + 1 }, (_, k) => {
        const raised = before[k - 1] ?? zero2
        const kept = multiply2(before[k] ?? zero2, minusCentre)
        return subtract2({ high: raised.high / scale, low: raised.low / scale }, negate2(kept))
      }),
    )
  }
  return Array.from({ length: degree + 1 }, (_, k) => columns.map((column) => column[k] ?? zero2))
}

/** 1 and the columns that are given. */
export function columnsOf(columns: readonly (readonly number[])[]): Basis {
  const frames = columns.map(frameOf)
  const size = columns.length + 1
  const rowAt = (point: number) => [double2(1), ...frames.map((frame, k) => within(frame, columns[k]?.[point] ?? Number.NaN))]
  const back = Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_each, column) => {
      const frame = frames[column - 1]
      if (frame === undefined) return double2(row === 0 ? 1 : 0)
      if (row === 0) return exactProduct(-frame.centre, 1 / frame.scale)
      return double2(row === column ? 1 / frame.scale : 0)
    }),
  )
  return { size, rowAt, back }
}
