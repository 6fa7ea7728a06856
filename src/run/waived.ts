import { labelOf } from './label.ts'
import type { OwnedRun, OwnedStage } from './owned.ts'
import type { RunState } from './state.ts'
import type { TakenFrom, TakenWaiver } from './taken-from.ts'

/**
 * What rests on waivers. A task rests on those of its own result, on those that a result brought along which was taken from another run,
 * and on those of everything that it was made of.
 */

/** A waiver on which a task rests. `run`: it was given there, and the result was taken from it. */
export interface Waiver extends Omit<TakenWaiver, 'run' | 'workflow'> {
  readonly task: number
  readonly run?: string
  readonly workflow?: string
}

/** The same waiver, of as many tasks of a stage as it was given for, and all that rests on it. */
export interface Waived extends Waiver {
  readonly tasks: number
  /** By stage, tasks that are done. */
  readonly resting: ReadonlyMap<number, ReadonlySet<number> | 'all'>
}

/** Waivers on which a task rests, the nearest first; at most so many. `task` undefined: any task of the stage. */
export function waiversUnder(stage: OwnedStage, task: number | undefined, atMost: number): readonly Waiver[] {
  if (!hasWaivers(stage.run)) return []
  const found: Waiver[] = []
  const seen = new Set<string>()
  const open: { readonly stage: OwnedStage; readonly task: number | undefined }[] = [{ stage, task }]
  for (let at = open.shift(); at !== undefined && found.length < atMost; at = open.shift()) {
    const name = `${at.stage.definition.index}/${at.task ?? '*'}`
    if (seen.has(name)) continue
    seen.add(name)
    for (const one of at.task === undefined ? tasksWithWaivers(at.stage) : [at.task]) found.push(...ownWaivers(at.stage, one))
    for (const { before, isElement } of madeOf(at.stage)) open.push({ stage: before, task: isElement ? at.task : undefined })
  }
  return found.slice(0, atMost)
}

/** The same, by index. */
export function waiversBefore(run: RunState, stage: number, task: number, atMost: number): readonly Waiver[] {
  const owned = (run as OwnedRun).stages[stage]
  return owned === undefined ? [] : waiversUnder(owned, task, atMost)
}

/** All waivers of a run that hold, in the order of its stages, with what rests on them. */
export function waivedOf(run: RunState): readonly Waived[] {
  const owned = run as OwnedRun
  if (!hasWaivers(owned)) return []
  const groups = new Map<string, { readonly index: number; readonly first: Waiver; readonly tasks: Set<number> }>()
  for (const index of owned.order) {
    const stage = owned.stages[index]
    if (stage === undefined) continue
    for (const task of tasksWithWaivers(stage)) {
      for (const waiver of ownWaivers(stage, task)) {
        const { stage: of, gate, by, reason, run: from = '' } = waiver
        const name = JSON.stringify([index, of, gate, by, reason, from])
        const known = groups.get(name)
        if (known === undefined) groups.set(name, { index, first: waiver, tasks: new Set([task]) })
        else known.tasks.add(task)
      }
    }
  }
  return [...groups.values()].map(({ index, first, tasks }) => ({
    ...first,
    tasks: tasks.size,
    resting: restingOn(owned, index, tasks),
  }))
}

/** Whether a task is among them. */
export function rests({ resting }: Waived, stage: number, task: number): boolean {
  const tasks = resting.get(stage)
  return tasks === 'all' || tasks?.has(task) === true
}

/** What a result brings along to the run that takes it. */
export function waiversToTake(run: RunState, stage: number, task: number): Pick<TakenFrom, 'waivers'> {
  const under = waiversBefore(run, stage, task, mostTaken)
  if (under.length === 0) return {}
  const { id, workflow } = run
  return {
    waivers: under.map(({ task: _, ...waiver }) => ({ ...waiver, run: waiver.run ?? id, workflow: waiver.workflow ?? workflow.name })),
  }
}

const mostTaken = 20

function restingOn(run: OwnedRun, source: number, tasks: ReadonlySet<number>): Waived['resting'] {
  const reached = new Map<number, ReadonlySet<number> | 'all'>([[source, tasks]])
  for (const index of run.order) {
    const stage = run.stages[index]
    if (stage === undefined || index === source) continue
    for (const { before, isElement } of madeOf(stage)) {
      const there = reached.get(before.definition.index)
      if (there === undefined) continue
      const here = reached.get(index)
      if (!isElement || there === 'all' || here === 'all') reached.set(index, 'all')
      else reached.set(index, here === undefined ? there : new Set([...here, ...there]))
    }
  }
  for (const index of reached.keys()) if ((run.stages[index]?.counts.done ?? 0) === 0) reached.delete(index)
  return reached
}

function hasWaivers({ stages, takers }: OwnedRun): boolean {
  return stages.some(({ letPass }) => letPass.size > 0) || takers.some((stage) => takenWaivers(stage, 0).length > 0)
}

function tasksWithWaivers(stage: OwnedStage): Iterable<number> {
  return stage.definition.take === undefined ? stage.letPass.keys() : new Set([...stage.letPass.keys(), 0])
}

function takenWaivers({ results }: OwnedStage, task: number): readonly TakenWaiver[] {
  return results.get(task)?.taken?.waivers ?? []
}

function ownWaivers(stage: OwnedStage, task: number): readonly Waiver[] {
  const { letPass, definition, run } = stage
  const own = (letPass.get(task) ?? []).map(({ gate, waiver }) => ({
    ...{ stage: definition.name, task, label: labelOf(run, definition.index, task) },
    ...{ gate: definition.gates[gate]?.name ?? '', by: waiver?.by ?? '', reason: waiver?.reason ?? '' },
  }))
  return [...own, ...takenWaivers(stage, task).map((waiver) => ({ ...waiver, task }))]
}

/** What its results are made of. A loop comes after its turns, and has what they have made. */
function madeOf({ definition, run }: OwnedStage): readonly { readonly before: OwnedStage; readonly isElement: boolean }[] {
  return definition.dependencies.flatMap(({ stage, kind, order, join }) => {
    const before = run.stages[stage]
    if (before === undefined || (order && join === undefined && definition.loop === undefined)) return []
    return [{ before, isElement: kind === 'element' }]
  })
}
