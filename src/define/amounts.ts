import type { Expression } from '#expression/compiled.ts'
import { baseDimensions, type Dimension } from '#expression/dimension.ts'
import { isQuantity } from './conform.ts'
import { constantValue } from './constant.ts'
import type { Tree } from './tree.ts'
import { amountAt, type Scope, type Writing } from './written.ts'

function base(name: (typeof baseDimensions)[number]): Dimension {
  return baseDimensions.map((other) => (other === name ? 1 : 0))
}

export const timeDimension = base('time')
export const memoryDimension = base('information')

/** An amount of the right dimension, and not below 0 as far as is known. */
export function checkedAmount(
  writing: Writing,
  tree: Tree | undefined,
  scope: Scope,
  name: string,
  dimension: Dimension | undefined,
): Expression | undefined {
  const amount = amountAt(writing, tree, scope)
  if (amount === undefined || tree === undefined) return undefined
  const { type } = amount
  const given = type.kind === 'number' ? type.dimension : undefined
  if (type.kind !== 'number' && type.kind !== 'any') {
    writing.report.say('bad_type', tree, {
      en: `\`${name}\` must be a number or a quantity.`,
      ko: `\`${name}\`은(는) 수나 단위 있는 양이어야 합니다.`,
    })
    return undefined
  }
  if (dimension && given && String(given) !== String(dimension)) {
    writing.report.say('bad_unit', tree, unitMessage(name, dimension), unitHint(dimension))
    return undefined
  }
  const value = constantValue(amount)
  const size = value !== undefined && isQuantity(value) ? value.si : value
  if (typeof size === 'number' && !(size >= 0 && Number.isFinite(size))) {
    writing.report.say('out_of_bounds', tree, { en: `\`${name}\` cannot be below 0.`, ko: `\`${name}\`은(는) 0보다 작을 수 없습니다.` })
    return undefined
  }
  return amount
}

function unitMessage(name: string, dimension: Dimension): { en: string; ko: string } {
  if (dimension.every((exponent) => exponent === 0))
    return { en: `\`${name}\` takes a plain number.`, ko: `\`${name}\`에는 단위 없는 수를 씁니다.` }
  return { en: `\`${name}\` needs a unit of its own kind.`, ko: `\`${name}\`에 맞는 단위를 써야 합니다.` }
}

function unitHint(dimension: Dimension): { en: string; ko: string } | undefined {
  if (dimension === timeDimension) return { en: 'For example `30 s`, `10 min` or `2 h`.', ko: '예: `30 s`, `10 min`, `2 h`' }
  if (dimension === memoryDimension) return { en: 'For example `200 MB` or `2 GB`.', ko: '예: `200 MB`, `2 GB`' }
  return undefined
}
