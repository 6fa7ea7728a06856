import type { Expression, Template } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { isQuantity } from '#expression/units.ts'
import type { RecordValue } from '#expression/value.ts'
import { lockOfPool, lockPool } from '#model/coordination.ts'
import type { Need, Option } from '#model/resources.ts'
import { choicesOf } from './choices.ts'
import { plainText } from './code-quote.ts'
import { axisNamesOf, decisionNames } from './names.ts'
import type { OwnedStage } from './owned.ts'
import { heldFor, worldOf } from './placed-on.ts'
import { capacityIn } from './room.ts'
import type { AskedPeople, Needs, Terms, Way } from './ways.ts'

/** What a task holds while it runs, as retries have changed it. A text says why it can never start. */
export function needsOf(stage: OwnedStage, task: number): Needs | string {
  const history = stage.histories.get(task)
  const changed = history !== undefined && !(isEmpty(history.needs) && isEmpty(history.changes))
  if (!changed && stage.sameNeeds !== undefined) return stage.sameNeeds
  const needs = stage.isSpecial ? specialNeeds(stage, task, history?.needs ?? {}) : plainNeeds(stage, task, history?.needs ?? {})
  if (!changed && typeof needs !== 'string' && isSameForAll(stage)) stage.sameNeeds = needs
  return needs
}

/** The way in which a running task is done; of one that does not run, the first. */
export function wayOf(stage: OwnedStage, task: number): Pick<Way, 'pools' | 'limitMs' | 'people' | 'asked'> | undefined {
  const needs = needsOf(stage, task)
  if (typeof needs === 'string') return undefined
  if (needs.terms === undefined) return { ...needs, people: [] }
  const option = stage.entries[task]?.bundle?.option
  return needs.terms.ways.find((way) => way.option === option) ?? needs.terms.ways[0]
}

type Amounts = { readonly [pool: string]: number }

function plainNeeds(stage: OwnedStage, task: number, changed: Amounts): Needs | string {
  const way = wayWith(stage, stage.definition, 0, changed, decisionNames(stage, task))
  if (typeof way === 'string') return way
  const { pools, limitMs, asked } = way
  const needs = { id: JSON.stringify([pools, limitMs ?? null]), pools, limitMs, terms: undefined }
  return asked === undefined ? needs : { ...needs, id: JSON.stringify([pools, limitMs ?? null, asked]), asked }
}

/** What a retry has changed holds for the options that name the pool, or for all when none does. */
function specialNeeds(stage: OwnedStage, task: number, changed: Amounts): Needs | string {
  const { definition } = stage
  const names = decisionNames(stage, task)
  const options: readonly Option[] = [definition, ...definition.alternatives]
  const named = new Set(options.flatMap(({ needs }) => needs.map(({ pool }) => pool)))
  const found = options.map((option, index) => {
    const own = Object.entries(changed).filter(([pool]) => !named.has(pool) || option.needs.some((need) => need.pool === pool))
    return wayWith(stage, option, index, Object.fromEntries(own), names)
  })
  const ways = found.filter((way): way is Way => typeof way !== 'string')
  const [first] = ways
  if (first === undefined) return found.find((way): way is string => typeof way === 'string') ?? ''
  const shown = ways.map(({ option, pools, people, limitMs }) => [
    option,
    pools,
    people.map(({ called, count }) => [called, count]),
    limitMs,
  ])
  const id = JSON.stringify([definition.index, shown])
  return { id, pools: first.pools, limitMs: first.limitMs, terms: termsOf(stage, ways) }
}

function termsOf({ definition }: OwnedStage, ways: readonly Way[]): Terms {
  const { human, notBefore, bookedAt } = definition
  return {
    kind: human === undefined ? 'unbroken' : human.kind === 'task' ? 'paused' : 'asked',
    release: Math.max(notBefore ?? 0, bookedAt ?? 0),
    isBooked: bookedAt !== undefined,
    ways,
  }
}

