import { graceWithin } from '#model/checkpoint.ts'
import type { RunEvent } from './events.ts'
import { frontOf } from './line.ts'
import { wayOf } from './needs.ts'
import type { Bucket, Bundle, OwnedRun, OwnedStage, OwnedState } from './owned.ts'
import { worldOf } from './placed-on.ts'
import type { TasksPreempted } from './preemption-events.ts'
import { walkLine } from './queue.ts'
import { capacityIn } from './room.ts'
import { is, statusOf } from './status.ts'

/**
 * Running tasks that give their place to others. Only what has a lower stated priority gives its place, so two never take it from each
 * other in turn; who needs the room has the first claim on it when it comes free, as it stands before them in line. As little as is needed
 * is taken, of the lowest priority first, and of that what began last: it loses least.
 */

export function notePreempted(stage: OwnedStage, { tasks, at, rule, for: whose }: TasksPreempted): void {
  for (const bundle of new Set(tasks.map((task) => stage.entries[task]?.bundle))) {
    if (bundle === undefined) continue
    bundle.preempted = { at, rule, ...(whose === undefined ? {} : { for: whose }) }
    bundle.expectedEnd = at + graceOf(bundle)
  }
}

function graceOf({ stage, tasks }: Bundle): number {
  const { checkpoint } = stage.definition
  if (checkpoint === undefined) return 0
  const limitMs = wayOf(stage, tasks[0] ?? 0)?.limitMs
  return limitMs === undefined ? checkpoint.graceMs : graceWithin(checkpoint, limitMs)
}

/** Those who are asked to give their place now, for what stands first in line and may take it. */
export function preemptForPriority(state: OwnedState, now: number): RunEvent[] {
  const bucket = firstThatMay(state, now)
  const entry = bucket && frontOf(bucket.line)
  if (bucket === undefined || entry === undefined) return []
  const { stage } = bucket
  const { pools } = bucket.shape.needs
  const newestFirst = [...state.bundles].reverse()
  const may = (bundle: Bundle) => bundle.stage.rank < stage.rank && (stage.definition.preempt === 'restart' || savesState(bundle.stage))
  const able = newestFirst.filter((bundle) => canGive(bundle) && may(bundle)).sort(cheapestFirst)
  let chosen: readonly Bundle[] = []
  const next = walkLine(bucket)
  for (let count = 1; count <= mostAtOnce && next() !== undefined; count++) {
    const more = enough(state, stage.run, scaled(pools, count), able)
    if (more === undefined) break
    chosen = more
  }
  return eventsOf(chosen, now, 'priority', { run: stage.run.id, stage: stage.definition.index, task: entry.task })
}

/** So many tasks of a stage are made room for in one look. */
const mostAtOnce = 64

const scaled = (pools: Bundle['holds'], by: number) =>
  Object.fromEntries(Object.entries(pools).map(([pool, amount]) => [pool, amount * by]))

const savesState = ({ definition }: OwnedStage) => definition.checkpoint !== undefined

/** What is over a pool that was made smaller gives its place, of the run whose pool it is. */
export function preemptForAdjusted(state: OwnedState, now: number): RunEvent[] {
  for (const run of state.runs.values()) {
    if (!run.preempting || run.phase !== 'running') continue
    const over = Object.keys(run.pools).filter((pool) => (state.held.get(pool) ?? 0) > capacityIn(run, pool) + tolerance)
    if (over.length === 0) continue
    const able = [...run.bundles]
      .reverse()
      .filter((bundle) => canGive(bundle) && savesState(bundle.stage))
      .sort(cheapestFirst)
    const need = Object.fromEntries(over.map((pool) => [pool, 0]))
    // Where not all that is too much can be given, what can is.
    const chosen = enough(state, run, need, able) ?? able.filter(({ holds }) => over.some((pool) => (holds[pool] ?? 0) > 0))
    if (chosen.length > 0) return eventsOf(chosen, now, 'adjusted')
  }
  return []
}

const tolerance = 1e-9

/** The first in line, of all runs, that finds no room and may take that of others. */
function firstThatMay(state: OwnedState, now: number): Bucket | undefined {
  let first: Bucket | undefined
  for (const { run, needs, buckets } of state.shapes.values()) {
    if (run.phase !== 'running' || needs.terms !== undefined || now < run.notBefore) continue
    for (const bucket of buckets.items) {
      if (bucket.stage.definition.preempt === undefined) continue
      if (first === undefined || bucket.stage.rank > first.stage.rank) first = bucket
    }
  }
  return first
}

/** Work of a person is not taken from him, and what a cluster runs is the cluster's to order. */
function canGive({ preempted, frozenAt, stage }: Bundle): boolean {
  const { human, run } = stage.definition
  const isHere = worldOf(stage.definition, stage.run.started) === 'local'
  return (
    preempted === undefined && frozenAt === undefined && human === undefined && run !== undefined && isHere && stage.run.phase === 'running'
  )
}

function cheapestFirst(a: Bundle, b: Bundle): number {
  return a.stage.rank - b.stage.rank || b.startedAt - a.startedAt
}

/** As few of these as give so much room beside what comes free anyhow, in that order; undefined: all of them together do not. */
function enough(state: OwnedState, run: OwnedRun, need: Bundle['holds'], able: readonly Bundle[]): readonly Bundle[] | undefined {
  const missing = new Map<string, number>()
  for (const pool in need) missing.set(pool, (state.held.get(pool) ?? 0) + (need[pool] ?? 0) - capacityIn(run, pool))
  for (const { preempted, holds } of state.bundles) if (preempted !== undefined) take(missing, holds, -1)
  const chosen: Bundle[] = []
  for (const bundle of able) {
    if (!isMissing(missing)) break
    if (![...missing].some(([pool, amount]) => amount > tolerance && (bundle.holds[pool] ?? 0) > 0)) continue
    chosen.push(bundle)
    take(missing, bundle.holds, -1)
  }
  if (isMissing(missing)) return undefined
  // What was taken first may not be needed any more beside what came after.
  return chosen.filter((bundle) => {
    take(missing, bundle.holds, 1)
    const needed = isMissing(missing)
    if (needed) take(missing, bundle.holds, -1)
    return needed
  })
}

function take(missing: Map<string, number>, holds: Bundle['holds'], sign: 1 | -1): void {
  for (const [pool, amount] of missing) missing.set(pool, amount + sign * (holds[pool] ?? 0))
}

const isMissing = (missing: ReadonlyMap<string, number>) => [...missing.values()].some((amount) => amount > tolerance)

function eventsOf(bundles: readonly Bundle[], at: number, rule: TasksPreempted['rule'], whose?: TasksPreempted['for']): RunEvent[] {
  return bundles.map((bundle): TasksPreempted => {
    const { stage } = bundle
    const open = bundle.tasks.flatMap((task, index) => {
      const attempt = bundle.attempts[index] ?? 0
      return statusOf(stage, task) === is.running && stage.attempts[task] === attempt ? [{ task, attempt }] : []
    })
    return {
      ...{ type: 'TasksPreempted', run: stage.run.id, at, stage: stage.definition.index, rule },
      tasks: open.map(({ task }) => task),
      attempts: open.map(({ attempt }) => attempt),
      ...(whose === undefined ? {} : { for: whose }),
    }
  })
}
