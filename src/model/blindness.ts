import type { Stage, Workflow } from './workflow.ts'

/** A blind stage, what has its results in it, and the approvals that all must be given before anybody sees them. */
export interface Blindness {
  readonly stage: number
  /** The stage itself, and every stage that reads it, directly or through others. */
  readonly reaches: ReadonlySet<number>
  readonly approvals: readonly number[]
}

type Stages = Workflow['stages']

const known = new WeakMap<Stages, readonly Blindness[]>()

/** Of each blind stage of a workflow; most have none, and views ask at every look. */
export function blindnessOf(stages: Stages): readonly Blindness[] {
  const found = known.get(stages) ?? stages.filter(({ blind }) => blind === true).map((stage) => describe(stages, stage))
  known.set(stages, found)
  return found
}

function describe(stages: Stages, { index }: Stage): Blindness {
  const reaches = new Set([index])
  for (let before = 0; before !== reaches.size; ) {
    before = reaches.size
    for (const stage of stages) if (reads(stage, reaches)) reaches.add(stage.index)
  }
  const unblinds = ({ human }: Stage) => human?.kind === 'approval' && human.unblinds?.includes(index) === true
  return { stage: index, reaches, approvals: stages.filter(unblinds).map((stage) => stage.index) }
}

/** An approval is of contents and has none itself; what only comes after a stage has nothing of it. */
function reads(stage: Stage, of: ReadonlySet<number>): boolean {
  const { human, dependencies } = stage
  if (shownBy(stage).some((other) => of.has(other))) return true
  return human?.kind !== 'approval' && dependencies.some(({ stage: other, order }) => !order && of.has(other))
}

/** Loops and groups have results of other stages without reading them. */
function shownBy({ loop, group }: Stage): readonly number[] {
  const shown = [...(group?.outputs ?? []), ...(group?.metrics ?? [])].flatMap(({ from }) => from.map(({ stage }) => stage))
  return loop === undefined ? shown : [...loop.turns, ...shown]
}
