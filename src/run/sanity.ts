import { invariant } from '#model/invariant.ts'
import { isBarred } from './barring.ts'
import { isFrozen } from './conditions.ts'
import { isShareable } from './flights.ts'
import { isOver, type OwnedRun, type OwnedStage, type OwnedState, owned } from './owned.ts'
import { type State, taskStatuses } from './state.ts'
import { finishedCount, is, isDue, isFinal, skipReasonOf, statusName, statusOf } from './status.ts'
import { isDiscarded } from './temporaries.ts'

/** Recomputes every kept counter and line from scratch; throws `InvariantError` where one is wrong. For tests. */
export function sanityCheck(state: State): void {
  const own = owned(state)
  for (const run of own.runs.values()) checkRun(own, run)
  checkHeld(own)
  checkLine(own)
  checkFlights(own)
}

function same(actual: unknown, expected: unknown, what: string): void {
  invariant(actual === expected, `${what} is ${String(expected)}, and not ${String(actual)}`)
}

function checkRun(state: OwnedState, run: OwnedRun): void {
  same(run.openStages, run.stages.filter((stage) => stage.asked && !stage.finished).length, `open stages of ${run.id}`)
  const failed = run.stages.reduce((sum, stage) => sum + stage.counts.failed, 0)
  same(run.failedTasks, failed, `failed tasks of ${run.id}`)
  for (const stage of run.stages) checkStage(state, stage)
  for (const stage of run.stages) checkSignals(run, stage)
  if (isOver(run)) same(run.bundles.size, 0, `bundles of ${run.id}, which is over`)
}

function checkStage(state: OwnedState, stage: OwnedStage): void {
  const name = `${stage.run.id}/${stage.definition.name}`
  if (stage.asked) checkWaits(state, stage, name)
  else same(stage.count, undefined, `${name}, not asked for, count`)
  if (stage.count === undefined) {
    same(stage.finished, false, `${name} finished`)
    return
  }
  const counts = new Map<string, number>()
  let behind = 0
  for (let task = 0; task < stage.count; task++) {
    const status = statusName(statusOf(stage, task))
    counts.set(status, (counts.get(status) ?? 0) + 1)
    if (status === 'skipped' && skipReasonOf(stage, task) === 'upstream_failed') behind++
    checkTask(stage, task, name)
  }
  for (const status of taskStatuses) same(stage.counts[status], counts.get(status) ?? 0, `${name} ${status}`)
  same(stage.behindFailure, behind, `${name} behind failure`)
  same(stage.finished, finishedCount(stage) === stage.count && stage.streamed?.stream?.open !== true, `${name} finished`)
  checkStream(state, stage, name)
  if (!isOver(stage.run)) checkDue(state, stage, name)
  checkTemporary(stage, name)
}

/** Followers have a task for each piece, and it is known which streams are to be ended. */
function checkStream(state: OwnedState, stage: OwnedStage, name: string): void {
  const { stream, status, count, streamed, results, run } = stage
  if (streamed !== undefined) same(count, streamed.count, `${name} tasks for pieces`)
  same(status.length, count, `${name} statuses`)
  if (stream === undefined) return
  const { producer } = stream
  const over = producer.count !== undefined && isFinal(statusOf(producer, 0))
  if (!isOver(run)) same(state.toClose.has(stage), stream.open && over, `${name} to be ended`)
  for (const [piece, slot] of stream.slots) {
    const isGone = statusOf(stage, slot) === is.skipped
    invariant(results.has(slot) !== isGone, `${name}/${slot} has the piece ${piece}`)
  }
}

function checkSignals(run: OwnedRun, { definition, missingSignals, sending, asked, status }: OwnedStage): void {
  const name = `${run.id}/${definition.name}`
  const declared = run.workflow.coordination?.signals ?? []
  const awaits = definition.coordination?.awaits ?? []
  const missing = awaits.filter(({ signal }) => !run.signals.first.has(declared[signal]?.name ?? ''))
  if (asked) same(missingSignals?.size ?? 0, missing.length, `${name} signals to come`)
  for (const task of sending?.due ?? []) same(sending?.sent.has(task), false, `${name}/${task} sent its signals`)
  if (isOver(run) && run.phase !== 'cancelled') same(sending?.due.size ?? 0, 0, `${name} signals to send`)
  for (const task of sending?.sent ?? []) invariant(task < status.length, `${name}/${task} that sent signals is there`)
}

