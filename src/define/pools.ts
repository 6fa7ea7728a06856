import type { Expression } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Place, Problem } from '#model/problem.ts'
import type { Need } from '#model/resources.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import { isQuantity } from './conform.ts'
import { parameterEnvironment } from './parameters.ts'
import { type ProblemCode, problemCodes } from './problem-codes.ts'

export interface Machine {
  readonly cpu: number
  /** In bytes. */
  readonly memory: number
}

export interface ResolvedPools {
  /** Pool → capacity; a quantity in SI base units (memory in bytes). */
  readonly pools: { readonly [name: string]: number }
  readonly problems: readonly Problem[]
}

/**
 * Capacity of every pool for a run: what the file declares, and the machine's own cpu and memory for the rest.
 * A stage that needs more than there is, as far as that can be told before the run, is a problem.
 */
export function resolvePools(workflow: Workflow, parameters: { readonly [name: string]: Json }, machine: Machine): ResolvedPools {
  const problems: Problem[] = []
  const environment = parameterEnvironment(workflow, parameters)
  const pools = new Map<string, number>([
    ['cpu', machine.cpu],
    ['memory', machine.memory],
  ])
  const say = (code: ProblemCode, at: Place, message: Problem['message']) =>
    problems.push({ code, level: problemCodes[code].level, at, message })
  for (const { name, capacity, at } of workflow.pools) {
    const amount = amountOf(capacity, environment)
    if (typeof amount === 'number') pools.set(name, amount)
    else say('evaluation_failed', at, amount)
  }
  const names = new Set(workflow.parameters.map(({ name }) => name))
  for (const stage of workflow.stages) {
    for (const need of stage.needs) {
      if (need.pool === 'time' || !isKnownBefore(need, stage, names)) continue
      const amount = amountOf(need.amount, environment)
      const capacity = pools.get(need.pool)
      if (typeof amount !== 'number') say('evaluation_failed', need.at, amount)
      else if (capacity !== undefined && amount > capacity) say('need_too_large', need.at, tooLarge(stage, need, amount, capacity))
    }
  }
  return { pools: Object.fromEntries(pools), problems }
}

/** Whether the amount hangs on parameters alone, and not on a variable of the stage that hides one. */
function isKnownBefore({ amount }: Need, { fanout }: Stage, parameters: ReadonlySet<string>): boolean {
  const axes = fanout.kind === 'foreach' ? fanout.axes.map(({ name }) => name) : []
  return amount.references.every(({ parts: [name = ''] }) => parameters.has(name) && !axes.includes(name))
}

function amountOf(expression: Expression, environment: RecordValue): number | Problem['message'] {
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

function tooLarge({ name }: Stage, { pool }: Need, amount: number, capacity: number): Problem['message'] {
  const show = (size: number) => (pool === 'memory' ? `${Number((size / 1e9).toPrecision(3))} GB` : String(size))
  return {
    en: `A task of \`${name}\` needs ${show(amount)} of ${pool}, but there is only ${show(capacity)}: it could never start.`,
    ko: `\`${name}\`의 작업은 ${pool} ${show(amount)}이(가) 필요한데 ${show(capacity)}뿐이라서 시작할 수 없습니다.`,
  }
}
