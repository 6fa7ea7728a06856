import type { MeasuredComparison } from '#expression/explain.ts'
import { isMeasure, type Measure, siOf, unitOfDifference, unitTextOf } from '#expression/measure.ts'
import { valueToJson } from '#expression/show.ts'
import { central, isMaybeUncertain } from '#expression/uncertain.ts'
import { unitOf } from '#expression/units.ts'
import type { Value } from '#expression/value.ts'
import type { Compared } from './compared.ts'

/** A comparison as a verdict carries it: both sides, and the margin in the unit of what was measured and in standard errors. */
export function compared({ left, operator, right, pull }: MeasuredComparison): Compared {
  const sides = { left: valueToJson(left), operator, right: valueToJson(right) }
  const sign = signs[operator]
  const distance = sign === 0 ? undefined : distanceOf(left, right)
  if (distance === undefined) return sides
  const margin = valueToJson(typeof distance === 'number' ? sign * distance + 0 : { ...distance, si: sign * distance.si + 0 })
  return pull === undefined ? { ...sides, margin } : { ...sides, margin, sigmas: sign * pull + 0 }
}

/** On which side of the threshold the check holds: a larger left side is better (1), worse (−1) or neither. */
const signs: { readonly [operator in Compared['operator']]: -1 | 0 | 1 } = { '<': -1, '<=': -1, '>': 1, '>=': 1, '==': 0, '!=': 0 }

/** Whether an inequality holds of the two values without their errors; of anything else it is not asked. */
export function holds({ left, operator, right }: MeasuredComparison): boolean {
  const distance = distanceOf(left, right)
  if (distance === undefined) return true
  const ahead = signs[operator] * siOf(distance)
  return ahead > 0 || (ahead === 0 && operator.endsWith('='))
}

/** left − right in the unit of the left side, or of the right where that is a written 0; undefined: no two finite numbers. */
function distanceOf(left: Value, right: Value): Measure | undefined {
  if (!isMaybeUncertain(left) || !isMaybeUncertain(right)) return undefined
  const [a, b] = [central(left), central(right)]
  const si = siOf(a) - siOf(b)
  if (!isMeasure(a) || !Number.isFinite(si)) return undefined
  const unit = unitOfDifference(unitTextOf(a) === '' ? unitTextOf(b) : unitTextOf(a))
  return unit === '' ? si : { kind: 'quantity', si, dimension: unitOf(unit).dimension, unit }
}
