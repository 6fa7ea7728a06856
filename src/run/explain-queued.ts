import { makesRoom } from './expectation.ts'
import { explainPreemption } from './explain-preemption.ts'
import { explainSpecial } from './explain-special.ts'
import { explainBarred, lockTaken } from './explain-together.ts'
import type { Holder, Reason } from './explanation.ts'
import { sharesCompared } from './fair-share.ts'
import { runningTwin } from './flights.ts'
import { labelOf } from './label.ts'
import { frontOf } from './line.ts'
import { goesFirst, ruleBetween } from './order.ts'
import type { Bucket, Entry, OwnedStage, OwnedState, Shape } from './owned.ts'
import { placementOf } from './placing.ts'
import { walkLine } from './queue.ts'
import { type Demand, reserve } from './reservation.ts'
import { capacityIn, shortPool } from './room.ts'

/** Why a queued task does not run: its twin, the pools, a reservation, or those before it in line. */
export function explainQueued(state: OwnedState, stage: OwnedStage, task: number, now: number): readonly Reason[] {
  const entry = stage.entries[task]
  if (entry === undefined) return []
  const twin = runningTwin(state, entry)
  if (twin !== undefined) return [{ code: 'same_result_elsewhere', ...named(twin) }]
  if (entry.place === 'barred') return explainBarred(stage)
  const { bucket } = entry
  if (bucket === undefined || entry.place !== 'line') return []
  const { needs, run } = bucket.shape
  const reasons: Reason[] = [...inLine(state, bucket, entry)]
  for (const pool in needs.pools) {
    const short = lockTaken(state, bucket.shape, pool) ?? shortage(state, bucket.shape, pool)
    if (short !== undefined) reasons.unshift(short)
  }
  if (needs.terms !== undefined) reasons.unshift(...explainSpecial(state, entry, needs.terms, now))
  else if (now < run.notBefore) reasons.unshift({ code: 'not_before', until: run.notBefore, booked: false })
  if (makesRoom(stage, task, now)) reasons.push({ code: 'makes_room' })
  reasons.push(...explainPreemption(state, stage, task))
  return [...reasons, ...reservationReason(state, bucket.shape, entry, now)]
}

function named({ stage, task }: Entry): { run: string; stage: string; task: number; label: string } {
  return { run: stage.run.id, stage: stage.definition.name, task, label: labelOf(stage.run, stage.definition.index, task) }
}

function shortage(state: OwnedState, { run, needs }: Shape, pool: string): Reason | undefined {
  const capacity = capacityIn(run, pool)
  const need = needs.pools[pool] ?? 0
  const free = Math.max(0, capacity - (state.held.get(pool) ?? 0))
  return need > free ? { code: 'pool_short', pool, need, free, capacity, holders: holdersOf(state, pool) } : undefined
}

/** Most first. */
function holdersOf(state: OwnedState, pool: string): readonly Holder[] {
  const holders = new Map<OwnedStage, { tasks: number; amount: number }>()
  for (const { stage, holds, left } of state.bundles) {
    if (holds[pool] === undefined) continue
    const known = holders.get(stage) ?? { tasks: 0, amount: 0 }
    holders.set(stage, { tasks: known.tasks + left, amount: known.amount + holds[pool] })
  }
  return [...holders]
    .map(([stage, held]) => ({ run: stage.run.id, stage: stage.definition.name, ...held }))
    .sort((a, b) => b.amount - a.amount)
}

/** Tasks in line, of all runs, that come first, and why. */
function inLine(state: OwnedState, bucket: Bucket, entry: Entry): readonly Reason[] {
  let before = 0
  let first: Bucket | undefined
  for (const shape of state.shapes.values()) {
    if (shape.run.phase !== 'running') continue
    for (const other of shape.buckets.items) {
      if (other === bucket || !goesFirst(other, bucket)) continue
      before += other.live
      if (first === undefined || goesFirst(other, first)) first = other
    }
  }
  const next = walkLine(bucket)
  for (let other = next(); other !== undefined && other !== entry; other = next()) before++
  if (before === 0) return []
  const rule = first === undefined ? 'arrival' : ruleBetween(first, bucket)
  const shares = first !== undefined && rule === 'share' ? { shares: sharesCompared(state, first.stage.run, bucket.stage.run) } : {}
  return [{ code: 'in_line', before, rule, ...shares }]
}

function reservationReason(state: OwnedState, shape: Shape, entry: Entry, now: number): readonly Reason[] {
  const found = firstBlocked(state, now)
  const front = found && frontOf(found.bucket.line)
  if (found === undefined || front === undefined) return []
  const { at } = reserve(found.demand, [...state.bundles], state.held, now)
  if (front === entry) return [{ code: 'reserved', at }]
  const fits = shape.needs.terms === undefined ? shortPool(shape, state.held) === undefined : demandNow(state, shape, entry, now) === 'now'
  return fits ? [{ code: 'behind_reservation', ...named(front), until: at }] : []
}

/** The bucket whose first task has the reservation, and what that needs. */
function firstBlocked(state: OwnedState, now: number): { readonly bucket: Bucket; readonly demand: Demand } | undefined {
  let first: { readonly bucket: Bucket; readonly demand: Demand } | undefined
  for (const shape of state.shapes.values()) {
    const [bucket] = shape.buckets.items
    const front = bucket && frontOf(bucket.line)
    if (bucket === undefined || front === undefined || shape.run.phase !== 'running' || now < shape.run.notBefore) continue
    if (first !== undefined && !goesFirst(bucket, first.bucket)) continue
    const demand = demandNow(state, shape, front, now)
    if (typeof demand === 'object') first = { bucket, demand }
  }
  return first
}

/** What it waits for that others hold; `now`: nothing. */
function demandNow(state: OwnedState, { run, needs }: Shape, { stage, task }: Entry, now: number): Demand | 'now' | 'closed' {
  const { terms, pools } = needs
  if (terms === undefined) return shortPool({ run, needs }, state.held) === undefined ? 'now' : { run, pools, people: [] }
  const looking = { state, now, held: state.held, running: () => [...state.bundles] }
  const placement = placementOf(looking, stage, task, terms, true)
  if (placement.kind === 'now') return 'now'
  return placement.kind === 'room' ? { run, pools: placement.way.pools, people: placement.way.people } : 'closed'
}
