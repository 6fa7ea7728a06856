import { incompleteBeta } from './incomplete-beta.ts'
import { incompleteGamma, type Shares } from './incomplete-gamma.ts'

/** The laws of chi-square, Student's t and F, as shares below and above a value. */

export function chiSquareShares(value: number, dof: number): Shares {
  return incompleteGamma(dof / 2, value / 2)
}

export function studentShares(t: number, dof: number): Shares {
  const square = t * t
  if (square === Number.POSITIVE_INFINITY) return t > 0 ? { below: 1, above: 0 } : { below: 0, above: 1 }
  const { below, above } = incompleteBeta(dof / 2, 0.5, dof / (dof + square), square / (dof + square))
  // `below` is the share of both tails together; near zero t the middle keeps its digits.
  const [tail, body] = [below / 2, below / 2 + above]
  return t > 0 ? { below: body, above: tail } : { below: tail, above: body }
}

export function fisherShares(value: number, dof1: number, dof2: number): Shares {
  if (value <= 0) return { below: 0, above: 1 }
  if (value === Number.POSITIVE_INFINITY) return { below: 1, above: 0 }
  const whole = dof1 * value + dof2
  return incompleteBeta(dof1 / 2, dof2 / 2, (dof1 * value) / whole, dof2 / whole)
}
