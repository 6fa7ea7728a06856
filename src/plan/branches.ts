import { topologicalOrder } from '#analyze/order.ts'
import type { Expression } from '#expression/compiled.ts'
import type { Decision } from '#model/branching.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import { randomStream } from '#worlds/simulated/random.ts'

/** How often each branch of a decision was taken in earlier runs, by its name. */
export type Taken = ReadonlyMap<string, number>

export interface Chances {
  /** By branch. */
  readonly chances: readonly number[]
  /** `stated`: by the file; `history`: from earlier runs; `assumed`: nobody knows, so all alike. */
  readonly source: 'stated' | 'history' | 'assumed'
}

/** How likely each branch is: as the file says (what is left is shared by the others), else by earlier runs, else all alike. */
export function chancesOf({ branches }: Decision, taken: Taken | undefined): Chances {
  const stated = branches.filter(({ chance }) => chance !== undefined)
  const times = branches.map(({ name }) => taken?.get(name) ?? 0)
  const sum = times.reduce((total, one) => total + one, 0)
  // Half a run more for each branch (Jeffreys' prior): what was not seen in few runs is not impossible.
  if (stated.length === 0 && sum > 0) return { chances: times.map((one) => (one + 0.5) / (sum + 0.5 * times.length)), source: 'history' }
  const left = Math.max(0, 1 - stated.reduce((total, { chance = 0 }) => total + chance, 0))
  const silent = Math.max(1, branches.length - stated.length)
  return { chances: branches.map(({ chance }) => chance ?? left / silent), source: stated.length > 0 ? 'stated' : 'assumed' }
}

/** Whether a decision hangs on results, so that only the run can tell; what hangs on parameters is decided by the core itself. */
export function hangsOnResults({ branches }: Decision): boolean {
  const results = new Set(['metrics', 'outputs', 'count', 'done'])
  return branches.some(({ condition }) => condition?.references.some(({ parts }) => parts.some((part) => results.has(part))))
}

/** The branch that is expected of each decision that hangs on results: the likeliest, and of equal ones the first. */
export function expectedBranches(workflow: Workflow, history: ReadonlyMap<string, Taken>): ReadonlyMap<number, number> {
  const expected = new Map<number, number>()
  for (const { index, name, decision } of workflow.stages) {
    if (decision === undefined || !hangsOnResults(decision)) continue
    const { chances } = chancesOf(decision, history.get(name))
    expected.set(index, chances.indexOf(Math.max(...chances)))
  }
  return expected
}

/** The stages that do not run when these branches are taken: those of others, and what reads them. */
export function notExpected(workflow: Workflow, expected: ReadonlyMap<number, number>): ReadonlySet<number> {
  const out = new Set<number>()
  if (expected.size === 0) return out
  for (const index of topologicalOrder(workflow)) {
    const stage = workflow.stages[index]
    if (stage !== undefined && isOut(stage, out, expected)) out.add(index)
  }
  return out
}

function isOut({ dependencies }: Stage, out: ReadonlySet<number>, expected: ReadonlyMap<number, number>): boolean {
  const joined = dependencies.filter(({ join }) => join === 'any')
  if (joined.length > 0 && joined.every(({ stage }) => out.has(stage))) return true
  return dependencies.some(({ stage, order, join, branches }) => {
    if (join === 'any' || join === 'finished') return false
    if (branches === undefined) return out.has(stage) && (!order || join === 'all')
    const branch = expected.get(stage)
    return out.has(stage) || (branch !== undefined && !branches.includes(branch))
  })
}

/** The workflow with decisions that are drawn where only results could tell, the same for the same seed. */
export function withDrawnBranches(workflow: Workflow, history: ReadonlyMap<string, Taken>, seed: number): Workflow {
  if (workflow.stages.every(({ decision }) => decision === undefined)) return workflow
  const stages = workflow.stages.map((stage): Stage => {
    const { decision, name } = stage
    if (decision === undefined || !hangsOnResults(decision)) return stage
    const { chances } = chancesOf(decision, history.get(name))
    return { ...stage, decision: { ...decision, branches: drawn(decision, chances, seed, name) } }
  })
  return { ...workflow, stages }
}

/** One draw for each task: a branch holds when the draw lies in its share. */
function drawn({ branches }: Decision, chances: readonly number[], seed: number, name: string): Decision['branches'] {
  let below = 0
  return branches.map((branch, index) => {
    below += chances[index] ?? 0
    return branch.condition === undefined ? branch : { ...branch, condition: lessThan(below, seed, name) }
  })
}

function lessThan(share: number, seed: number, name: string): Expression {
  return {
    source: `chance < ${share}`,
    type: { kind: 'boolean' },
    references: [],
    evaluate: (names) => randomStream(seed, `branch of ${name}/${String(names.get('task'))}`).next() < share,
  }
}
