import { sameDimension } from '#expression/dimension.ts'
import { showValue } from '#expression/show.ts'
import type { Text } from '#expression/text.ts'
import { convert, parseUnit, quantity, valueIn } from '#expression/units.ts'
import type { Quantity, Value } from '#expression/value.ts'
import type { Parameter } from '#model/workflow.ts'
import type { ProblemCode } from './problem-codes.ts'

export interface Misfit {
  readonly code: ProblemCode
  readonly message: Text
  readonly hint?: Text
}

export interface Bounds {
  readonly min: Value | undefined
  readonly max: Value | undefined
}

/** What a parameter, or a field of a form, says of its values. */
export type Declared = Pick<Parameter, 'name' | 'type' | 'array' | 'unit' | 'choices'>

type Conformed = { readonly value: Value; readonly problem?: undefined } | { readonly value?: undefined; readonly problem: Misfit }

/** A value as its parameter declares it (a number with a unit in that unit), or why it cannot be one. */
export function conform(parameter: Declared, value: Value, bounds: Bounds): Conformed {
  if (!parameter.array) return conformOne(parameter, value, bounds)
  if (!isList(value)) return { problem: wrongType(parameter, value) }
  const values: Value[] = []
  for (const element of value) {
    const conformed = conformOne(parameter, element, bounds)
    if (conformed.problem) return conformed
    values.push(conformed.value)
  }
  return { value: values }
}

function conformOne(parameter: Declared, given: Value, bounds: Bounds): Conformed {
  const typed =
    parameter.type === 'number' || parameter.type === 'integer' ? conformNumber(parameter, given) : conformPlain(parameter, given)
  if (typed.problem) return typed
  const problem = outOfBounds(parameter, typed.value, bounds) ?? notAChoice(parameter, typed.value)
  return problem ? { problem } : typed
}

function conformPlain(parameter: Declared, value: Value): Conformed {
  return typeof value === parameter.type ? { value } : { problem: wrongType(parameter, value) }
}

function conformNumber(parameter: Declared, given: Value): Conformed {
  const { unit } = parameter
  if (isQuantity(given)) {
    if (unit === undefined) {
      const message = { en: `\`${parameter.name}\` has no unit.`, ko: `\`${parameter.name}\`에는 단위가 없습니다.` }
      return { problem: { code: 'bad_unit', message } }
    }
    const declared = parseUnit(unit).unit
    if (declared && sameDimension(declared.dimension, given.dimension)) {
      return Number.isFinite(valueIn(given, unit)) ? { value: convert(given, unit) } : { problem: wrongType(parameter, given) }
    }
    const message = {
      en: `\`${parameter.name}\` is given in ${unit}, which \`${given.unit}\` cannot be converted to.`,
      ko: `\`${parameter.name}\`의 단위는 ${unit}인데 \`${given.unit}\`을(를) 바꿀 수 없습니다.`,
    }
    return { problem: { code: 'bad_unit', message } }
  }
  if (typeof given !== 'number' || !Number.isFinite(given)) return { problem: wrongType(parameter, given) }
  if (parameter.type === 'integer' && !Number.isSafeInteger(given)) return { problem: wrongType(parameter, given) }
  return { value: unit === undefined || !parseUnit(unit).unit ? given : quantity(given, unit) }
}

function outOfBounds(parameter: Declared, value: Value, { min, max }: Bounds): Misfit | undefined {
  const size = magnitude(value, parameter.unit)
  const [low, high] = [magnitude(min, parameter.unit), magnitude(max, parameter.unit)]
  if (size === undefined) return undefined
  if (low !== undefined && min !== undefined && size < low) {
    const [is, bound] = [showValue(value), showValue(min)]
    const message = {
      en: `\`${parameter.name}\` must be at least ${bound}, but is ${is}.`,
      ko: `\`${parameter.name}\`은(는) ${bound} 이상이어야 하는데 ${is}입니다.`,
    }
    return { code: 'out_of_bounds', message }
  }
  if (high !== undefined && max !== undefined && size > high) {
    const [is, bound] = [showValue(value), showValue(max)]
    const message = {
      en: `\`${parameter.name}\` must be at most ${bound}, but is ${is}.`,
      ko: `\`${parameter.name}\`은(는) ${bound} 이하여야 하는데 ${is}입니다.`,
    }
    return { code: 'out_of_bounds', message }
  }
  return undefined
}

/** In SI units; a plain number is taken in the parameter's unit. */
function magnitude(value: Value | undefined, unit: string | undefined): number | undefined {
  if (value !== undefined && isQuantity(value)) return value.si
  if (typeof value !== 'number') return undefined
  return unit === undefined || !parseUnit(unit).unit ? value : quantity(value, unit).si
}

function notAChoice(parameter: Declared, value: Value): Misfit | undefined {
  const { choices, unit } = parameter
  const plain = isQuantity(value) && unit !== undefined ? valueIn(value, unit) : value
  if (choices === undefined || choices.some((choice) => choice === plain)) return undefined
  const list = choices.join(', ')
  const shown = showValue(value)
  const message = {
    en: `\`${parameter.name}\` must be one of ${list}, but is ${shown}.`,
    ko: `\`${parameter.name}\`은(는) ${list} 중 하나여야 하는데 ${shown}입니다.`,
  }
  return { code: 'not_a_choice', message }
}

function wrongType(parameter: Declared, value: Value): Misfit {
  const type = `${parameter.type}${parameter.array ? '[]' : ''}`
  const short = brief(value)
  const message = {
    en: `\`${parameter.name}\` takes ${type}, but is ${short}.`,
    ko: `\`${parameter.name}\`의 형식은 ${type}인데 값이 ${short}입니다.`,
  }
  return { code: 'bad_type', message }
}

export function isQuantity(value: Value): value is Quantity {
  return typeof value === 'object' && value !== null && !isList(value) && value.kind === 'quantity'
}

/** Any value in a few words, also one that has none of its own. */
function brief(value: Value): string {
  if (value === null) return 'null'
  if (isList(value)) return `[${value.length === 0 ? '' : '…'}]`
  if (typeof value === 'object' && value.kind === 'record') return '{…}'
  const shown = showValue(value)
  return shown.length > 60 ? `${shown.slice(0, 60)}…` : shown
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}