/** A text says why it cannot be done this way. */
function wayWith(stage: OwnedStage, option: Option, index: number, changed: Amounts, names: RecordValue): Way | string {
  const amounts = amountsOf(stage, option.needs, changed, names)
  if (typeof amounts === 'string') return amounts
  const trouble = takeLocks(stage, amounts, names)
  if (trouble !== undefined) return trouble
  const seconds = amounts.get('time')
  amounts.delete('time')
  const people = stage.isSpecial ? takePeople(stage, amounts) : none
  if (typeof people === 'string') return people
  const held = heldFor(worldOf(stage.definition, stage.run.started), amounts, stage.run.started.pools)
  const asked = held && Object.fromEntries(amounts)
  for (const [pool, need] of held ?? amounts) {
    if (need === 0) amounts.delete(pool)
    // What was taken away while the run goes on may come back: then it waits.
    const capacity = Math.max(capacityIn(stage.run, pool), stage.run.started.pools[pool] ?? 0)
    if (need > capacity) return tooMuch(pool, need, capacity)
  }
  const pools = Object.fromEntries([...(held ?? amounts)].sort(([a], [b]) => (a < b ? -1 : 1)))
  const limitMs = seconds === undefined ? undefined : Math.round(seconds * 1000)
  const choices = stage.isSpecial ? choicesOf(stage.run.resources, Object.keys(pools), people) : none
  if (stage.isSpecial && choices.length === 0) return `there are too few people for ${people.map(asText).join(', ')} at once`
  const way = { option: index, pools, limitMs, people, choices }
  return asked === undefined ? way : { ...way, asked }
}

const none: readonly never[] = []

function tooMuch(pool: string, need: number, capacity: number): string {
  const lock = lockOfPool(pool)
  return `${lock === undefined ? `needs.${pool}` : `locks.${lock}`}: ${need} is more than there is (${capacity})`
}

function amountsOf(stage: OwnedStage, needs: readonly Need[], changed: Amounts, names: RecordValue): Map<string, number> | string {
  const amounts = new Map<string, number>()
  // An approval asks people, and holds nothing.
  if (stage.definition.human?.kind === 'approval') return amounts
  for (const { pool, amount } of needs) {
    const value = Object.hasOwn(changed, pool) ? (changed[pool] ?? 0) : amountOf(amount, names)
    if (typeof value === 'string') return `needs.${pool}: ${value}`
    amounts.set(pool, value)
  }
  for (const [pool, value] of Object.entries(changed)) amounts.set(pool, value)
  return amounts
}

/** Locks stand among the pools, under names of their own. A text says why they cannot be had. */
export function takeLocks(
  { definition }: Pick<OwnedStage, 'definition'>,
  amounts: Map<string, number>,
  names: RecordValue,
): string | undefined {
  for (const { name, permits } of definition.coordination?.locks ?? []) {
    const called = lockName(name, names)
    if (called.text === undefined) return `locks: ${called.trouble}`
    const count = amountOf(permits, names)
    if (typeof count === 'string') return `locks.${called.text}: ${count}`
    if (!Number.isInteger(count)) return `locks.${called.text}: ${count} is no whole number of permits`
    const pool = lockPool(called.text)
    amounts.set(pool, (amounts.get(pool) ?? 0) + count)
  }
  return undefined
}

function lockName(name: Template, names: RecordValue): { readonly text: string } | { readonly text?: never; readonly trouble: string } {
  try {
    return { text: name.render(names, plainText) }
  } catch (error) {
    if (error instanceof EvaluationError) return { trouble: error.message }
    throw error
  }
}

/** Takes persons and roles out of the amounts. Who does the work of a `task` comes first. */
function takePeople({ run, definition }: OwnedStage, amounts: Map<string, number>): readonly AskedPeople[] | string {
  const { people } = run.resources
  const asked: AskedPeople[] = []
  const by = definition.human?.kind === 'task' ? definition.human.by : undefined
  if (by !== undefined) {
    const persons = [...new Set(by.flatMap((called) => people.get(called) ?? []))]
    asked.push({ called: by.join(', '), persons, count: 1 })
  }
  for (const [called, count] of amounts) {
    const persons = people.get(called)
    if (persons === undefined) continue
    amounts.delete(called)
    if (count === 0 || by?.includes(called) === true) continue
    if (!Number.isInteger(count)) return `needs.${called}: ${count} is no whole number of people`
    if (count > persons.length) return `needs.${called}: ${count} is more than there is (${persons.length})`
    asked.push({ called, persons, count })
  }
  return asked
}

function asText({ called, count }: AskedPeople): string {
  return `${count} ${called}`
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
  const { needs, alternatives, coordination } = stage.definition
  if (coordination?.locks.some(({ name, permits }) => [name, permits].some((each) => !usesParametersOnly(stage, each)))) return false
  const all = alternatives.length === 0 ? needs : [needs, ...alternatives.map((option) => option.needs)].flat()
  return all.every(({ amount }) => usesParametersOnly(stage, amount))
}

export function usesParametersOnly(stage: OwnedStage, { references }: Pick<Expression, 'references'>): boolean {
  const axes = axisNamesOf(stage)
  return references.every(({ parts: [name = ''] }) => stage.run.parameters.has(name) && !axes.includes(name))
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false
  return true
}
