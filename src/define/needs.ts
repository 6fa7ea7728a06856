import { type Dimension, dimensionless } from '#expression/dimension.ts'
import { clusterPools } from '#model/placement.ts'
import type { Need } from '#model/resources.ts'
import { checkedAmount, memoryDimension, timeDimension } from './amounts.ts'
import { isQuantity } from './conform.ts'
import { constantValue } from './constant.ts'
import { hintFor } from './names.ts'
import type { Span } from './report.ts'
import { kindText, type NamedResource, type ResourceNames } from './resource-names.ts'
import type { Entry } from './tree.ts'
import type { Scope, Writing } from './written.ts'

/** What a task holds, as the file says it. */
export function compileNeeds(
  entries: ReadonlyMap<string, Entry>,
  scope: Scope,
  names: ResourceNames,
  writing: Writing,
  /** On a cluster there are nodes, tasks and gpus without saying so. */
  far = false,
): Need[] {
  const needs: Need[] = []
  for (const { key: pool, keySpan, value } of entries.values()) {
    const named = names.get(pool)
    const dimension = needDimension(pool, named, far)
    if (dimension === 'unknown') sayUnknown(writing, pool, keySpan, names)
    const amount = checkedAmount(writing, value, scope, pool, dimension === 'unknown' ? undefined : dimension)
    if (amount === undefined) continue
    if (named && named.kind !== 'pool' && !isWhole(constantValue(amount))) sayNotWhole(writing, pool, value, named)
    needs.push({ pool, amount, at: writing.report.place(keySpan) })
  }
  return needs
}

function needDimension(pool: string, named: NamedResource | undefined, far: boolean): Dimension | undefined | 'unknown' {
  if (pool === 'time') return timeDimension
  if (pool === 'memory') return memoryDimension
  if (pool === 'cpu') return dimensionless
  if (named === undefined && far && clusterPools.has(pool)) return dimensionless
  return named === undefined ? 'unknown' : named.dimension
}

function sayUnknown({ report }: Writing, pool: string, span: Span, names: ResourceNames): void {
  const message = { en: `\`${pool}\` is not declared under \`resources\`.`, ko: `\`${pool}\`이(가) \`resources\`에 없습니다.` }
  report.say('unknown_pool', span, message, hintFor(pool, ['cpu', 'memory', 'time', ...names.keys()]))
}

/** What is known only in the run counts as whole. */
function isWhole(value: ReturnType<typeof constantValue>): boolean {
  const size = value !== undefined && isQuantity(value) ? value.si : value
  return typeof size !== 'number' || Number.isInteger(size)
}

function sayNotWhole({ report }: Writing, pool: string, span: Span, { kind }: NamedResource): void {
  const { en, ko } = kindText(kind)
  const message = {
    en: `\`${pool}\` is ${en}: its amount must be a whole number.`,
    ko: `\`${pool}\`은(는) ${ko}이므로 양은 정수여야 합니다.`,
  }
  report.say('out_of_bounds', span, message)
}
