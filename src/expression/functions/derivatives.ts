import type { FunctionEntry, Values } from '../function-entry.ts'
import { unitOf } from '../units.ts'

type Slopes = NonNullable<FunctionEntry['slopes']>

/** Of a function of one number, by its argument x and its value y. */
function byOne(slope: (x: number, y: number) => number): Slopes {
  return ({ x: [x = Number.NaN], result }) => [slope(x, result)]
}

function byTwo(slopes: (a: number, b: number, result: number) => readonly [number, number]): Slopes {
  return ({ x: [a = Number.NaN, b = Number.NaN], result }) => slopes(a, b, result)
}

function factorOf({ values }: Values): number {
  const unit = values[1]
  return typeof unit === 'string' ? unitOf(unit).factor : Number.NaN
}

/** Derivatives of the smooth functions, for the errors that follow through them. */
const derivatives = new Map<string, Slopes>([
  ['abs', byOne((x) => (x < 0 ? -1 : 1))],
  ['sqrt', byOne((_, y) => 1 / (2 * y))],
  ['cbrt', byOne((_, y) => 1 / (3 * y * y))],
  ['hypot', byTwo((a, b, result) => [a / result, b / result])],
  ['exp', byOne((_, y) => y)],
  ['expm1', byOne((_, y) => y + 1)],
  ['ln', byOne((x) => 1 / x)],
  ['log', ({ x: [x = Number.NaN, base], result }) => logSlopes(x, base, result)],
  ['log10', byOne((x) => 1 / (x * Math.LN10))],
  ['log2', byOne((x) => 1 / (x * Math.LN2))],
  ['log1p', byOne((x) => 1 / (1 + x))],
  ['erf', byOne((x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x))],
  ['erfc', byOne((x) => (-2 / Math.sqrt(Math.PI)) * Math.exp(-x * x))],
  ['sin', byOne((x) => Math.cos(x))],
  ['cos', byOne((x) => -Math.sin(x))],
  ['tan', byOne((_, y) => 1 + y * y)],
  ['asin', byOne((x) => 1 / Math.sqrt(1 - x * x))],
  ['acos', byOne((x) => -1 / Math.sqrt(1 - x * x))],
  ['atan', byOne((x) => 1 / (1 + x * x))],
  ['atan2', byTwo((y, x) => [x / (x * x + y * y), -y / (x * x + y * y)])],
  ['sinh', byOne((x) => Math.cosh(x))],
  ['cosh', byOne((x) => Math.sinh(x))],
  ['tanh', byOne((_, y) => 1 - y * y)],
  ['asinh', byOne((x) => 1 / Math.sqrt(x * x + 1))],
  ['acosh', byOne((x) => 1 / Math.sqrt(x * x - 1))],
  ['atanh', byOne((x) => 1 / (1 - x * x))],
  ['to', () => [1]],
  ['si', () => [1]],
  ['value_in', (call) => [1 / factorOf(call)]],
  ['sum', ({ arrays: [array = []] }) => [array.map(() => 1)]],
  ['mean', ({ arrays: [array = []] }) => [array.map(() => 1 / array.length)]],
])

function logSlopes(x: number, base: number | undefined, result: number): readonly number[] {
  if (base === undefined) return [1 / x]
  return [1 / (x * Math.log(base)), -result / (base * Math.log(base))]
}

/** The same functions; those that are smooth also take uncertain values. */
export function differentiable(functions: readonly FunctionEntry[]): readonly FunctionEntry[] {
  return functions.map((entry) => {
    const slopes = derivatives.get(entry.name)
    return slopes === undefined ? entry : { ...entry, slopes }
  })
}