function checkWaits(state: OwnedState, stage: OwnedStage, name: string): void {
  const { dependencies, fanout } = stage.definition
  const producers = dependencies.map((dependency) => ({ ...dependency, producer: stage.run.stages[dependency.stage] }))
  const open = producers.filter(({ producer }) => producer?.finished !== true)
  same(stage.wholeWaits, open.filter(({ kind }) => kind === 'whole').length, `${name} whole waits`)
  const counted = fanout.kind === 'each' && stage.run.stages[fanout.stage]?.count === undefined ? 1 : 0
  same(stage.expansionWaits, open.filter(({ expansion }) => expansion).length + counted, `${name} expansion waits`)
  same(state.toExpand.has(stage), stage.count === undefined && stage.expansionWaits === 0, `${name} to expand`)
  for (let task = 0; task < (stage.count ?? 0); task++) {
    const elements = producers.filter(({ kind, producer }) => kind === 'element' && !(producer && isFinal(statusOf(producer, task))))
    same(stage.elementWaits?.[task] ?? 0, elements.length, `${name}/${task} element waits`)
  }
}

function checkTask(stage: OwnedStage, task: number, name: string): void {
  const status = statusOf(stage, task)
  const entry = stage.entries[task]
  same(entry !== undefined, status === is.queued || status === is.running, `${name}/${task} entry`)
  if (entry === undefined) return
  same(entry.place === 'running', status === is.running, `${name}/${task} place`)
  if (entry.place === 'line' || entry.place === 'barred') same(entry.place === 'barred', isBarred(stage), `${name}/${task} barred`)
  same(entry.bundle !== undefined, status === is.running, `${name}/${task} bundle`)
}

function checkDue(state: OwnedState, stage: OwnedStage, name: string): void {
  const due = new Set<number>()
  const { items, head } = stage.due.ranges
  for (const { from, count } of items.slice(head)) for (let task = from; task < from + count; task++) due.add(task)
  for (let task = 0; task < (stage.count ?? 0); task++) {
    if (isDue(stage, task)) invariant(due.has(task) && state.toRelease.has(stage), `${name}/${task} is due and known to be`)
  }
}

function checkTemporary(stage: OwnedStage, name: string): void {
  const { temporary } = stage
  if (temporary === undefined) return
  let discarded = 0
  for (let task = 0; task < (stage.count ?? 0); task++) if (isDiscarded(stage, task)) discarded++
  same(temporary.discarded, discarded, `${name} discarded`)
  const readers = stage.run.stages.filter((reader) => reader.asked && !reader.finished)
  const whole = readers.reduce((sum, reader) => sum + reader.links.temporaryWhole.filter((producer) => producer === stage).length, 0)
  same(temporary.wholeReaders, whole, `${name} whole readers`)
}

function checkHeld(state: OwnedState): void {
  const held = new Map<string, number>()
  let bundles = 0
  for (const run of state.runs.values()) bundles += run.bundles.size
  same(state.bundles.size, bundles, 'bundles of all runs')
  for (const { stage, tasks, attempts, holds, left, frozenAt } of state.bundles) {
    same(frozenAt !== undefined, isFrozen(stage), `a bundle of ${stage.definition.name} is stopped where it is`)
    for (const pool in holds) held.set(pool, (held.get(pool) ?? 0) + (holds[pool] ?? 0))
    const open = tasks.filter((task, index) => statusOf(stage, task) === is.running && stage.attempts[task] === attempts[index])
    same(left, open.length, `attempts left in a bundle of ${stage.definition.name}`)
  }
  for (const pool of new Set([...held.keys(), ...state.held.keys()])) {
    const [kept = 0, real = 0] = [state.held.get(pool), held.get(pool)]
    invariant(Math.abs(kept - real) <= 1e-6 * Math.max(1, real), `${real} of ${pool} is held, and not ${kept}`)
  }
}

function checkLine(state: OwnedState): void {
  const live = new Map<unknown, number>()
  for (const run of state.runs.values()) {
    for (const stage of run.stages) {
      for (const entry of stage.entries) {
        if (entry?.place === 'line') live.set(entry.bucket, (live.get(entry.bucket) ?? 0) + 1)
      }
    }
  }
  let known = 0
  for (const { id, buckets } of state.shapes.values()) {
    invariant(buckets.items.length > 0, `shape ${id} has something in line`)
    for (const [at, bucket] of buckets.items.entries()) {
      same(bucket.heapAt, at, 'place in the heap')
      same(bucket.live, live.get(bucket) ?? 0, `tasks in line of ${bucket.stage.definition.name}`)
      const up = buckets.items[(at - 1) >> 1]
      if (at > 0 && up !== undefined) invariant(!buckets.before(bucket, up), 'the first comes first')
      known++
    }
  }
  same(live.size, known, 'buckets with something in line')
}

function checkFlights(state: OwnedState): void {
  let kept = 0
  for (const flight of state.flights.values()) kept += flight instanceof Set ? flight.size : 1
  let real = 0
  for (const run of state.runs.values()) {
    for (const stage of run.stages) {
      for (const entry of stage.entries) if (entry !== undefined && isShareable(entry)) real++
    }
  }
  same(kept, real, 'queued and running tasks by key')
}
