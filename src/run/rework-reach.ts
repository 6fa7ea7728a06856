import type { Dependency } from '#model/workflow.ts'
import { followed } from './axes.ts'
import type { OwnedRun, OwnedStage } from './owned.ts'

/** What is to be done again when an earlier stage is. */
export interface Reach {
  /** By stage, in the order of the dependencies; `single`: only the element of the task that asked for it. */
  readonly stages: ReadonlyMap<number, 'single' | 'all'>
  /** The stage that is done again, the one whose gate asked for it, and what lies on a way between them: these have the changed values. */
  readonly between: ReadonlySet<number>
}

/**
 * The stage that is done again, what reads it, near or far, as its products are of the old round, and what lies between it and the gate.
 * Where the gate's stage follows it element by element, and hangs on it in no other way, only that element is done again.
 */
export function reachOf(run: OwnedRun, from: number, to: OwnedStage): Reach {
  const between = stagesBetween(run, from, to.definition.index)
  const single = reached(run, from, between, isElementOf(to, from) ? 'single' : 'all')
  const stages = single.get(to.definition.index) === 'single' ? single : reached(run, from, between, 'all')
  return { stages, between }
}

function reached(run: OwnedRun, from: number, between: ReadonlySet<number>, first: 'single' | 'all'): Map<number, 'single' | 'all'> {
  const found = new Map<number, 'single' | 'all'>([[from, first]])
  for (const index of run.order) {
    if (index === from || run.stages[index]?.asked !== true) continue
    const { dependencies = [], loop } = run.workflow.stages[index] ?? {}
    // A loop comes after its turns, and has what they have made.
    const made = between.has(index) || loop !== undefined
    const before = dependencies.filter((dependency) => found.has(dependency.stage) && (made || isMadeOf(dependency)))
    if (before.length === 0) continue
    found.set(index, before.every(({ stage, kind }) => kind === 'element' && found.get(stage) === 'single') ? 'single' : 'all')
  }
  return found
}

/** It reads what the other has made, or hangs on how that ended; what only comes after it does not. */
function isMadeOf({ order, join, branches }: Dependency): boolean {
  return !order || join !== undefined || branches !== undefined
}

/** Whether a stage is that stage, or follows it element by element. */
function isElementOf(stage: OwnedStage, from: number): boolean {
  for (let at: OwnedStage | undefined = stage; at !== undefined; at = followed(at)) if (at.definition.index === from) return true
  return false
}

/** What lies on a way from one stage to another, with both. */
function stagesBetween(run: OwnedRun, from: number, to: number): ReadonlySet<number> {
  const after = new Set([from])
  for (const index of run.order) {
    if (run.workflow.stages[index]?.dependencies.some(({ stage }) => after.has(stage))) after.add(index)
  }
  const between = new Set([to])
  for (const index of [...run.order].reverse()) {
    if (!between.has(index)) continue
    for (const { stage } of run.workflow.stages[index]?.dependencies ?? []) if (after.has(stage)) between.add(stage)
  }
  return between
}
