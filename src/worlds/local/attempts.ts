import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asStoreError } from '#engine/store-error.ts'
import { type Active, createStop, type Stop } from '#worlds/attempt/active.ts'
import { lostOutcome } from '#worlds/attempt/ending.ts'
import type { Executor, ExecutorTools } from '#worlds/attempt/executor.ts'
import type { Course } from '#worlds/attempt/lane.ts'
import { stopForOthers } from '#worlds/attempt/limits.ts'
import { attemptName } from '#worlds/attempt/paths.ts'
import { readPieces } from '#worlds/attempt/piece-stream.ts'
import { createSetUps } from '#worlds/attempt/set-ups.ts'
import { inputTrouble, lay, layState, layTogether, recalledInputs } from '#worlds/attempt/starting.ts'
import { streamedOf } from '#worlds/attempt/streaming.ts'
import { unseen } from '#worlds/attempt/unseen.ts'
import { createUnderWay, type UnderWay } from './under-way.ts'
import { watchAttempt } from './watch.ts'

export type AttemptTools = ExecutorTools & { readonly graceMs: number; readonly controlGroups: boolean }

export function createAttempts(tools: AttemptTools): Executor {
  const { outbox, paths, graceMs } = tools
  const underWay = createUnderWay(paths, tools)
  const { lanes } = underWay
  const setUps = createSetUps(tools.now)

  function beginAt(setUpAt: number | undefined, bundle: readonly Active[], file: string): void {
    const names = bundle.map(({ name }) => name)
    const begun =
      setUpAt === undefined
        ? begin(bundle, file, underWay, tools)
        : setUps.wait(names, setUpAt).then(() => begin(bundle, file, underWay, tools))
    begun.catch((error) => outbox.fail(asStoreError(error, paths.store)))
  }

  function tellStreams(actives: readonly Active[], now: number): void {
    const streaming = actives.filter(({ stream, ending }) => stream !== undefined && !ending)
    for (const active of streaming) {
      const told = streamedOf(active, now - (active.begunAt ?? now), streaming.length)
      if (told !== undefined) outbox.push(told)
    }
  }

  return {
    start(effect, state) {
      const setUpAt = effect.setupMs === undefined ? undefined : tools.now() + effect.setupMs
      beginAt(setUpAt, underWay.take(effect, state), state.runs.get(effect.run)?.started.file ?? '')
    },
    adopt(effect, state) {
      const bundle = underWay.take(effect, state)
      const { setUpAt } = effect
      // Nothing runs while instruments are set up: whoever led before may never have begun it.
      const notBegun = setUpAt === undefined ? [] : bundle.filter(({ name }) => lanes.find(name) === undefined)
      for (const active of bundle) if (!notBegun.includes(active)) adoptOne(active, underWay)
      if (notBegun.length > 0) beginAt(setUpAt, notBegun, state.runs.get(effect.run)?.started.file ?? '')
    },
    stop(effect, stage) {
      const { run, task, attempt } = effect
      const name = attemptName({ run, stage, task, attempt })
      const active = underWay.actives.get(name)
      if (active === undefined && effect.unseen) endUnseen(unseen(effect, stage, join(paths.runs, name)), underWay, graceMs)
      if (active !== undefined && !active.ending) stopOne(active, underWay, graceMs)
      setUps.wake(attemptName({ run, stage, task, attempt }))
    },
    preempt({ run, task, attempt }, stage) {
      const name = attemptName({ run, stage, task, attempt })
      const active = underWay.actives.get(name)
      if (active === undefined || active.ending || active.stop !== undefined) return
      endOne(active, stopForOthers(active, performance.now(), graceMs), underWay, graceMs)
      setUps.wake(name)
    },
    hold({ type, run, task, attempt, frozenMs }, stage) {
      const active = underWay.actives.get(attemptName({ run, stage, task, attempt }))
      if (active === undefined) return
      const course = lanes.find(active.name)
      // What has not begun in its bundle was not stopped either.
      active.frozenMs = course?.startedAt === undefined ? 0 : frozenMs
      active.frozenAt = type === 'freeze' ? performance.now() : undefined
      if (course !== undefined) watchAttempt(active, course, { now: performance.now(), graceMs })
    },
    resumed: () => lanes.claim(new Set(underWay.actives.keys())),
    forget: underWay.forget,
    look(now) {
      lanes.poll()
      for (const active of underWay.actives.values()) {
        const course = lanes.find(active.name)
        if (course !== undefined) watchAttempt(active, course, { now, graceMs })
      }
      tellStreams([...underWay.actives.values()], now)
      for (const active of underWay.actives.values()) readPieces(active, tools)
      underWay.look(now)
    },
    async close() {
      setUps.close()
      await lanes.close()
    },
  }
}

