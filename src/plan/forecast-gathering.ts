import { quantile, sorted } from '#expression/statistics.ts'
import type { Workflow } from '#model/workflow.ts'
import type { PersonWait, ResourceForecast, Spread, StageForecast } from './forecast.ts'
import { chainOf } from './forecast-chain.ts'
import { holdersOf } from './forecast-holders.ts'
import { openMs, type PeopleWait, waitsForPeople } from './forecast-people.ts'
import type { Foretold } from './forecast-run.ts'
import type { SimulatedRun } from './went.ts'

/** What a forecast needs to know of one simulated run. */
export interface Observed {
  readonly finish: number
  /** By stage: first start and last end; infinite where nothing of it ran. */
  readonly first: Float64Array
  readonly last: Float64Array
  /** The stages that fixed the finish. */
  readonly chain: ReadonlySet<number>
  /** Amount × time held, by resource. */
  readonly used: ReadonlyMap<string, number>
  /** For people: the longest of each stage. */
  readonly waits: readonly PeopleWait[]
}

/** Takes in simulated runs one by one and keeps of each only what a forecast says. */
export interface Gathering {
  add(run: Observed): void
  stages(): readonly StageForecast[]
  resources(pools: { readonly [name: string]: number }): readonly ResourceForecast[]
  waits(): readonly PersonWait[]
  finishes(): readonly number[]
}

/** A run of the engine in the simulated world. */
export function observe(run: SimulatedRun, { workflow, pools }: Pick<Foretold, 'workflow' | 'pools'>): Observed {
  const people = new Map(workflow.people.map((person) => [person.name, person]))
  const first = new Float64Array(workflow.stages.length).fill(Number.POSITIVE_INFINITY)
  const last = new Float64Array(workflow.stages.length).fill(Number.NEGATIVE_INFINITY)
  const used = new Map<string, number>()
  const holders = holdersOf(run.attempts, {
    ...Object.fromEntries(workflow.instruments.map(({ name, capacity }) => [name, capacity])),
    ...pools,
  })
  for (const attempt of run.attempts) {
    const { stage, startedAt, endedAt, holds, by, workMs } = attempt
    first[stage] = Math.min(first[stage] ?? 0, startedAt)
    last[stage] = Math.max(last[stage] ?? 0, endedAt)
    for (const resource in holds) {
      const person = people.get(resource)
      const ms = person === undefined ? endedAt - startedAt : openMs(person, startedAt, endedAt)
      used.set(resource, (used.get(resource) ?? 0) + (holds[resource] ?? 0) * ms)
    }
    // Who approves holds nothing, and has worked as long as it takes.
    for (const person of by) if (holds[person] === undefined) used.set(person, (used.get(person) ?? 0) + workMs)
  }
  const waits = people.size === 0 ? [] : waitsForPeople(run.attempts, workflow, holders)
  return { finish: run.finish, first, last, chain: chainOf(run, workflow, holders), used, waits }
}

interface StageRecord {
  readonly starts: number[]
  readonly finishes: number[]
  critical: number
}

export function createGathering(workflow: Workflow, start: number): Gathering {
  const finishes: number[] = []
  const stages = workflow.stages.map((): StageRecord => ({ starts: [], finishes: [], critical: 0 }))
  const used = new Map<string, number[]>()
  const waits = new Map<string, { readonly resource: string; readonly stage: number; readonly waits: number[] }>()

  return {
    add(run) {
      finishes.push(run.finish)
      stages.forEach((record, stage) => {
        if (run.last[stage] === Number.NEGATIVE_INFINITY) return
        record.starts.push(run.first[stage] ?? start)
        record.finishes.push(run.last[stage] ?? start)
        if (run.chain.has(stage)) record.critical++
      })
      for (const [resource, sum] of run.used) {
        const sums = used.get(resource) ?? []
        sums.push(sum)
        used.set(resource, sums)
      }
      for (const { resource, stage, ms } of run.waits) {
        const id = `${stage} ${resource}`
        const known = waits.get(id) ?? { resource, stage, waits: [] }
        known.waits.push(ms)
        waits.set(id, known)
      }
    },
    finishes: () => finishes,
    stages: () =>
      stages.map(({ starts, finishes: ends, critical }, stage) => ({
        stage,
        start: spreadOf(starts, start),
        finish: spreadOf(ends, start),
        criticality: finishes.length === 0 ? 0 : critical / finishes.length,
      })),
    resources: (pools) => [...used].map(([name, sums]) => resourceOf(name, sums, workflow, pools, finishes, start)),
    waits: () =>
      [...waits.values()]
        .map(({ resource, stage, waits: some }) => ({ resource, stage, waitMs: spreadOf(withNone(some, finishes.length), 0) }))
        .filter(({ waitMs }) => waitMs.p95 > 0)
        .sort((a, b) => b.waitMs.mean - a.waitMs.mean),
  }
}

/** In the other runs it did not wait. */
function withNone(waits: readonly number[], runs: number): readonly number[] {
  return [...waits, ...new Array<number>(Math.max(0, runs - waits.length)).fill(0)]
}

function resourceOf(
  name: string,
  sums: readonly number[],
  { pools: declared, people, instruments }: Workflow,
  pools: { readonly [name: string]: number },
  finishes: readonly number[],
  start: number,
): ResourceForecast {
  const thing = [...declared, ...people, ...instruments].find((one) => one.name === name)
  const load = people.find((one) => one.name === name)?.load ?? 1
  const capacity = pools[name] ?? instruments.find((one) => one.name === name)?.capacity ?? 1
  const usedMs = spreadOf(sums, 0)
  const available =
    finishes.reduce((sum, finish) => sum + (thing?.calendar?.workBetween(start, finish) ?? finish - start), 0) /
    Math.max(1, finishes.length)
  const hours = (ms: number) => (ms / 3_600_000) * (thing?.cost?.amount ?? 0)
  return {
    name,
    usedMs,
    utilisation: available === 0 ? 0 : usedMs.mean / (capacity * load * available),
    cost: thing?.cost === undefined ? undefined : { currency: thing.cost.currency, amount: mapped(usedMs, hours) },
  }
}

/** What is certain to have nothing in it is `otherwise`. */
export function spreadOf(values: readonly number[], otherwise: number): Spread {
  if (values.length === 0) return { mean: otherwise, p05: otherwise, p50: otherwise, p80: otherwise, p95: otherwise }
  const ascending = sorted(values)
  const mean = values.reduce((sum, value) => sum + (value - (values[0] ?? 0)), 0) / values.length + (values[0] ?? 0)
  const at = (share: number) => quantile(ascending, share)
  return { mean, p05: at(0.05), p50: at(0.5), p80: at(0.8), p95: at(0.95) }
}

function mapped({ mean, p05, p50, p80, p95 }: Spread, by: (value: number) => number): Spread {
  return { mean: by(mean), p05: by(p05), p50: by(p50), p80: by(p80), p95: by(p95) }
}
