import { isQuantity } from '#expression/units.ts'
import { timeDimension } from './amounts.ts'
import { constantValue } from './constant.ts'
import type { TextTree } from './written.ts'
import { amountAt, type Scope, type Writing } from './written.ts'

export const nothingInScope: Scope = () => ({ kind: 'record', fields: new Map() })

/** A time that stands in the file itself, in whole ms; what is wrong with it is told. `name` is its key. */
export function durationAt(writing: Writing, tree: TextTree | undefined, name: string): number | undefined {
  if (tree === undefined) return undefined
  const amount = amountAt(writing, tree, nothingInScope)
  const value = amount && constantValue(amount)
  if (value === undefined) return undefined
  if (isQuantity(value) && String(value.dimension) === String(timeDimension) && value.si >= 0) return Math.round(value.si * 1000)
  const message = { en: `\`${name}\` must be a time.`, ko: `\`${name}\`은(는) 시간이어야 합니다.` }
  writing.report.say('bad_unit', tree, message, { en: 'For example `30 s` or `7 d`.', ko: '예: `30 s`, `7 d`' })
  return undefined
}
