import type { Expression } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import type { Text } from '#expression/text.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import { clusterPools, type WorldName } from '#model/placement.ts'
import type { Place, Problem } from '#model/problem.ts'
import type { Need, Option } from '#model/resources.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import { isQuantity } from './conform.ts'
import { parameterEnvironment } from './parameters.ts'
import { type ProblemCode, problemCodes } from './problem-codes.ts'

export interface Machine {
  readonly cpu: number
  /** In bytes. */
  readonly memory: number
}

/** Where stages run that do not say it, how many tasks a cluster is handed at once, and the processors of the machine by SSH. */
export interface Elsewhere {
  readonly on: WorldName
  readonly atOnce: number
  readonly sshCpu?: number
}

const nowhere: Elsewhere = { on: 'local', atOnce: 10_000 }

export interface ResolvedPools {
  /**
   * Pool, instrument or person → capacity; a quantity in SI base units (memory in bytes), of a person 1. A role is no pool of
   * its own: the persons who have it are.
   */
  readonly pools: { readonly [name: string]: number }
  readonly problems: readonly Problem[]
}

type Say = (code: ProblemCode, at: Place, message: Text) => void

/**
 * Capacity of everything that can be held in a run: what the file declares, and the machine's own cpu and memory for the
 * rest. A stage that can be done in no way with what there is, as far as that can be told before the run, is a problem.
 */
export function resolvePools(
  workflow: Workflow,
  parameters: { readonly [name: string]: Json },
  machine: Machine,
  elsewhere: Elsewhere = nowhere,
): ResolvedPools {
  const problems: Problem[] = []
  const environment = parameterEnvironment(workflow, parameters)
  const say: Say = (code, at, message) => problems.push({ code, level: problemCodes[code].level, at, message })
  const pools = new Map(capacitiesOf(workflow, environment, machine, say))
  for (const { on = elsewhere.on } of workflow.stages)
    if (on !== 'local') pools.set(on, on === 'ssh' ? (elsewhere.sshCpu ?? 1) : elsewhere.atOnce)
  const there: There = {
    pools,
    answering: answeringIn(workflow),
    environment,
    parameters: new Set(workflow.parameters.map(({ name }) => name)),
    on: elsewhere.on,
  }
  for (const stage of workflow.stages) {
    checkQuorum(stage, there, say)
    checkOptions(stage, there, say)
  }
  return { pools: Object.fromEntries(pools), problems }
}

interface There {
  readonly pools: ReadonlyMap<string, number>
  /** By name of a person or role: who answers to it. */
  readonly answering: ReadonlyMap<string, ReadonlySet<string>>
  readonly environment: RecordValue
  readonly parameters: ReadonlySet<string>
  readonly on: WorldName
}

function capacitiesOf(workflow: Workflow, environment: RecordValue, machine: Machine, say: Say): ReadonlyMap<string, number> {
  const pools = new Map<string, number>([
    ['cpu', machine.cpu],
    ['memory', machine.memory],
  ])
  for (const { name, capacity, at } of workflow.pools) {
    const amount = amountOf(capacity, environment)
    if (typeof amount === 'number') pools.set(name, amount)
    else say('evaluation_failed', at, amount)
  }
  for (const { name, capacity } of workflow.instruments) pools.set(name, capacity)
  for (const { name } of workflow.people) pools.set(name, 1)
  return pools
}

function answeringIn({ people }: Workflow): ReadonlyMap<string, ReadonlySet<string>> {
  const answering = new Map<string, Set<string>>()
  for (const { name, roles } of people) {
    for (const called of [name, ...roles]) answering.set(called, (answering.get(called) ?? new Set()).add(name))
  }
  return answering
}

function checkQuorum({ name, human }: Stage, { answering }: There, say: Say): void {
  if (human?.kind !== 'approval') return
  const able = new Set(human.by.flatMap((called) => [...(answering.get(called) ?? [])])).size
  if (able >= human.quorum) return
  const who = human.by.join(', ')
  say('need_too_large', human.at, {
    en: `\`${name}\` needs ${human.quorum} approvals, but only ${able} of ${who} can give one: it could never be approved.`,
    ko: `\`${name}\`에는 승인이 ${human.quorum}개 필요한데 ${who} 가운데 승인할 수 있는 사람이 ${able}명뿐입니다.`,
  })
}

