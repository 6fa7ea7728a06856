/** Exponents of the base dimensions, in the order of `baseDimensions`. Equal dimensions have equal `join(',')`. */
export type Dimension = readonly number[]

/** Information is counted in bytes, as a base dimension of its own, so that `2 GB` and `2 s` cannot be mixed. */
export const baseDimensions = ['mass', 'length', 'time', 'current', 'temperature', 'amount', 'luminosity', 'information'] as const

export const dimensionless: Dimension = [0, 0, 0, 0, 0, 0, 0, 0]
