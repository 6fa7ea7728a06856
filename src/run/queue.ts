import { createHeap, moveInHeap, pushHeap, rebuildHeap, removeFromHeap } from './heap.ts'
import { createLine, dropFront, frontOf } from './line.ts'
import { goesFirst } from './order.ts'
import type { Bucket, Entry, OwnedRun, OwnedStage, OwnedState, Shape } from './owned.ts'
import type { Needs } from './ways.ts'

/**
 * The line of queued tasks. Tasks that need the same are one shape, so whether they fit is asked once; within a shape
 * the stages stand in the order of `order.ts`, and within a stage the tasks by arrival. What leaves from the middle is only marked,
 * and dropped when it comes to the front.
 */
export function enterLine(state: OwnedState, entry: Entry, needs: Needs): void {
  const bucket = bucketOf(entry.stage, needs)
  entry.place = 'line'
  entry.bucket = bucket
  putInLine(bucket, entry)
  bucket.live++
  if (bucket.heapAt >= 0) {
    if (frontOf(bucket.line) === entry) moveInHeap(bucket.shape.buckets, bucket)
    return
  }
  const { buckets, id } = bucket.shape
  if (buckets.items.length === 0) state.shapes.set(id, bucket.shape)
  pushHeap(buckets, bucket)
}

/** At the end; of a planned run before those of its stage that were to start later. */
function putInLine({ stage: { planned }, line }: Bucket, entry: Entry): void {
  let at = line.items.length
  const way = planned?.toGo[entry.task]
  if (way !== undefined) while (at > line.head && (planned?.toGo[line.items[at - 1]?.task ?? 0] ?? 0) < way) at--
  if (at === line.items.length) line.items.push(entry)
  else line.items.splice(at, 0, entry)
}

/** `place` is where the entry is from now on. */
export function leaveLine(state: OwnedState, entry: Entry, place: Entry['place']): void {
  const { bucket } = entry
  const stood = entry.place === 'line'
  entry.place = place
  if (!stood || bucket === undefined) return
  bucket.live--
  trim(state, bucket)
}

function isLive(entry: Entry, bucket: Bucket): boolean {
  return entry.place === 'line' && entry.bucket === bucket
}

function trim(state: OwnedState, bucket: Bucket): void {
  const { line, shape } = bucket
  const before = frontOf(line)
  for (let front = frontOf(line); front !== undefined && !isLive(front, bucket); front = frontOf(line)) dropFront(line)
  const front = frontOf(line)
  if (front === before) return
  if (front !== undefined) {
    moveInHeap(shape.buckets, bucket)
    return
  }
  line.items.length = 0
  line.head = 0
  removeFromHeap(shape.buckets, bucket)
  if (shape.buckets.items.length === 0) state.shapes.delete(shape.id)
}

function bucketOf(stage: OwnedStage, needs: Needs): Bucket {
  const kept = stage.buckets.get(needs.id)
  if (kept !== undefined) return kept
  const bucket: Bucket = { stage, shape: shapeOf(stage.run, needs), line: createLine(), live: 0, heapAt: -1 }
  stage.buckets.set(needs.id, bucket)
  return bucket
}

function shapeOf(run: OwnedRun, needs: Needs): Shape {
  const kept = run.shapes.get(needs.id)
  if (kept !== undefined) return kept
  const shape: Shape = { id: `${run.id} ${needs.id}`, run, needs, buckets: createHeap(goesFirst) }
  run.shapes.set(needs.id, shape)
  return shape
}

/** After the run's criticalities have changed. */
export function sortLine(state: OwnedState, run: OwnedRun): void {
  for (const shape of state.shapes.values()) if (shape.run === run) rebuildHeap(shape.buckets)
}

/** Live entries of a bucket from the front, one at a time, without taking them; undefined: there are no more. */
export function walkLine(bucket: Bucket): () => Entry | undefined {
  const { items, head } = bucket.line
  let at = head
  return () => {
    while (at < items.length) {
      const entry = items[at++]
      if (entry !== undefined && isLive(entry, bucket)) return entry
    }
    return undefined
  }
}
