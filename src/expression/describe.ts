import { showValue } from './show.ts'
import type { Text } from './text.ts'
import { isUncertain } from './uncertain-value.ts'
import { isQuantity } from './units.ts'
import type { Value } from './value.ts'

/** What a value is, in a sentence about a mistake: `the text "abc"`, `an array`. */
export function describeValue(value: Value): Text {
  if (value === null) return { en: 'null', ko: 'null' }
  if (typeof value === 'string') {
    const shown = JSON.stringify(value.length <= 24 ? value : `${value.slice(0, 24)}…`)
    return { en: `the text ${shown}`, ko: `글 ${shown}` }
  }
  if (typeof value !== 'object' || isQuantity(value) || isUncertain(value)) return { en: showValue(value), ko: showValue(value) }
  return Array.isArray(value) ? { en: 'an array', ko: '배열' } : { en: 'a record', ko: '레코드' }
}
