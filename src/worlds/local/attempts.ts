import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { asStoreError } from '#engine/store-error.ts'
import type { Effect } from '#run/effects.ts'
import type { State } from '#run/state.ts'
import { type Active, createStop } from './active.ts'
import type { Course } from './lane.ts'
import { attemptName, type Paths } from './paths.ts'
import type { Resolving } from './resolving.ts'
import { gathered, inputTrouble, lay, layTogether, prepare, recalledInputs } from './starting.ts'
import { createUnderWay, type EndingTools, lostOutcome, type UnderWay } from './under-way.ts'
import { watchAttempt } from './watch.ts'

type EffectOf<Type extends Effect['type']> = Extract<Effect, { type: Type }>

/** What the engine may ask of attempts, from their start or adoption to the report of their end. */
export interface Attempts {
  start(effect: EffectOf<'start'>, state: State): void
  adopt(effect: EffectOf<'adopt'>, state: State): void
  stop(effect: EffectOf<'stop'>, stage: string): void
  discard(effect: EffectOf<'discard'>, state: State): void
  /** All that was to be adopted is: what lanes of earlier controllers tell of others is not waited for. */
  resumed(): void
  forget: UnderWay['forget']
  /** Limits, measurements, and what does not tell by itself. `now` is monotonic. */
  look(now: number): void
  close(): Promise<void>
}

export type AttemptTools = Resolving & EndingTools & { readonly paths: Paths; readonly graceMs: number }

export function createAttempts(tools: AttemptTools): Attempts {
  const { outbox, paths, graceMs } = tools
  const underWay = createUnderWay(paths, tools)
  const { lanes } = underWay

  function take(effect: EffectOf<'start' | 'adopt'>, state: State): Active[] {
    const bundle: Active[] = []
    for (const prepared of prepare(effect, state, tools)) {
      if ('over' in prepared) {
        const { task, attempt, over: outcome } = prepared
        outbox.push({ type: 'ended', run: effect.run, stage: effect.stage, task, attempt, outcome })
      } else if (underWay.add(prepared.active)) {
        if (prepared.active.spec.script === undefined) underWay.answer(prepared.active, gathered(prepared.active, tools.now()))
        else bundle.push(prepared.active)
      }
    }
    return bundle
  }

  return {
    start(effect, state) {
      const file = state.runs.get(effect.run)?.started.file ?? ''
      begin(take(effect, state), file, underWay, tools).catch((error) => outbox.fail(asStoreError(error, paths.store)))
    },
    adopt(effect, state) {
      for (const active of take(effect, state)) adoptOne(active, underWay)
    },
    stop({ run, task, attempt }, stage) {
      const active = underWay.actives.get(attemptName({ run, stage, task, attempt }))
      if (active !== undefined && !active.ending) stopOne(active, underWay, graceMs)
    },
    discard: (effect, state) => discardOutputs(effect, state, tools),
    resumed: () => lanes.claim(new Set(underWay.actives.keys())),
    forget: underWay.forget,
    look(now) {
      lanes.poll()
      for (const active of underWay.actives.values()) {
        const course = lanes.find(active.name)
        if (course !== undefined) watchAttempt(active, course, { now, graceMs })
      }
      underWay.look(now)
    },
    close: () => lanes.close(),
  }
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
  const ready = together === undefined ? able.filter((active) => layAlone(active, underWay)) : able
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

function layAlone(active: Active, underWay: UnderWay): boolean {
  const trouble = lay(active)
  if (trouble !== undefined) underWay.answer(active, trouble)
  return trouble === undefined
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
  const now = performance.now()
  active.stop = createStop('cancelled', 'cancelled', now + graceMs)
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

function discardOutputs(effect: EffectOf<'discard'>, state: State, tools: AttemptTools): void {
  const stage = state.runs.get(effect.run)?.stages[effect.stage]
  for (const task of effect.tasks) {
    const result = stage?.results.get(task)
    for (const name of effect.outputs) {
      const artefact = result?.outputs[name]
      if (result === undefined || artefact === undefined) continue
      tools.availability.forget(artefact)
      tools.objects.discard(join(tools.paths.runs, result.origin, 'work'), artefact)
    }
  }
}
