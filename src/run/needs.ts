import type { Expression } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { isQuantity } from '#expression/units.ts'
import type { RecordValue } from '#expression/value.ts'
import { axisNamesOf, decisionNames } from './names.ts'
import type { Needs, OwnedStage } from './owned.ts'

/** What a task holds while it runs, as retries have changed it. A text says why it can never start. */
export function needsOf(stage: OwnedStage, task: number): Needs | string {
  const history = stage.histories.get(task)
  const changed = history !== undefined && !(isEmpty(history.needs) && isEmpty(history.changes))
  if (!changed && stage.sameNeeds !== undefined) return stage.sameNeeds
  const needs = evaluateNeeds(stage, task, history?.needs ?? {})
  if (!changed && typeof needs !== 'string' && isSameForAll(stage)) stage.sameNeeds = needs
  return needs
}

function evaluateNeeds(stage: OwnedStage, task: number, changed: { readonly [pool: string]: number }): Needs | string {
  const environment = decisionNames(stage, task)
  const amounts = new Map<string, number>()
  for (const { pool, amount } of stage.definition.needs) {
    const value = Object.hasOwn(changed, pool) ? (changed[pool] ?? 0) : amountOf(amount, environment)
    if (typeof value === 'string') return `needs.${pool}: ${value}`
    amounts.set(pool, value)
  }
  for (const [pool, value] of Object.entries(changed)) amounts.set(pool, value)
  const seconds = amounts.get('time')
  amounts.delete('time')
  for (const [pool, need] of amounts) {
    if (need === 0) amounts.delete(pool)
    const capacity = capacityOf(stage, pool)
    if (need > capacity) return `needs.${pool}: ${need} is more than there is (${capacity})`
  }
  const pools = Object.fromEntries([...amounts].sort(([a], [b]) => (a < b ? -1 : 1)))
  const limitMs = seconds === undefined ? undefined : Math.round(seconds * 1000)
  return { id: JSON.stringify([pools, limitMs ?? null]), pools, limitMs }
}

export function capacityOf({ run }: OwnedStage, pool: string): number {
  return Object.hasOwn(run.started.pools, pool) ? (run.started.pools[pool] ?? 0) : 0
}

/** An amount as a number: memory in bytes, time in seconds. A text says what is wrong with it. */
export function amountOf(expression: Expression, environment: RecordValue): number | string {
  try {
    const value = expression.evaluate(environment)
    const amount = isQuantity(value) ? value.si : value
    if (typeof amount === 'number' && Number.isFinite(amount) && amount >= 0) return amount
    return `\`${expression.source}\` is not an amount`
  } catch (error) {
    if (error instanceof EvaluationError) return error.message
    throw error
  }
}

/** Only parameters are used, so one evaluation does for every task. */
function isSameForAll(stage: OwnedStage): boolean {
  const axes = axisNamesOf(stage)
  return stage.definition.needs.every(({ amount }) =>
    amount.references.every(({ parts: [name = ''] }) => stage.run.parameters.has(name) && !axes.includes(name)),
  )
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false
  return true
}
