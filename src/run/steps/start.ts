import { expectedMs } from '../estimates.ts'
import type { AttemptsStarted, RunEvent } from '../events.ts'
import { makesRoom } from '../expectation.ts'
import { createHeap, type Heaped, pushHeap, removeFromHeap, walkHeap } from '../heap.ts'
import type { Bucket, Entry, OwnedState, Shape } from '../owned.ts'
import { goesFirst, walkLine } from '../queue.ts'
import { type Expected, goesBefore, type Reservation, reserve } from '../reservation.ts'
import { shortPool, slotsFor } from '../room.ts'

/** What one look at the line has decided so far; the state itself stays as it is. */
interface Plan {
  readonly state: OwnedState
  readonly now: number
  readonly held: Map<string, number>
  readonly events: AttemptsStarted[]
  readonly started: Expected[]
  /** Keys that start in this plan and that others in line have too. */
  readonly keys: Set<string>
  /** The first that does not fit; worked out when something could go before it. */
  blocked: Shape | undefined
  reservation: Reservation | undefined
}

/** A shape's turn in the plan: the best of its buckets that has entries left. */
interface Turn extends Heaped {
  readonly shape: Shape
  readonly nextBucket: () => Bucket | undefined
  bucket: Bucket
  nextEntry: () => Entry | undefined
  left: number
  /** Buckets that were passed over or used up. */
  passed: number
}

/** Past so many that may not start now, the rest of a shape is not looked at: one look must not cost what the line is long. */
const mostPassed = 1000

/** Starts queued tasks, the most critical first, as long as they fit. */
export function start(state: OwnedState, now: number): RunEvent[] {
  if (!anyFits(state)) return []
  const plan: Plan = {
    ...{ state, now, held: new Map(state.held), events: [], started: [], keys: new Set<string>() },
    ...{ blocked: undefined, reservation: undefined },
  }
  const turns = createHeap<Turn>((a, b) => goesFirst(a.bucket, b.bucket))
  for (const shape of state.shapes.values()) if (shape.run.phase === 'running') offer(turns, turnOf(shape))
  for (let turn = turns.items[0]; turn !== undefined; turn = turns.items[0]) {
    removeFromHeap(turns, turn)
    if (shortPool(turn.shape, plan.held) !== undefined) plan.blocked ??= turn.shape
    else offer(turns, startOne(plan, turn))
  }
  return plan.events
}

/** Most looks at the line find it as full as before, and should cost little. */
function anyFits({ shapes, held }: OwnedState): boolean {
  for (const shape of shapes.values()) if (shape.run.phase === 'running' && shortPool(shape, held) === undefined) return true
  return false
}

function offer(turns: ReturnType<typeof createHeap<Turn>>, turn: Turn | undefined): void {
  if (turn !== undefined) pushHeap(turns, turn)
}

function turnOf(shape: Shape): Turn | undefined {
  const nextBucket = walkHeap(shape.buckets)
  const bucket = nextBucket()
  return bucket && { shape, nextBucket, bucket, nextEntry: walkLine(bucket), left: bucket.live, passed: 0, heapAt: -1 }
}

/** The same turn with the next bucket; undefined: nothing is left in the shape. */
function withNextBucket(turn: Turn): Turn | undefined {
  const bucket = turn.nextBucket()
  if (bucket === undefined || ++turn.passed > mostPassed) return undefined
  return Object.assign(turn, { bucket, nextEntry: walkLine(bucket), left: bucket.live })
}

/** Starts one bundle of the turn's bucket, if nothing that has a reservation is delayed by it. */
function startOne(plan: Plan, turn: Turn): Turn | undefined {
  const { shape, bucket } = turn
  if (makesRoom(bucket.stage, plan.now)) return withNextBucket(turn)
  const size = allowedSize(plan, shape, bucket, bundleSize(bucket, turn.left, shape))
  if (size === 0) return withNextBucket(turn)
  const entries = take(plan, turn, size)
  if (entries.length === 0) return withNextBucket(turn)
  const { stage } = bucket
  const { pools, limitMs } = shape.needs
  for (const pool in pools) plan.held.set(pool, (plan.held.get(pool) ?? 0) + (pools[pool] ?? 0))
  const eachMs = expectedMs(stage)
  plan.started.push({ holds: pools, expectedEnd: eachMs === undefined ? undefined : plan.now + eachMs * entries.length })
  plan.events.push(startedEvent(entries, stage, pools, limitMs, plan.now))
  return turn
}

/** Written out field by field: this is made for every bundle, and copying a part of it costs as much as all the rest. */
function startedEvent(
  entries: readonly Entry[],
  stage: Bucket['stage'],
  holds: AttemptsStarted['holds'],
  limitMs: number | undefined,
  at: number,
): AttemptsStarted {
  const type = 'AttemptsStarted'
  const run = stage.run.id
  const tasks = entries.map((entry) => entry.task)
  const attempts = tasks.map((task) => (stage.attempts[task] ?? 0) + 1)
  const { index } = stage.definition
  if (limitMs === undefined) return { type, run, at, stage: index, tasks, attempts, holds }
  return { type, run, at, stage: index, tasks, attempts, holds, limitMs }
}

function take(plan: Plan, turn: Turn, size: number): readonly Entry[] {
  const entries: Entry[] = []
  while (entries.length < size) {
    const entry = turn.nextEntry()
    if (entry === undefined) break
    turn.left--
    if (entry.shared && plan.keys.has(entry.key)) continue
    if (entry.shared) plan.keys.add(entry.key)
    entries.push(entry)
  }
  return entries
}

/** 0: it would delay what is reserved. */
function allowedSize(plan: Plan, shape: Shape, { stage }: Bucket, size: number): number {
  const { blocked, now, held } = plan
  if (blocked === undefined) return size
  plan.reservation ??= reserve(blocked, [...plan.state.bundles, ...plan.started], held, now)
  const eachMs = expectedMs(stage)
  if (goesBefore(plan.reservation, shape, now, eachMs === undefined ? undefined : eachMs * size)) return size
  return size > 1 && goesBefore(plan.reservation, shape, now, eachMs) ? 1 : 0
}

const aimMs = 100
const mostInBundle = 256

/** So many attempts that a bundle lasts about a tenth of a second, and never so many that some slots stay empty. */
function bundleSize({ stage }: Bucket, ready: number, shape: Shape): number {
  if (stage.measured === 0) return 1
  const meanMs = stage.measuredMs / stage.measured
  const worthwhile = meanMs * mostInBundle <= aimMs ? mostInBundle : Math.max(1, Math.floor(aimMs / meanMs))
  return worthwhile === 1 ? 1 : Math.max(1, Math.min(worthwhile, Math.ceil(ready / (2 * slotsFor(shape)))))
}