/** A stage that can be done in one way at least is fine. */
function checkOptions(stage: Stage, there: There, say: Say): void {
  const options: readonly Option[] = [stage, ...stage.alternatives]
  const refusals = options.map(({ needs }) => needs.flatMap((need) => refusalOf(stage, need, there) ?? []))
  for (const { failed, need, message } of refusals.flat()) if (failed) say('evaluation_failed', need.at, message)
  if (refusals.some((reasons) => reasons.every(({ failed }) => failed))) return
  for (const { need, message } of refusals.flatMap(([first]) => first ?? [])) say('need_too_large', need.at, message)
}

interface Refusal {
  readonly need: Need
  readonly message: Text
  /** The amount itself is wrong. */
  readonly failed: boolean
}

function refusalOf(stage: Stage, need: Need, there: There): Refusal | undefined {
  if (need.pool === 'time' || ((stage.on ?? there.on) !== 'local' && clusterPools.has(need.pool))) return undefined
  if (!isKnownBefore(need, stage, there.parameters)) return undefined
  const amount = amountOf(need.amount, there.environment)
  if (typeof amount !== 'number') return { need, message: amount, failed: true }
  const people = there.answering.get(need.pool)
  const capacity = people?.size ?? there.pools.get(need.pool)
  if (people && !Number.isInteger(amount)) return { need, message: notWhole(need, amount), failed: true }
  if (capacity === undefined || amount <= capacity) return undefined
  return { need, message: tooLarge(stage, need, amount, capacity, people !== undefined), failed: false }
}

/** Whether the amount hangs on parameters alone, and not on a variable of the stage that hides one. */
function isKnownBefore({ amount }: Need, { fanout }: Stage, parameters: ReadonlySet<string>): boolean {
  const axes = fanout.kind === 'foreach' ? fanout.axes.map(({ name }) => name) : []
  return amount.references.every(({ parts: [name = ''] }) => parameters.has(name) && !axes.includes(name))
}

function amountOf(expression: Expression, environment: RecordValue): number | Text {
  try {
    const amount = numberOf(expression.evaluate(environment))
    if (amount !== undefined && Number.isFinite(amount) && amount >= 0) return amount
    return {
      en: `\`${expression.source}\` is no amount: it must be a number, and not below 0.`,
      ko: `\`${expression.source}\`은(는) 0 이상의 수가 아닙니다.`,
    }
  } catch (error) {
    if (error instanceof EvaluationError) return error.text
    throw error
  }
}

function numberOf(value: Value): number | undefined {
  if (isQuantity(value)) return value.si
  return typeof value === 'number' ? value : undefined
}

function notWhole({ pool }: Need, amount: number): Text {
  return {
    en: `\`${pool}\` is people: ${amount} is no whole number of them.`,
    ko: `\`${pool}\`은(는) 사람이므로 ${amount}명은 쓸 수 없습니다.`,
  }
}

function tooLarge({ name }: Stage, { pool }: Need, amount: number, capacity: number, people: boolean): Text {
  const show = (size: number) => (pool === 'memory' ? `${Number((size / 1e9).toPrecision(3))} GB` : String(size))
  if (people) {
    return {
      en: `A task of \`${name}\` needs ${amount} of ${pool}, but there ${capacity === 1 ? 'is' : 'are'} only ${capacity} such ${capacity === 1 ? 'person' : 'people'}: it could never start.`,
      ko: `\`${name}\`의 작업에는 ${pool} ${amount}명이 필요한데 ${capacity}명뿐이라서 시작할 수 없습니다.`,
    }
  }
  return {
    en: `A task of \`${name}\` needs ${show(amount)} of ${pool}, but there is only ${show(capacity)}: it could never start.`,
    ko: `\`${name}\`의 작업은 ${pool} ${show(amount)}이(가) 필요한데 ${show(capacity)}뿐이라서 시작할 수 없습니다.`,
  }
}
