import { isAssignable } from './assignable.ts'
import { sameDimension } from './dimension.ts'
import { anyType, arrayOf, measureType, type Type, withErrors, withoutErrors } from './type.ts'

/** What is known of a value that has one type or the other. */
export function joinTypes(a: Type, b: Type): Type {
  if (a === b) return a
  if (a.kind === 'number' && b.kind === 'number') {
    const integer = a.integer === b.integer ? a.integer : undefined
    const dimension = a.dimension && b.dimension && sameDimension(a.dimension, b.dimension) ? a.dimension : undefined
    if (dimension === undefined) return measureType
    return integer === undefined ? { kind: 'number', dimension } : { kind: 'number', dimension, integer }
  }
  if (isNumeric(a) && isNumeric(b)) return withErrors(joinTypes(withoutErrors(a), withoutErrors(b)))
  if (a.kind === 'array' && b.kind === 'array') return arrayOf(joinTypes(a.element, b.element))
  if (a.kind === b.kind && isAssignable(a, b) && isAssignable(b, a)) return b
  return anyType
}

function isNumeric({ kind }: Type): boolean {
  return kind === 'number' || kind === 'uncertain'
}
