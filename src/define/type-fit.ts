import { isAssignable } from '#expression/assignable.ts'
import { showType } from '#expression/show.ts'
import type { Text } from '#expression/text.ts'
import type { Type } from '#expression/type.ts'

/** What is wrong with giving a value of one type where another is declared; undefined where nothing is, as far as is known. */
export function misfit(given: Type, declared: Type): Text | undefined {
  if (isAssignable(given, declared) || isAssignable(inDeclaredUnit(given, declared), declared)) return undefined
  const [is, be] = [showType(given), showType(declared)]
  return { en: `Expected ${be}, but this is ${is}.`, ko: `${be}이(가) 와야 하는데 ${is}입니다.` }
}

/** A plain number is taken in the declared unit. */
function inDeclaredUnit(given: Type, declared: Type): Type {
  if (given.kind === 'array' && declared.kind === 'array') {
    return { kind: 'array', element: inDeclaredUnit(given.element, declared.element) }
  }
  if (given.kind !== 'number' || declared.kind !== 'number') return given
  return given.dimension?.every((exponent) => exponent === 0) ? { ...given, dimension: declared.dimension } : given
}
