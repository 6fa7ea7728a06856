import { dimensionless } from '#expression/dimension.ts'
import type { Pool } from '#model/resources.ts'
import { checkedAmount, memoryDimension } from './amounts.ts'
import { calendarAt, zoneOnly } from './calendars.ts'
import { costAt } from './cost.ts'
import { entriesOf, textTreeAt } from './pick.ts'
import { claimName, type GrowingNames } from './resource-names.ts'
import type { Entry } from './tree.ts'
import type { Scope, Writing } from './written.ts'

/** Pools that the file declares: a capacity, or a map with one. */
export function compilePools(
  entries: ReadonlyMap<string, Entry>,
  scope: Scope,
  timezone: string,
  names: GrowingNames,
  writing: Writing,
): Pool[] {
  const pools: Pool[] = []
  for (const entry of entries.values()) {
    const { key: name, keySpan } = entry
    if (name === 'people' || name === 'instruments') continue
    if (name === 'time') {
      const message = { en: '`time` is no pool: it is the limit of a task.', ko: '`time`은 자원이 아니라 작업의 시간 제한입니다.' }
      writing.report.say('bad_name', keySpan, message)
      continue
    }
    const pool = compilePool(entry, scope, timezone, writing)
    // A pool whose capacity is wrong is still known, so that its uses are not wrong too.
    const type = pool?.capacity.type
    const dimension = type?.kind === 'number' ? type.dimension : undefined
    const claimed = claimName(names, name, { kind: 'pool', dimension: name === 'cpu' ? dimensionless : dimension }, keySpan, writing.report)
    if (pool && claimed) pools.push(pool)
  }
  return pools
}

function compilePool({ key: name, keySpan, value }: Entry, scope: Scope, timezone: string, writing: Writing): Pool | undefined {
  const details = entriesOf(value)
  const tree = value.kind === 'map' ? details.get('capacity')?.value : value
  const capacity = checkedAmount(writing, tree, scope, name, name === 'memory' ? memoryDimension : undefined)
  const calendar = calendarAt(writing, details, zoneOnly(timezone))
  const cost = costAt(writing, textTreeAt(details, 'cost'), name === 'memory' ? 'memory' : 'other')
  return capacity && { name, capacity, calendar, cost, at: writing.report.place(keySpan) }
}
