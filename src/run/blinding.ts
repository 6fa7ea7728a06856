import { blindnessOf } from '#model/blindness.ts'
import type { RunEvent } from './events.ts'
import type { Then } from './outcome.ts'
import type { RunState, StageState } from './state.ts'

const nothing: ReadonlySet<number> = new Set()

/**
 * Results that nobody is to see yet: those of stages that are `blind`, until every approval that unblinds them is given, and of whatever
 * has them in it. They are computed, judged and handed on as always; only who looks on does not see them. An approval that lapses, because
 * what it is of changes, hides them again: a stage is done anew only after its approval is waited for.
 */
export function hiddenStages(run: RunState): ReadonlySet<number> {
  const blind = blindnessOf(run.workflow.stages).filter(({ approvals }) => !approvals.every((index) => isGiven(run, index)))
  if (blind.length === 0) return nothing
  return new Set(blind.flatMap(({ reaches }) => [...reaches]))
}

function isGiven(run: RunState, approval: number): boolean {
  const { count, counts } = run.stages[approval] ?? {}
  return count !== undefined && count > 0 && counts?.done === count
}

/** The run as who looks on may see it: without the results that are hidden. */
export function visibleRun(run: RunState): RunState {
  const hidden = hiddenStages(run)
  if (hidden.size === 0) return run
  const without = (stage: StageState): StageState => ({ ...stage, results: new Map() })
  return { ...run, stages: run.stages.map((stage, index) => (hidden.has(index) ? without(stage) : stage)) }
}

/** What stands where something is hidden. */
export const blinded = 'hidden until it is unblinded'

/** An event as who looks on may see it: what came of a task, and nothing that was measured, made, printed or worked out from it. */
export function visibleEvent(event: RunEvent, hidden: ReadonlySet<number>): RunEvent {
  if (hidden.size === 0 || !('stage' in event) || !hidden.has(event.stage)) return event
  switch (event.type) {
    case 'AttemptEnded':
      return visibleEnd(event, hidden)
    case 'TasksReused':
      return {
        ...event,
        results: event.results.map((one) => ({ ...one, ...veiled(one), result: bare(one.result), then: plain(one.then) })),
      }
    case 'MetricsStreamed':
      return { ...event, points: {} }
    case 'StagesReworked':
      return { ...event, with: {} }
    case 'StageExpanded':
      return event.standIn === undefined ? event : { ...event, standIn: { ...event.standIn, detail: blinded } }
    case 'CommandRefused':
      return { ...event, problems: [] }
    default:
      return event
  }
}

/** The end of an attempt as who looks on may see it. */
export function visibleEnd(event: Ended, hidden: ReadonlySet<number>): Ended {
  if (!hidden.has(event.stage)) return event
  const { outcome, then } = event
  const shown =
    outcome.kind === 'succeeded' ? { ...outcome, result: bare(outcome.result) } : { ...outcome, metrics: {}, detail: blinded, matched: [] }
  return { ...event, ...veiled(event), outcome: shown, then: plain(then) }
}

type Ended = Extract<RunEvent, { type: 'AttemptEnded' }>
type Result = Extract<Ended['outcome'], { kind: 'succeeded' }>['result']

const bare = (result: Result): Result => ({ ...result, outputs: {}, metrics: {} })

/** That somebody has let it pass, and why, is known to whoever is asked to trust it. */
function veiled({ verdicts }: Pick<Ended, 'verdicts'>): Pick<Ended, 'verdicts'> {
  return {
    verdicts: verdicts.map(({ gate, verdict, waiver }) => ({
      ...{ gate, verdict, measured: {}, detail: blinded },
      ...(waiver === undefined ? {} : { waiver }),
    })),
  }
}

/** Parameters and needs of another try may be worked out from what the last one measured. */
function plain(then: Then): Then {
  if (then.kind === 'retry') return { ...then, with: {}, needs: {} }
  if (then.kind === 'rework') return { ...then, with: {} }
  return then.kind === 'failed' && then.detail !== undefined && then.cause !== 'rejected' ? { ...then, detail: blinded } : then
}
