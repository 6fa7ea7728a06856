import type { Json } from '#model/json.ts'
import type { WorldName } from '#model/placement.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import { labelOf } from '#run/label.ts'
import { worldOf } from '#run/placed-on.ts'
import type { RunState } from '#run/state.ts'
import { taskValues } from '#run/task-names.ts'
import type { Taken } from './branches.ts'
import type { DurationSample, StageDuration } from './duration.ts'
import { type AssumedCount, type ExpectedRun, expectRun } from './expected-run.ts'
import { learnDuration } from './learned-duration.ts'
import { cpusAsked, learnWait, type QueueWait, type WaitSample } from './queue-wait.ts'
import { togetherOf } from './run-spread.ts'
import { constant, statedDuration, stretched } from './stated-duration.ts'

/** Everything that a plan follows from. What-if questions change it, and plan again. */
export interface PlanInput {
  readonly workflow: Workflow
  readonly parameters: { readonly [name: string]: Json }
  readonly pools: { readonly [name: string]: number }
  readonly history: PlanHistory
  /** UTC ms. */
  readonly start: number
  /** By stage name: all its durations times this. */
  readonly stretch: ReadonlyMap<string, number>
  /** By stage name: all its tasks take so many ms. */
  readonly fixed: ReadonlyMap<string, number>
  /** The world for stages that name none; left out: this machine. */
  readonly on?: WorldName
  /** What is known of the cluster's queue; left out: nothing. */
  readonly queue?: { readonly partition: string; readonly waits: readonly WaitSample[] }
  /** By stage name: what the store has results of, which the run will take instead of making them; left out: all is to be made. */
  readonly there?: ReadonlyMap<string, There>
}

/** Of a stage, as far as the results that are there tell it. */
export interface There {
  readonly count: number
  /** Those that have their result, and those that will be skipped. */
  readonly tasks: ReadonlySet<number>
}

/** What earlier runs of a workflow say of its stages, by stage name: a stage keeps its history when others are added. */
export interface PlanHistory {
  readonly samples: ReadonlyMap<string, readonly DurationSample[]>
  /** Number of tasks in the newest run that expanded it. */
  readonly counts: ReadonlyMap<string, number>
  /** By stage that decides: how often each branch was taken; left out: nothing is known of it. */
  readonly taken?: ReadonlyMap<string, Taken>
  /** What the newest run has left open or waived; left out: nothing. */
  readonly issues?: readonly EarlierIssue[]
}

/** A quality issue of an earlier run that the next one is planned with. */
export interface EarlierIssue {
  /** `RUN#1` */
  readonly id: string
  readonly stage: string
  /** A gate by its name, or a cause of failures. */
  readonly what: string
  readonly kind: 'gate' | 'failure'
  readonly state: 'open' | 'waived'
  readonly tasks: number
  readonly owner: string | undefined
  /** Who has waived it, and why. */
  readonly waiver: { readonly by: string; readonly reason: string } | undefined
}

const nothingTaken: ReadonlyMap<string, Taken> = new Map()

export function takenIn({ history }: PlanInput): ReadonlyMap<string, Taken> {
  return history.taken ?? nothingTaken
}

export function assumedCount({ workflow, history, there }: PlanInput, stage: number): AssumedCount {
  const name = workflow.stages[stage]?.name ?? ''
  const count = there?.get(name)?.count ?? statedPieces(workflow, stage) ?? history.counts.get(name)
  return count === undefined ? { count: 1, counted: 'assumed' } : { count, counted: 'history' }
}

/** How many pieces the file expects. */
function statedPieces({ stages }: Workflow, stage: number): number | undefined {
  const { fanout } = stages[stage] ?? {}
  return fanout?.kind === 'pieces' ? stages[fanout.stage]?.outputs.find(({ name }) => name === fanout.output)?.stream?.expect : undefined
}

/** The run that what is planned would become. */
export function expectedRunOf(input: PlanInput): ExpectedRun {
  const { workflow, parameters, pools, there, on } = input
  const expected = expectRun(workflow, parameters, pools, { assume: (stage) => assumedCount(input, stage), taken: takenIn(input), on })
  return { ...expected, there: workflow.stages.map(({ name }) => there?.get(name)?.tasks) }
}

/** By stage: learned where earlier runs tell enough, else as stated. */
export function durationsOf(input: PlanInput, run: RunState): readonly StageDuration[] {
  const together = togetherOf(input.workflow.stages.map(({ name }) => input.history.samples.get(name) ?? []))
  return input.workflow.stages.map((stage) => {
    const fixed = input.fixed.get(stage.name)
    if (fixed !== undefined) return { source: { kind: 'stated', form: 'value' }, common: 0, together: 0, of: () => constant(fixed) }
    const samples = input.history.samples.get(stage.name) ?? []
    const learned = learnDuration(samples, (task) => ({
      values: numbersOf(run, stage.index, task),
      label: labelOf(run, stage.index, task),
    }))
    const queue = waitOf(input, run, stage)
    const known = {
      ...(learned === undefined ? statedDuration(stage, run) : { ...learned, together }),
      ...(queue === undefined ? {} : { queue }),
    }
    const factor = input.stretch.get(stage.name)
    return factor === undefined ? known : stretched(known, factor)
  })
}

function waitOf({ queue }: PlanInput, run: RunState, stage: Stage): QueueWait | undefined {
  if (queue === undefined || stage.run === undefined || worldOf(stage, run.started) !== 'slurm') return undefined
  return learnWait(queue.waits, { partition: queue.partition, cpus: cpusAsked(stage, run, 0) })
}

/** Scalar numbers among the parameters and `foreach` values. */
export function numbersOf(run: RunState, stage: number, task: number): DurationSample['values'] {
  const numbers: { [name: string]: number } = {}
  for (const [name, value] of Object.entries({ ...run.started.parameters, ...taskValues(run, stage, task) })) {
    if (typeof value === 'number') numbers[name] = value
  }
  return numbers
}
