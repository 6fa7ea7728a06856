import { readMoment } from '#calendar/moment.ts'
import { zoneOf } from '#calendar/zone.ts'
import { hasJournal, openJournal } from '#journal/open-journal.ts'
import type { Workflow } from '#model/workflow.ts'
import { makePlan, type PlanOptions } from '#plan/make-plan.ts'
import type { Plan } from '#plan/plan.ts'
import type { PlanHistory, PlanInput, There } from '#plan/plan-input.ts'
import type { WaitSample } from '#plan/queue-wait.ts'
import { streamOf } from '#run/look.ts'
import { type StageState, taskStatuses } from '#run/state.ts'
import { Failure } from './failure.ts'
import { forecast } from './forecast.ts'
import type { Host } from './operation.ts'
import type { ResolvedDefinition } from './parameters.ts'
import { type Placement, placementForPlan } from './placement.ts'
import { planHistory } from './plan-history.ts'
import { queueWaits } from './queue-waits.ts'
import { storeBeside } from './store.ts'

/** What a plan of this definition follows from: the file, the machine, and what the store remembers. */
export function planInputOf(
  resolved: ResolvedDefinition,
  host: Pick<Host, 'now' | 'store' | 'folder'>,
  start: string | undefined,
  placement: Placement = placementForPlan(resolved, {}, host.folder),
): PlanInput {
  const { workflow, parameters, pools } = resolved
  const isOnCluster = workflow.stages.some(({ on = placement.on }) => on === 'slurm')
  const { history, waits } = historyOf(storeBeside(host, resolved.path), workflow.name, isOnCluster)
  return {
    ...{ workflow, parameters, pools, start: startOf(start, workflow, host.now()) },
    ...{ history, stretch: new Map(), fixed: new Map() },
    ...(placement.on === 'local' ? {} : { on: placement.on }),
    ...(isOnCluster ? { queue: { partition: placement.partition, waits } } : {}),
  }
}

/** The same, without what a run now would take from the store instead of making it. */
export async function restOf(
  input: PlanInput,
  resolved: ResolvedDefinition,
  host: Pick<Host, 'now' | 'store' | 'folder'>,
): Promise<PlanInput> {
  const store = storeBeside(host, resolved.path)
  if (!hasJournal(store)) return input
  const { run } = await forecast(store, resolved, undefined, host.now())
  // Of pieces that are still to be made nothing is there, not even their number.
  const known = run.workflow.stages.filter(({ index }) => streamOf(run, index)?.growing !== true)
  return { ...input, there: new Map(known.flatMap(({ name, index }) => thereOf(name, run.stages[index]))) }
}

function thereOf(name: string, stage: StageState | undefined): [string, There][] {
  if (stage?.count === undefined) return []
  const tasks = new Set<number>()
  for (let task = 0; task < stage.count; task++) {
    const status = taskStatuses[stage.status[task] ?? 0]
    if (status === 'done' || status === 'skipped') tasks.add(task)
  }
  return [[name, { count: stage.count, tasks }]]
}

/** The plan, or a failure that lists everything that stands against one. */
export async function planned(from: PlanInput, options: PlanOptions, file: string): Promise<Plan> {
  const made = await makePlan(from, options)
  if (!('reasons' in made)) return made
  const said = { en: `${file} cannot be scheduled.`, ko: `${file}의 일정을 짤 수 없습니다.` }
  throw new Failure('no_schedule', said, {
    problems: made.reasons.map(({ at, message }) => ({ code: 'no_schedule', level: 'error', at, message })),
  })
}

function startOf(asked: string | undefined, { start, timezone }: Workflow, now: number): number {
  if (asked === undefined) return start ?? Math.ceil(now / 1000) * 1000
  const { value, problem } = readMoment(asked, zoneOf(timezone))
  if (problem === undefined) return value.kind === 'day' ? value.from : value.at
  throw new Failure('usage', problem.message, problem.hint === undefined ? {} : { hint: problem.hint })
}

interface Remembered {
  readonly history: PlanHistory
  readonly waits: readonly WaitSample[]
}

/** What the store knows of this workflow, and of the cluster; without a store nothing. */
function historyOf(store: string, name: string, isOnCluster: boolean): Remembered {
  if (!hasJournal(store)) return { history: { samples: new Map(), counts: new Map() }, waits: [] }
  const journal = openJournal(store, { readOnly: true })
  try {
    return { history: planHistory(journal, name), waits: isOnCluster ? queueWaits(journal) : [] }
  } finally {
    journal.close()
  }
}
