import { sameDimension } from './dimension.ts'
import type { Type } from './type.ts'

/**
 * Whether a value of type `from` may stand where `to` is expected. What only the run can tell (`any`, an unknown
 * dimension, whether a number is whole) is let through here and checked when it is evaluated.
 */
export function isAssignable(from: Type, to: Type): boolean {
  if (to.kind === 'any' || from.kind === 'any') return true
  if (to.kind === 'number') {
    if (from.kind !== 'number' || (to.integer === true && from.integer === false)) return false
    return from.dimension === undefined || to.dimension === undefined || sameDimension(from.dimension, to.dimension)
  }
  if (to.kind === 'uncertain') {
    return from.kind === 'uncertain' || from.kind === 'number'
      ? isAssignable({ ...from, kind: 'number' }, { ...to, kind: 'number' })
      : false
  }
  if (to.kind === 'string') return from.kind === 'string' || (from.kind === 'record' && from.text === true)
  if (to.kind === 'array') return from.kind === 'array' && isAssignable(from.element, to.element)
  if (to.kind === 'record') {
    if (from.kind !== 'record' || (to.text === true && from.text !== true)) return false
    return [...to.fields].every(([name, type]) => {
      const field = from.fields.get(name)
      return field === undefined ? from.open === true : isAssignable(field, type)
    })
  }
  return from.kind === to.kind
}
