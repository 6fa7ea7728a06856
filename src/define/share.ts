import { isQuantity } from '#expression/units.ts'
import { constantValue } from './constant.ts'
import { nothingInScope } from './quantity-at.ts'
import type { Tree } from './tree.ts'
import { amountAt, type Writing } from './written.ts'

interface Bounds {
  readonly least: number
  readonly most: number
  /** What is said of anything else, such as `50 % to 99.99 %`. */
  readonly range: string
}

/** A share such as `95 %` or `0.95` that stands in the file itself, as a plain number; what is wrong with it is told. `name` is its key. */
export function shareAt(writing: Writing, tree: Tree | undefined, name: string, { least, most, range }: Bounds): number | undefined {
  const amount = amountAt(writing, tree, nothingInScope)
  const value = amount && constantValue(amount)
  if (tree === undefined || value === undefined) return undefined
  const plain = isQuantity(value) ? (value.dimension.every((exponent) => exponent === 0) ? value.si : undefined) : value
  if (typeof plain === 'number' && plain >= least && plain <= most) return plain
  const message = { en: `\`${name}\` must be a share from ${range}.`, ko: `\`${name}\`은(는) ${range} 범위의 비율이어야 합니다.` }
  writing.report.say('out_of_bounds', tree, message, { en: 'For example `95 %`.', ko: '예: `95 %`' })
  return undefined
}
