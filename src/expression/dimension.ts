/** Exponents of the base dimensions, in the order of `baseDimensions`. Equal dimensions have equal `join(',')`. */
export type Dimension = readonly number[]

/** Information is counted in bytes, as a base dimension of its own, so that `2 GB` and `2 s` cannot be mixed. */
export const baseDimensions = ['mass', 'length', 'time', 'current', 'temperature', 'amount', 'luminosity', 'information'] as const

export const dimensionless: Dimension = [0, 0, 0, 0, 0, 0, 0, 0]

export function sameDimension(a: Dimension, b: Dimension): boolean {
  if (a === b) return true
  for (let base = 0; base < a.length; base++) if (a[base] !== b[base]) return false
  return true
}

export function isDimensionless(dimension: Dimension): boolean {
  return sameDimension(dimension, dimensionless)
}

export function multiplyDimensions(a: Dimension, b: Dimension): Dimension {
  return a.map((exponent, base) => settled(exponent + (b[base] ?? 0)))
}

export function divideDimensions(a: Dimension, b: Dimension): Dimension {
  return a.map((exponent, base) => settled(exponent - (b[base] ?? 0)))
}

export function raiseDimension(dimension: Dimension, power: number): Dimension {
  return dimension.map((exponent) => settled(exponent * power))
}

/** Roots make exponents such as 1/3, which do not add up again in binary; sixtieths do, and hold all roots up to the sixth. */
function settled(exponent: number): number {
  const sixtieths = Math.round(exponent * 60)
  return Math.abs(exponent * 60 - sixtieths) < 1e-6 ? sixtieths / 60 + 0 : exponent
}

const baseSymbols = ['kg', 'm', 's', 'A', 'K', 'mol', 'cd', 'B'] as const

/** Coherent SI units that have a name of their own and stand for one thing only (1/s might be Hz or Bq, so it has none). */
const named = new Map<string, string>([
  ['1,1,-2,0,0,0,0,0', 'N'],
  ['1,2,-2,0,0,0,0,0', 'J'],
  ['1,2,-3,0,0,0,0,0', 'W'],
  ['1,-1,-2,0,0,0,0,0', 'Pa'],
  ['0,0,1,1,0,0,0,0', 'C'],
  ['1,2,-3,-1,0,0,0,0', 'V'],
  ['1,2,-3,-2,0,0,0,0', 'ohm'],
  ['-1,-2,4,2,0,0,0,0', 'F'],
  ['1,2,-2,-1,0,0,0,0', 'Wb'],
  ['1,0,-2,-1,0,0,0,0', 'T'],
  ['1,2,-2,-2,0,0,0,0', 'H'],
])

/** The SI unit of a dimension, as a unit that can be read again: `kg*m/s^2` is said `N`; without dimension it is empty. */
export function unitOfDimension(dimension: Dimension): string {
  const name = named.get(dimension.join(','))
  if (name !== undefined) return name
  const factor = (exponent: number, base: number) =>
    exponent === 1 ? baseSymbols[base] : `${baseSymbols[base]}^${shownExponent(exponent)}`
  const above = dimension.flatMap((exponent, base) => (exponent > 0 ? [factor(exponent, base)] : []))
  const below = dimension.flatMap((exponent, base) => (exponent < 0 ? [factor(above.length > 0 ? -exponent : exponent, base)] : []))
  return above.length > 0 ? [above.join('*'), ...below].join('/') : below.join('*')
}

function shownExponent(exponent: number): string {
  if (Number.isInteger(exponent)) return String(exponent)
  for (const denominator of [2, 3, 4, 5, 6]) {
    const numerator = exponent * denominator
    if (Math.abs(numerator - Math.round(numerator)) < 1e-6) return `(${Math.round(numerator)}/${denominator})`
  }
  return String(exponent)
}
