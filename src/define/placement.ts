import { worldNames } from '#model/placement.ts'
import type { Stage } from '#model/workflow.ts'
import type { Outline } from './outline.ts'
import { textAt } from './pick.ts'

/** `on` of a stage. */
export function worldOf({ entries }: Pick<Outline, 'entries'>): Pick<Stage, 'on'> {
  const on = worldNames.find((name) => name === textAt(entries, 'on'))
  return on === undefined ? {} : { on }
}

/** It says itself that it runs on a cluster, where there is more than a machine has. */
export function isFar(outline: Pick<Outline, 'entries'>): boolean {
  return (worldOf(outline).on ?? 'local') !== 'local'
}
