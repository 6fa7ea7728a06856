import { clusterPools } from '#model/placement.ts'
import type { Stage } from '#model/workflow.ts'
import type { RunStarted } from './events.ts'
import type { State } from './state.ts'

/** The world in which a stage's attempts run: its own `on`, else the run's, else this machine. */
export function worldOf(definition: Pick<Stage, 'on'> | undefined, started: Pick<RunStarted, 'on'> | undefined): string {
  return definition?.on ?? started?.on ?? 'local'
}

export function worldNameOf(state: State, run: string, stage: number): string {
  const found = state.runs.get(run)
  return worldOf(found?.workflow.stages[stage], found?.started)
}

/** What is held here for amounts that are asked of a world elsewhere; undefined: it runs here, and holds them. */
export function heldFor(
  world: string,
  amounts: ReadonlyMap<string, number>,
  capacities: RunStarted['pools'],
): ReadonlyMap<string, number> | undefined {
  if (world === 'local') return undefined
  const held = new Map([...amounts].filter(([pool]) => !clusterPools.has(pool)))
  if (Object.hasOwn(capacities, world)) held.set(world, world === 'ssh' ? Math.max(1, Math.ceil(amounts.get('cpu') ?? 1)) : 1)
  return held
}
