import type { Workflow } from '#model/workflow.ts'
import type { Result, RunEvent, RunStarted } from '#run/events.ts'
import { type RunState, type StageState, type TaskStatus, taskStatuses } from '#run/state.ts'

/** The state of a run after a journal written by hand: as much of the fold as a report reads. */
export function fold(workflow: Workflow, events: readonly RunEvent[]): RunState {
  const stages = workflow.stages.map(() => new StageByFold())
  const started = events.find((event): event is RunStarted => event.type === 'RunStarted')
  if (started === undefined) throw new Error('the journal starts no run')
  let phase: RunState['phase'] = 'running'
  for (const event of events) {
    if (event.type === 'RunEnded') phase = event.outcome
    if ('stage' in event) stages[event.stage]?.apply(event)
  }
  return { id: started.run, workflow, started, phase, stages, inputs: new Map([['ising.mjs', 'ab'.repeat(32)]]) }
}

class StageByFold implements StageState {
  count: number | undefined = undefined
  status = new Uint8Array(0)
  readonly axes = []
  readonly results = new Map<number, Result>()

  get counts(): StageState['counts'] {
    const counts = Object.fromEntries(taskStatuses.map((status) => [status, 0])) as { [status in TaskStatus]: number }
    for (const index of this.status) counts[taskStatuses[index] ?? 'waiting']++
    return counts
  }

  apply(event: RunEvent): void {
    if (event.type === 'StageExpanded') {
      this.count = event.count
      this.status = new Uint8Array(event.count)
    } else if (event.type === 'TasksQueued') this.set(event.tasks, 'queued')
    else if (event.type === 'TasksSkipped') this.set(event.tasks, 'skipped')
    else if (event.type === 'AttemptsStarted') this.set(event.tasks, 'running')
    else if (event.type === 'TasksReused') {
      for (const { task, result } of event.results) this.results.set(task, result)
      this.set(
        event.results.map((one) => one.task),
        'done',
      )
    } else if (event.type === 'AttemptEnded') {
      this.set([event.task], event.then.kind === 'retry' ? 'retrying' : event.then.kind)
      if (event.then.kind === 'done' && event.outcome.kind === 'succeeded') this.results.set(event.task, event.outcome.result)
    }
  }

  private set(tasks: readonly number[], status: TaskStatus): void {
    for (const task of tasks) this.status[task] = taskStatuses.indexOf(status)
  }
}
