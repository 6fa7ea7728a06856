import type { Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { OwnedStage } from './owned.ts'

/** How a task's index names its `foreach` values: the last axis is the fastest; with `zip` all go together. */
export function axisIndex(stage: OwnedStage, task: number, axis: number): number {
  const { fanout } = stage.definition
  if (fanout.kind !== 'foreach' || fanout.zip) return task
  let rest = task
  for (let faster = fanout.axes.length - 1; faster > axis; faster--) rest = Math.floor(rest / Math.max(1, stage.axes[faster]?.length ?? 1))
  return rest % Math.max(1, stage.axes[axis]?.length ?? 1)
}

export function axisNamed(stage: OwnedStage, name: string): number {
  const { fanout } = stage.definition
  return fanout.kind === 'foreach' ? fanout.axes.findIndex((axis) => axis.name === name) : -1
}

export function axisValue(stage: OwnedStage, task: number, axis: number): Value | undefined {
  return stage.axisValues[axis]?.[axisIndex(stage, task, axis)]
}

export function axisJson(stage: OwnedStage, task: number, axis: number): Json | undefined {
  return stage.axes[axis]?.[axisIndex(stage, task, axis)]
}

/** The stage that this one follows element by element. */
export function followed({ run, definition }: OwnedStage): OwnedStage | undefined {
  return definition.fanout.kind === 'each' ? run.stages[definition.fanout.stage] : undefined
}

/** The first one of the stages that this one follows, or itself. */
export function rootOf(stage: OwnedStage): OwnedStage {
  let at = stage
  for (let next = followed(at); next !== undefined; next = followed(at)) at = next
  return at
}

/** Whether it has many tasks: `foreach`, or behind one by `each`. */
export function isFanout(stage: OwnedStage): boolean {
  const { kind } = rootOf(stage).definition.fanout
  return kind === 'foreach' || kind === 'pieces'
}
