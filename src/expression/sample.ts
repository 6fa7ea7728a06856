import { domainError, measureAt, type Numbers, numbersAt, valueAt } from './call-values.ts'
import { isDimensionless, sameDimension, unitOfDimension } from './dimension.ts'
import { EvaluationError } from './evaluation-error.ts'
import { spend } from './frame.ts'
import type { Call } from './function-entry.ts'
import { dimensionOf, siOf, unitTextOf } from './measure.ts'
import { isArray } from './show.ts'

/** What statistical tests and fits ask of their samples, each said as an error where it is not so. */

/** An array of at least so many numbers, none of them NaN or infinite. */
export function sampleAt(call: Call, index: number, least: number): Numbers {
  return requireFinite(call, requireAtLeast(call, numbersAt(call, index), least))
}

function requireAtLeast(call: Call, numbers: Numbers, least: number): Numbers {
  if (numbers.values.length >= least) return numbers
  const count = numbers.values.length
  throw domainError(call, `needs at least ${least} values, got ${count}.`, `값이 ${least}개 이상 필요한데 ${count}개입니다.`)
}

/** None of the numbers is NaN or infinite. */
export function requireFinite(call: Call, numbers: Numbers): Numbers {
  const bad = numbers.values.findIndex((value) => !Number.isFinite(value))
  if (bad < 0) return numbers
  const shown = String(numbers.values[bad])
  throw domainError(call, `value ${bad} is ${shown}, not a finite number.`, `${bad}번 값이 유한한 수가 아니라 ${shown}입니다.`)
}

/** An array beside another one, of its length, or a single number for all; with `like` of its dimension too. */
export function besideAt(call: Call, index: number, of: Numbers, like: boolean): Numbers {
  const value = valueAt(call, index)
  const count = of.values.length
  const single = isArray(value) ? undefined : measureAt(call, index)
  const beside: Numbers =
    single === undefined
      ? numbersAt(call, index)
      : { values: new Array<number>(count).fill(siOf(single)), dimension: dimensionOf(single), unit: unitTextOf(single) }
  const found = beside.values.length
  if (found !== count) {
    throw domainError(
      call,
      `arrays of ${count} and ${found} values do not belong together.`,
      `값이 ${count}개인 배열과 ${found}개인 배열은 짝이 맞지 않습니다.`,
    )
  }
  if (like) requireLike(call, of, beside)
  return requireFinite(call, beside)
}

function requireLike(call: Call, a: Numbers, b: Numbers): void {
  if (sameDimension(a.dimension, b.dimension)) return
  const [first, second] = [a, b].map(({ dimension }) => (isDimensionless(dimension) ? '1' : unitOfDimension(dimension)))
  throw new EvaluationError(
    'unit',
    {
      en: `${call.name} is given values in ${first} and in ${second}: they measure different things.`,
      ko: `${call.name}에 ${first} 단위의 값과 ${second} 단위의 값을 주었습니다. 서로 다른 것을 재는 양입니다.`,
    },
    call.span,
  )
}

/** Standard errors beside values: all above zero. */
export function errorsAt(call: Call, index: number, of: Numbers): readonly number[] {
  const errors = besideAt(call, index, of, true)
  const bad = errors.values.findIndex((error) => !(error > 0))
  if (bad < 0) return errors.values
  throw domainError(
    call,
    `errors are above zero; error ${bad} is ${String(errors.values[bad])}.`,
    `오차는 0보다 커야 하는데 ${bad}번 오차가 ${String(errors.values[bad])}입니다.`,
  )
}

export function requireSpread(call: Call, numbers: Numbers): void {
  const [first] = numbers.values
  if (numbers.values.some((value) => value !== first)) return
  throw domainError(call, 'all values are equal: there is no spread to judge by.', '값이 모두 같아 흩어짐을 알 수 없습니다.')
}

/** Accounts for work that is so many times the length of a sample. */
export function spendTimes(call: Call, numbers: Numbers, times: number): void {
  spend(call.frame, numbers.values.length * times, call.span)
}
