import type { Expression } from '#expression/compiled.ts'
import type { Text } from '#expression/text.ts'
import { lockOfPool } from '#model/coordination.ts'
import { clusterPools } from '#model/placement.ts'
import type { Place } from '#model/problem.ts'
import type { Need, Option } from '#model/resources.ts'
import type { Stage } from '#model/workflow.ts'
import { amountOf, takeLocks } from '#run/needs.ts'
import { worldOf } from '#run/placed-on.ts'
import type { RunState } from '#run/state.ts'
import { taskNames } from '#run/task-names.ts'
import type { Resources } from './resources.ts'

/** What one task holds in one of its options. */
export interface Demand {
  /** Index of a resource that many can hold at once, and how much of it. */
  readonly amounts: readonly { readonly resource: number; readonly amount: number }[]
  /** So many of these resources, each whole. */
  readonly whole: readonly { readonly resources: readonly number[]; readonly count: number; readonly called: string }[]
}

/** What cannot be asked for, and where. */
export interface Refusal {
  readonly at: Place
  readonly message: Text
}

export function isRefusal(demand: Demand | Refusal): demand is Refusal {
  return 'message' in demand
}

/** A stage without a command gathers or judges what others made: it holds nothing. */
export function holdsNothing({ run, human }: Stage): boolean {
  return run === undefined && human === undefined
}

export function demandOf(stage: Stage, option: Option, run: RunState, task: number, resources: Resources): Demand | Refusal {
  const amounts: { resource: number; amount: number }[] = []
  const whole: { resources: readonly number[]; count: number; called: string }[] = []
  const { human } = stage
  if (human !== undefined) {
    const by = new Set(human.by.flatMap((name) => resources.persons.get(name) ?? []))
    const count = human.kind === 'approval' ? human.quorum : 1
    const called = human.by.join(', ')
    const there = [...by].reduce((sum, one) => sum + (resources.all[one]?.capacity ?? 0), 0)
    if (there < count) return { at: human.at, message: tooFew(called, count, there) }
    whole.push({ resources: [...by].sort((a, b) => a - b), count, called })
  }
  const world = worldOf(stage, run.started)
  if (world !== 'local' && human === undefined) addHandedOver(world, resources, amounts)
  for (const { pool, amount: expression, at } of option.needs) {
    if (
      pool === 'time' ||
      (world !== 'local' && clusterPools.has(pool)) ||
      isAsked(stage, pool) ||
      (human?.kind === 'approval' && !resources.persons.has(pool))
    )
      continue
    const amount = needed(expression, run, stage, task)
    if (typeof amount === 'string') return { at, message: unclear(pool, amount) }
    if (amount === 0) continue
    const refusal = addNeed({ pool, amount, at, resources, amounts, whole })
    if (refusal !== undefined) return refusal
  }
  const trouble = addLocks(stage, run, task, resources, amounts)
  return trouble ?? { amounts, whole }
}

/** What is elsewhere is held there; here so many may be handed over at once. */
function addHandedOver(world: string, { named }: Resources, amounts: { resource: number; amount: number }[]): void {
  const resource = named.get(world)
  if (resource !== undefined) amounts.push({ resource, amount: 1 })
}

/** A lock is a pool that is there once it is asked for. */
function addLocks(
  stage: Stage,
  run: RunState,
  task: number,
  resources: Resources,
  amounts: { resource: number; amount: number }[],
): Refusal | undefined {
  const names = stage.coordination === undefined ? undefined : taskNames(run, stage.index, task)
  if (names === undefined) return undefined
  const locks = new Map<string, number>()
  const trouble = takeLocks({ definition: stage }, locks, names)
  if (trouble !== undefined) return { at: stage.at, message: { en: trouble, ko: trouble } }
  for (const [pool, amount] of locks) {
    const resource = resources.lock(pool)
    const capacity = resources.all[resource]?.capacity ?? 1
    if (amount > capacity) return { at: stage.at, message: tooFew(lockOfPool(pool) ?? pool, amount, capacity) }
    amounts.push({ resource, amount })
  }
  return undefined
}

interface AddedNeed {
  readonly pool: string
  readonly amount: number
  readonly at: Place
  readonly resources: Resources
  readonly amounts: { resource: number; amount: number }[]
  readonly whole: { resources: readonly number[]; count: number; called: string }[]
}

function addNeed({ pool, amount, at, resources, amounts, whole }: AddedNeed): Refusal | undefined {
  const persons = resources.persons.get(pool)
  const named = resources.named.get(pool)
  const resource = named === undefined ? undefined : resources.all[named]
  if (persons === undefined && (named === undefined || resource === undefined)) return { at, message: nowhere(pool) }
  const isWhole = persons !== undefined || resource?.pool === undefined
  if (isWhole && !Number.isInteger(amount)) return { at, message: notWhole(pool, amount) }
  const capacity = persons?.reduce((sum, one) => sum + (resources.all[one]?.capacity ?? 0), 0) ?? resource?.capacity ?? 0
  if (amount > capacity * (1 + 1e-9)) return { at, message: tooFew(pool, amount, capacity) }
  if (persons !== undefined) whole.push({ resources: persons, count: amount, called: pool })
  else if (named !== undefined && isWhole) whole.push({ resources: [named], count: amount, called: pool })
  else if (named !== undefined) amounts.push({ resource: named, amount })
  return undefined
}

/** Who does the work stands in the needs too; the work itself says how many. */
function isAsked({ human }: Stage, pool: string): boolean {
  return human?.by.includes(pool) === true
}

function needed(expression: Expression, run: RunState, stage: Stage, task: number): number | string {
  const names = taskNames(run, stage.index, task)
  return names === undefined ? `there is no stage ${stage.name}` : amountOf(expression, names)
}

/** Only parameters are used, so one evaluation does for every task. */
export function isSameForAll(needs: readonly Need[], { fanout, coordination }: Stage, run: RunState): boolean {
  const axes = fanout.kind === 'foreach' ? fanout.axes.map(({ name }) => name) : []
  const plain = new Set(run.workflow.parameters.map(({ name }) => name).filter((name) => !axes.includes(name)))
  const named = [...needs.map(({ amount }) => amount), ...(coordination?.locks ?? []).flatMap(({ name, permits }) => [name, permits])]
  return named.every(({ references }) => references.every(({ parts: [name = ''] }) => plain.has(name)))
}

function tooFew(called: string, wanted: number, there: number): Text {
  return {
    en: `${called}: ${wanted} needed, but there ${there === 1 ? 'is' : 'are'} only ${there}`,
    ko: `${called}: ${wanted}이(가) 필요하지만 ${there}뿐입니다`,
  }
}

function unclear(pool: string, why: string): Text {
  return { en: `needs.${pool}: ${why}`, ko: `needs.${pool} 값을 알 수 없습니다: ${why}` }
}

function nowhere(pool: string): Text {
  return {
    en: `${pool} is needed, but there is no such pool, instrument, person or role`,
    ko: `${pool}이(가) 필요하지만 그런 자원 풀, 장비, 사람, 역할이 없습니다`,
  }
}

function notWhole(pool: string, amount: number): Text {
  return { en: `${pool}: ${amount} is not a whole number`, ko: `${pool}: ${amount}은(는) 정수가 아닙니다` }
}
