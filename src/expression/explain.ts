import type { Expression } from './compiled.ts'
import { EvaluationError } from './evaluation-error.ts'
import { type Frame, newFrame } from './frame.ts'
import { type Comparison, isInspectable } from './inspectable.ts'
import { siOf } from './measure.ts'
import { isArray } from './show.ts'
import type { ComparisonOperator } from './syntax.ts'
import { bareUncertain, isMaybeUncertain, type MaybeUncertain, pullBetween } from './uncertain.ts'
import { isUncertain } from './uncertain-value.ts'
import { isQuantity } from './units.ts'
import type { RecordValue, Value } from './value.ts'

/** One comparison that an expression's truth hangs on, with both sides as they were. */
export interface MeasuredComparison {
  readonly left: Value
  readonly operator: ComparisonOperator
  readonly right: Value
  /** (left − right) in standard errors of that difference; undefined where neither side is uncertain, or it has no error at all. */
  readonly pull: number | undefined
}

/** The numbers behind a verdict. */
export interface Measured {
  /** Reference as written → its value; what is missing, is no value or is too long to show (over 32 elements) is left out. */
  readonly values: ReadonlyMap<string, Value>
  /** The comparisons that must all hold, in the order of the text: one, or those joined by `and`; else none. Those with a long side are left out. */
  readonly comparisons: readonly MeasuredComparison[]
  /** A comparison met NaN, so whatever came out says nothing about the physics: such a gate is never passed. */
  readonly comparedNaN: boolean
  /**
   * Of the comparisons that it met, the smallest distance between both sides in standard errors of that distance;
   * infinite where no side was uncertain. Below 2 or so the uncertainty does not allow a verdict.
   */
  readonly leastPull: number
}

/** What an expression saw in an environment. Never throws: what cannot be evaluated is left out. */
export function measuredOf(expression: Expression, environment: RecordValue): Measured {
  const values = new Map<string, Value>()
  for (const { parts } of expression.references) {
    const value = attempt(() => valueUnder(parts, environment))
    if (value !== undefined && isShowable(value)) values.set(parts.join('.'), value)
  }
  if (!isInspectable(expression)) return { values, comparisons: [], comparedNaN: false, leastPull: Number.POSITIVE_INFINITY }
  const frame = newFrame(environment)
  attempt(() => expression.run(frame))
  const comparisons = expression.comparisons.flatMap((comparison) => measuredComparison(comparison, environment))
  return { values, comparisons, comparedNaN: frame.comparedNaN, leastPull: frame.leastPull }
}

function measuredComparison({ left, operator, right }: Comparison, environment: RecordValue): readonly MeasuredComparison[] {
  // In one frame, so that what both sides have in common stays known.
  const frame = newFrame(environment)
  const [a, b] = [left, right].map((run) => attempt(() => run(frame)))
  if (a === undefined || b === undefined || !isShowable(a) || !isShowable(b)) return []
  return [{ left: a, operator, right: b, pull: pullOf(a, b, frame) }]
}

const nowhere = { start: 0, end: 0 }

function pullOf(a: Value, b: Value, frame: Frame): number | undefined {
  if (!isMaybeUncertain(a) || !isMaybeUncertain(b) || !(isUncertain(a) || isUncertain(b))) return undefined
  const pull = attempt(() => pullBetween(bareBeside(a, b), bareBeside(b, a), frame, nowhere))
  return pull === undefined || !Number.isFinite(pull) ? undefined : pull
}

/** A written 0 is nothing of any dimension: `energy < 0` needs no unit. */
function bareBeside(value: MaybeUncertain, other: MaybeUncertain): MaybeUncertain {
  return value === 0 || other !== 0 ? value : isUncertain(value) ? bareUncertain(value) : siOf(value)
}

const mostShown = 32

function isShowable(value: Value): boolean {
  if (value === null || typeof value !== 'object' || isQuantity(value) || isUncertain(value)) return true
  return isArray(value) ? value.length <= mostShown && value.every(isShowable) : value.text !== undefined
}

/** Follows a name down; through an array, every element. */
function valueUnder(parts: readonly string[], environment: RecordValue): Value | undefined {
  let value: Value | undefined = environment
  for (const part of parts) value = value === undefined ? undefined : below(value, part)
  return value
}

function below(value: Value, name: string): Value | undefined {
  if (value === null || typeof value !== 'object' || isQuantity(value) || isUncertain(value)) return undefined
  if (!isArray(value)) return value.get(name)
  if (value.length > mostShown) return undefined
  const elements = value.flatMap((element) => below(element, name) ?? [])
  return elements.length === value.length ? elements : undefined
}

function attempt<Result>(compute: () => Result): Result | undefined {
  try {
    return compute()
  } catch (error) {
    if (error instanceof EvaluationError) return undefined
    throw error
  }
}