/** What may still run of it is ended; what is not there is answered at once. */
function endUnseen(active: Active, underWay: UnderWay, graceMs: number): void {
  if (!underWay.add(active)) return
  adoptOne(active, underWay)
  if (underWay.actives.get(active.name) === active && !active.ending) stopOne(active, underWay, graceMs)
}

/** Lays out a bundle and gives it to a lane. */
async function begin(bundle: readonly Active[], file: string, underWay: UnderWay, tools: AttemptTools): Promise<void> {
  const able: Active[] = []
  for (const active of bundle) {
    const trouble = await inputTrouble(active, { file }, tools)
    if (trouble !== undefined) underWay.answer(active, trouble)
    else if (active.stop !== undefined) underWay.answer(active, lostOutcome(active))
    else able.push(active)
  }
  const together = layTogether(able, tools.paths.runs)
  const ready = together === undefined ? await layEach(able, underWay) : able
  const [first] = ready
  if (first === undefined) return
  const names = ready.map(({ name }) => name)
  const { memoryBytes, outputs } = first.spec
  const kernelLimit = underWay.lanes.give({ names, memoryBytes, file: together, withOutputs: outputs.length > 0 })
  for (const active of ready) {
    active.kernelLimit = kernelLimit
    active.givenAt = performance.now()
  }
}

async function layEach(bundle: readonly Active[], underWay: UnderWay): Promise<readonly Active[]> {
  const laid: Active[] = []
  for (const active of bundle) {
    const trouble = lay(active) ?? (active.spec.checkpoint === undefined ? undefined : await layState(active))
    if (trouble !== undefined) underWay.answer(active, trouble)
    else laid.push(active)
  }
  return laid
}

function adoptOne(active: Active, underWay: UnderWay): void {
  const course = underWay.lanes.find(active.name)
  active.inputs = recalledInputs(active.folder)
  active.kernelLimit = course?.lane.group !== undefined
  if (course === undefined) underWay.answer(active, lostOutcome(active))
  else if (course.end !== undefined) underWay.finish(course)
  else if (!course.lane.isAlive()) {
    // It may have recorded the end, and ended, since its records were read.
    underWay.lanes.poll()
    if (course.end === undefined) underWay.lose(course.lane, [course])
  }
}

function stopOne(active: Active, underWay: UnderWay, graceMs: number): void {
  endOne(active, createStop('cancelled', 'cancelled', performance.now() + graceMs), underWay, graceMs)
}

function endOne(active: Active, stop: Stop, underWay: UnderWay, graceMs: number): void {
  const now = performance.now()
  active.stop = stop
  underWay.lanes.poll()
  const course = underWay.lanes.find(active.name)
  if (course === undefined) return
  if (course.startedAt === undefined) disarm(active.folder, course)
  else watchAttempt(active, course, { now, graceMs })
}

/** An attempt that waits in its lane is made harmless: the lane runs this instead, and records its end. */
function disarm(folder: string, { lane, inLane }: Course): void {
  if (inLane !== undefined) writeFileSync(join(lane.folder, `x${inLane}`), '')
  const command = join(folder, 'command.sh')
  if (!existsSync(command)) return
  writeFileSync(`${command}.cancelled`, 'exit 143\n')
  renameSync(`${command}.cancelled`, command)
}
