import { makesRoom } from './expectation.ts'
import type { Holder, Reason } from './explanation.ts'
import { runningTwin } from './flights.ts'
import { labelOf } from './label.ts'
import { frontOf } from './line.ts'
import type { Bucket, Entry, OwnedStage, OwnedState, Shape } from './owned.ts'
import { goesFirst, walkLine } from './queue.ts'
import { reserve } from './reservation.ts'
import { capacityIn, shortPool } from './room.ts'

/** Why a queued task does not run: its twin, the pools, a reservation, or those before it in line. */
export function explainQueued(state: OwnedState, stage: OwnedStage, task: number, now: number): readonly Reason[] {
  const entry = stage.entries[task]
  if (entry === undefined) return []
  const twin = runningTwin(state, entry)
  if (twin !== undefined) return [{ code: 'same_result_elsewhere', ...named(twin) }]
  const { bucket } = entry
  if (bucket === undefined || entry.place !== 'line') return []
  const before = countBefore(state, bucket, entry)
  const reasons: Reason[] = before > 0 ? [{ code: 'in_line', before }] : []
  for (const pool in bucket.shape.needs.pools) {
    const short = shortage(state, bucket.shape, pool)
    if (short !== undefined) reasons.unshift(short)
  }
  if (makesRoom(stage, now)) reasons.push({ code: 'makes_room' })
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

/** Tasks in line, of all runs, that come first. */
function countBefore(state: OwnedState, bucket: Bucket, entry: Entry): number {
  let before = 0
  for (const shape of state.shapes.values()) {
    if (shape.run.phase !== 'running') continue
    for (const other of shape.buckets.items) if (other !== bucket && goesFirst(other, bucket)) before += other.live
  }
  const next = walkLine(bucket)
  for (let other = next(); other !== undefined && other !== entry; other = next()) before++
  return before
}

function reservationReason(state: OwnedState, shape: Shape, entry: Entry, now: number): readonly Reason[] {
  const blocked = firstBlocked(state)
  const front = blocked && frontOf(blocked.line)
  if (blocked === undefined || front === undefined) return []
  const { at } = reserve(blocked.shape, [...state.bundles], state.held, now)
  if (front === entry) return [{ code: 'reserved', at }]
  return shortPool(shape, state.held) === undefined ? [{ code: 'behind_reservation', ...named(front), until: at }] : []
}

/** The bucket whose first task has the reservation. */
function firstBlocked(state: OwnedState): Bucket | undefined {
  let first: Bucket | undefined
  for (const shape of state.shapes.values()) {
    const [top] = shape.buckets.items
    if (top === undefined || shape.run.phase !== 'running' || shortPool(shape, state.held) === undefined) continue
    if (first === undefined || goesFirst(top, first)) first = top
  }
  return first
}
