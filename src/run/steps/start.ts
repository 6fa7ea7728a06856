import { expectedMs } from '../estimates.ts'
import type { AttemptsStarted, RunEvent } from '../events.ts'
import { makesRoom } from '../expectation.ts'
import { compareShares, type Standing } from '../fair-share.ts'
import { createHeap, type Heaped, pushHeap, removeFromHeap, walkHeap } from '../heap.ts'
import { frontOf } from '../line.ts'
import { goesFirst } from '../order.ts'
import type { Bucket, Entry, OwnedState, Shape } from '../owned.ts'
import { walkLine } from '../queue.ts'
import { renewalsFor } from '../renewal.ts'
import { shortPool, slotsFor } from '../room.ts'
import { startSpecial } from '../start-special.ts'
import { awaitIn, emptyPlan, isAllowed, isTwinOfStarted, noteGiven, noteStart, noteWaits, type Plan, standingIn } from '../starting.ts'
import type { Way } from '../ways.ts'

/** A shape's turn in the plan: the best of its buckets that has entries left. */
interface Turn extends Heaped {
  readonly shape: Shape
  readonly nextBucket: () => Bucket | undefined
  bucket: Bucket
  nextEntry: () => Entry | undefined
  left: number
  /** How far its run is in its share, as of when it was offered. */
  standing: Standing
  /** Buckets that were passed over or used up. */
  passed: number
}

/** Past so many that may not start now, the rest of a shape is not looked at: one look must not cost what the line is long. */
const mostPassed = 1000

/** Starts queued tasks, the first in order first, as long as they fit; or asks to be woken when some may. */
export function start(state: OwnedState, now: number): RunEvent[] {
  if (!anyMight(state, now)) return []
  const plan = emptyPlan(state, now)
  const turns = createHeap<Turn>(hasFirstTurn)
  for (const shape of state.shapes.values()) {
    if (shape.run.phase !== 'running') continue
    const turn = turnOf(plan, shape)
    if (turn === undefined) continue
    if (now < shape.run.notBefore) awaitIn(plan, turn.bucket.stage, shape.run.notBefore)
    else pushHeap(turns, turn)
  }
  for (let turn = turns.items[0]; turn !== undefined; turn = turns.items[0]) {
    removeFromHeap(turns, turn)
    if (isBehind(plan, turn)) offer(turns, turn)
    else offer(turns, have(plan, turn))
  }
  if (plan.events.length === 0) return awaitNext(plan)
  return renewalsFor(state, plan.events, now) ?? plan.events
}

const nobody: readonly never[] = []

/** Its turn; undefined: there is no room, or nothing is left of it. */
function have(plan: Plan, turn: Turn): Turn | undefined {
  const { shape, bucket } = turn
  const { terms, pools } = shape.needs
  const count = plan.events.length
  const short = terms === undefined ? shortPool(shape, plan.held) : undefined
  if (short !== undefined) {
    plan.blocked ??= { run: shape.run, pools, people: nobody }
    if (plan.given.size > 0) noteWaits(plan, bucket, [short])
    return undefined
  }
  const next = terms === undefined ? startOne(plan, turn) : startSpecial(plan, terms, turn) ? turn : undefined
  noteGiven(plan, bucket, count)
  if (terms !== undefined && next === undefined && plan.events.length === count && plan.given.size > 0) {
    noteWaits(plan, bucket, terms.ways.flatMap(namesIn))
  }
  return next
}

function namesIn({ pools, people }: Way): readonly string[] {
  return [...Object.keys(pools), ...people.flatMap(({ persons }) => persons)]
}

function hasFirstTurn(a: Turn, b: Turn): boolean {
  const [one, other] = [a.shape.run, b.shape.run]
  return goesFirst(a.bucket, b.bucket, one === other ? 0 : compareShares(one, a.standing, other, b.standing))
}

/** Its run, or another of the same person, was given something since it was offered: it has its turn where it belongs now. */
function isBehind(plan: Plan, turn: Turn): boolean {
  if (plan.charged === undefined) return false
  const { owner, run } = turn.standing
  turn.standing = standingIn(plan, turn.shape.run)
  return turn.standing.owner !== owner || turn.standing.run !== run
}

/** Most looks at the line find it as full as before, and should cost little. */
function anyMight({ shapes, held }: OwnedState, now: number): boolean {
  for (const shape of shapes.values()) {
    if (shape.run.phase !== 'running') continue
    if (shape.needs.terms !== undefined || now < shape.run.notBefore || shortPool(shape, held) === undefined) return true
  }
  return false
}

/** A `tick` is asked for once for each time that something waits for. */
function awaitNext({ state, now, awaited }: Plan): RunEvent[] {
  if (awaited === undefined || (state.awaited > now && state.awaited <= awaited.until)) return []
  const { stage, until } = awaited
  return [{ type: 'OpeningAwaited', run: stage.run.id, at: now, stage: stage.definition.index, until }]
}

function offer(turns: ReturnType<typeof createHeap<Turn>>, turn: Turn | undefined): void {
  if (turn !== undefined) pushHeap(turns, turn)
}

function turnOf(plan: Plan, shape: Shape): Turn | undefined {
  const nextBucket = walkHeap(shape.buckets)
  const bucket = nextBucket()
  return (
    bucket && {
      shape,
      nextBucket,
      bucket,
      nextEntry: walkLine(bucket),
      left: bucket.live,
      standing: standingIn(plan, shape.run),
      passed: 0,
      heapAt: -1,
    }
  )
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
  if (makesRoom(bucket.stage, frontOf(bucket.line)?.task, plan.now)) return withNextBucket(turn)
  const size = allowedSize(plan, shape, bucket, bundleSize(bucket, turn.left, shape))
  if (size === 0) return withNextBucket(turn)
  const entries = take(plan, turn, size)
  if (entries.length === 0) return withNextBucket(turn)
  const { stage } = bucket
  const { pools, limitMs } = shape.needs
  const eachMs = expectedMs(stage)
  const expectedEnd = eachMs === undefined ? undefined : plan.now + eachMs * entries.length
  noteStart(plan, stage, startedEvent(entries, stage, pools, limitMs, plan.now), expectedEnd)
  // Nothing of it is left in line: it does not wait for what it has just taken.
  return turn.left > 0 ? turn : withNextBucket(turn)
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
    if (!isTwinOfStarted(plan, entry)) entries.push(entry)
  }
  return entries
}

/** 0: it would delay what is reserved. */
function allowedSize(plan: Plan, { needs }: Shape, { stage }: Bucket, size: number): number {
  if (plan.blocked === undefined && plan.ahead.length === 0) return size
  const eachMs = expectedMs(stage)
  if (isAllowed(plan, needs.pools, eachMs === undefined ? undefined : eachMs * size)) return size
  return size > 1 && isAllowed(plan, needs.pools, eachMs) ? 1 : 0
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
