import type { RunState, State } from '#run/state.ts'
import { soughtBy, stagesTaking } from '#run/taking.ts'

/** A stage of a run that waits for the result of another run. */
interface Waiting {
  readonly run: RunState
  readonly stage: number
}

/** Whether the store has what a stage seeks, as it is now: then it waits no longer than a moment. */
type IsThere = (run: RunState, stage: number) => boolean

/**
 * Runs that wait for each other's results: none of them can ever give any. Undefined: somebody may still bring what is sought, because a run
 * that could does not wait itself, or because none goes on and another may be started. It waits itself when its own stage found nothing.
 */
export function circleOf({ runs }: State, first: Waiting, isThere: IsThere): string | undefined {
  const stuck: Waiting[] = [first]
  const known = new Set([first.run.id])
  for (const waiting of stuck) {
    const could = [...runs.values()].filter((other) => couldGive(other, waiting))
    if (could.length === 0) return undefined
    for (const other of could) {
      if (known.has(other.id)) continue
      const stage = stagesTaking(other).find((index) => !isThere(other, index))
      if (stage === undefined) return undefined
      known.add(other.id)
      stuck.push({ run: other, stage })
    }
  }
  return `runs that wait for each other: ${stuck.map(described).join(', ')}`
}

function couldGive(other: RunState, { run, stage }: Waiting): boolean {
  const sought = soughtBy(run, stage)
  if (other.id === run.id || (other.phase !== 'running' && other.phase !== 'paused') || typeof sought !== 'object') return false
  return sought.from.kind === 'run' ? sought.from.id === other.id : sought.from.name === other.started.name
}

function described({ run, stage }: Waiting): string {
  const sought = soughtBy(run, stage)
  const name = run.workflow.stages[stage]?.name ?? ''
  if (typeof sought !== 'object') return `${run.id}/${name}`
  const { from } = sought
  return `${run.id}/${name} for ${sought.stage} of ${from.kind === 'run' ? `the run ${from.id}` : from.name}`
}
