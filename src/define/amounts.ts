import type { Expression } from '#expression/compiled.ts'
import { baseDimensions, type Dimension, dimensionless } from '#expression/dimension.ts'
import type { Need, Pool } from '#model/resources.ts'
import { isQuantity } from './conform.ts'
import { constantValue } from './constant.ts'
import { checkMemberName, hintFor } from './names.ts'
import type { Span } from './report.ts'
import type { Entry, Tree } from './tree.ts'
import { amountAt, type Scope, type Writing } from './written.ts'

function base(name: (typeof baseDimensions)[number]): Dimension {
  return baseDimensions.map((other) => (other === name ? 1 : 0))
}

export const timeDimension = base('time')
const memoryDimension = base('information')

/** Pools that the file declares. */
export function compilePools(entries: ReadonlyMap<string, Entry>, scope: Scope, writing: Writing): Pool[] {
  const pools: Pool[] = []
  for (const { key: name, keySpan, value } of entries.values()) {
    if (name === 'people' || name === 'instruments') {
      const message = { en: `\`${name}\` is not supported yet, and ignored.`, ko: `\`${name}\`은(는) 아직 지원하지 않으며 무시합니다.` }
      writing.report.say('not_supported', keySpan, message)
    } else if (name === 'time') {
      const message = { en: '`time` is no pool: it is the limit of a task.', ko: '`time`은 자원이 아니라 작업의 시간 제한입니다.' }
      writing.report.say('bad_name', keySpan, message)
    } else if (checkMemberName(name, keySpan, writing.report)) {
      const capacity = checkedAmount(writing, value, scope, name, name === 'memory' ? memoryDimension : undefined)
      if (capacity) pools.push({ name, capacity, calendar: undefined, cost: undefined, at: writing.report.place(keySpan) })
    }
  }
  return pools
}

/** What a task holds; `cpu: 1` where nothing is said. */
export function compileNeeds(
  entries: ReadonlyMap<string, Entry>,
  scope: Scope,
  pools: ReadonlyMap<string, Pool>,
  writing: Writing,
): Need[] {
  const needs: Need[] = []
  for (const { key: pool, keySpan, value } of entries.values()) {
    const dimension = needDimension(pool, pools)
    if (dimension === 'unknown') sayUnknownPool(writing, pool, keySpan, pools)
    const amount = checkedAmount(writing, value, scope, pool, dimension === 'unknown' ? undefined : dimension)
    if (amount) needs.push({ pool, amount, at: writing.report.place(keySpan) })
  }
  return needs
}

function needDimension(pool: string, pools: ReadonlyMap<string, Pool>): Dimension | undefined | 'unknown' {
  if (pool === 'time') return timeDimension
  if (pool === 'memory') return memoryDimension
  if (pool === 'cpu') return dimensionless
  const declared = pools.get(pool)
  if (declared === undefined) return 'unknown'
  return declared.capacity.type.kind === 'number' ? declared.capacity.type.dimension : undefined
}

function sayUnknownPool({ report }: Writing, pool: string, span: Span, pools: ReadonlyMap<string, Pool>): void {
  const message = { en: `\`${pool}\` is not declared under \`resources\`.`, ko: `\`${pool}\`이(가) \`resources\`에 없습니다.` }
  report.say('unknown_pool', span, message, hintFor(pool, ['cpu', 'memory', 'time', ...pools.keys()]))
}

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
    return { en: `\`${name}\` is a plain number.`, ko: `\`${name}\`은(는) 단위 없는 수입니다.` }
  return { en: `\`${name}\` needs a unit of its own kind.`, ko: `\`${name}\`에 맞는 단위를 써야 합니다.` }
}

function unitHint(dimension: Dimension): { en: string; ko: string } | undefined {
  if (dimension === timeDimension) return { en: 'For example `30 s`, `10 min` or `2 h`.', ko: '예: `30 s`, `10 min`, `2 h`' }
  if (dimension === memoryDimension) return { en: 'For example `200 MB` or `2 GB`.', ko: '예: `200 MB`, `2 GB`' }
  return undefined
}
