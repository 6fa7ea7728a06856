import type { Json } from '#model/json.ts'
import type { WorldName } from '#model/placement.ts'
import type { Workflow } from '#model/workflow.ts'
import { decide } from '#run/decide.ts'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import type { PlannedStage } from '#run/planned-stage.ts'
import { settle } from '#run/settle.ts'
import { type RunState, taskStatuses } from '#run/state.ts'
import { expectedBranches, notExpected, type Taken } from './branches.ts'

/** What a plan assumes where only the run can tell how many tasks a stage has. */
export interface AssumedCount {
  readonly count: number
  readonly counted: 'history' | 'assumed'
}

export interface ExpectedRun {
  /** Every stage is expanded. Nothing of it has run. */
  readonly run: RunState
  /** By stage: how the number of its tasks is known. */
  readonly counted: readonly ('exact' | 'history' | 'assumed')[]
  /** By stage: tasks that take nothing, as their results are there. */
  readonly there: readonly (ReadonlySet<number> | undefined)[]
}

interface Expecting {
  /** Of a stage that is counted from another one's result; left out: one task. */
  readonly assume?: (stage: number) => AssumedCount
  /** How often each branch was taken before. */
  readonly taken?: ReadonlyMap<string, Taken>
  /** The world for stages that name none; left out: this machine. */
  readonly on?: WorldName | undefined
}

interface Starting {
  readonly planned?: readonly PlannedStage[] | undefined
  readonly on?: WorldName | undefined
}

export const expectedRunName = 'plan'

/**
 * The run that a workflow would become: the core itself expands it, so a plan counts and names tasks as the run will. Stages that are
 * counted from another one's result get the number assumed for them; their `foreach` values are null. Of decisions that hang on results
 * the likeliest branch is expected, and what stands on others is skipped.
 */
export function expectRun(
  workflow: Workflow,
  parameters: { readonly [name: string]: Json },
  pools: { readonly [name: string]: number },
  { assume = () => ({ count: 1, counted: 'assumed' }), taken = new Map(), on }: Expecting = {},
): ExpectedRun {
  const state = createState(() => workflow)
  const counted = workflow.stages.map((): ExpectedRun['counted'][number] => 'exact')
  const take = (events: readonly RunEvent[]) => {
    for (const event of events) evolve(state, withPieces(event))
  }
  // Pieces come while the run goes on: as many as are expected count as there from the beginning.
  const withPieces = (event: RunEvent): RunEvent => {
    if (event.type !== 'StageExpanded' || workflow.stages[event.stage]?.fanout.kind !== 'pieces') return event
    const { count, counted: how } = assume(event.stage)
    counted[event.stage] = how
    return { ...event, count }
  }
  const follow = () => {
    for (let events = settle(state, 0); events.length > 0; events = settle(state, 0)) take(events)
  }
  take(decide(state, { type: 'command', command: startCommand(workflow, parameters, pools, { on }) }, 0))
  follow()
  const run = state.runs.get(expectedRunName)
  if (run === undefined) throw new Error('a start command begins a run')
  for (const { index, fanout } of workflow.stages) {
    if (run.stages[index]?.count !== undefined || fanout.kind !== 'foreach') continue
    const { count, counted: how } = assume(index)
    const axes = fanout.axes.map(() => new Array<Json>(fanout.axes.length > 1 && !fanout.zip ? 1 : count).fill(null))
    if (fanout.axes.length > 1 && !fanout.zip) axes[0] = new Array<Json>(count).fill(null)
    take([{ type: 'StageExpanded', run: expectedRunName, at: 0, stage: index, count, axes }])
    counted[index] = how
    follow()
  }
  for (const { index, fanout } of workflow.stages) {
    if (fanout.kind === 'each' && counted[index] === 'exact') counted[index] = counted[fanout.stage] ?? 'exact'
  }
  take(skipped(workflow, run, taken))
  return { run, counted, there: [] }
}

export function tasksOf({ run }: ExpectedRun): number {
  return run.stages.reduce((sum, { count }) => sum + (count ?? 0), 0)
}

/** What the expected branches leave out. */
function skipped(workflow: Workflow, run: RunState, taken: ReadonlyMap<string, Taken>): readonly RunEvent[] {
  const out = notExpected(workflow, expectedBranches(workflow, taken))
  return [...out].flatMap((stage): readonly RunEvent[] => {
    const { count = 0, status } = run.stages[stage] ?? {}
    const tasks = Array.from({ length: count }, (_, task) => task).filter((task) => taskStatuses[status?.[task] ?? 0] === 'waiting')
    return tasks.length === 0 ? [] : [{ type: 'TasksSkipped', run: run.id, at: 0, stage, tasks, reason: 'branch' }]
  })
}

export function startCommand(
  workflow: Workflow,
  parameters: { readonly [name: string]: Json },
  pools: { readonly [name: string]: number },
  { planned, on }: Starting = {},
) {
  const named = { run: expectedRunName, name: workflow.name, definition: '', file: '', fingerprint: '' }
  return {
    type: 'start' as const,
    ...named,
    parameters,
    pools,
    ...(planned === undefined ? {} : { planned }),
    ...(on === undefined ? {} : { on }),
  }
}
