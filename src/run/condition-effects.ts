import { frozenMsOf, isFrozen } from './conditions.ts'
import type { ConditionChanged, ConditionRead } from './coordination-events.ts'
import { isGoingOn } from './going-on.ts'
import type { Bundle, OwnedRun } from './owned.ts'
import { is, statusOf } from './status.ts'

/** What the world does about conditions. */
export type ConditionEffect =
  /** Look at the conditions of the run's file, and tell by `observed` what they read, until it is over. */
  | { readonly type: 'watch' | 'unwatch'; readonly run: string }
  /** Stop an attempt where it is, or let it go on. `frozenMs`: for how long it was stopped until now, which counts against no limit. */
  | {
      readonly type: 'freeze' | 'thaw'
      readonly run: string
      readonly stage: number
      readonly task: number
      readonly attempt: number
      readonly frozenMs: number
    }
  | { readonly type: 'wake'; readonly at: number }

/** Everything that is looked at for a run. */
export function watchOf(run: OwnedRun | undefined): ConditionEffect[] {
  if (run === undefined || run.conditions.length === 0) return []
  return [{ type: 'watch', run: run.id }]
}

export function unwatchOf(run: OwnedRun | undefined): ConditionEffect[] {
  return run === undefined || run.conditions.length === 0 ? [] : [{ type: 'unwatch', run: run.id }]
}

/** When a reading that has to last will have lasted. */
export function wakeForReading(run: OwnedRun | undefined, { condition, at }: Pick<ConditionRead, 'condition' | 'at'>): ConditionEffect[] {
  const steadyMs = run?.workflow.coordination?.conditions[condition]?.steadyMs ?? 0
  return run?.conditions[condition]?.counts === undefined || steadyMs === 0 ? [] : [{ type: 'wake', at: at + steadyMs }]
}

/** What runs is stopped where it is, or goes on. */
export function freezesOf(run: OwnedRun | undefined, { condition, at }: ConditionChanged): ConditionEffect[] {
  if (run?.workflow.coordination?.conditions[condition]?.running !== 'stop') return []
  return [...run.bundles]
    .filter(({ stage }) => stage.definition.coordination?.suspendedBy.includes(condition))
    .flatMap((bundle) => freezeOf(bundle, at))
}

/** After a crash nobody knows whether it was done. */
export function conditionsToResume(run: OwnedRun, now: number): ConditionEffect[] {
  if (run.conditions.length + run.streams.length === 0) return []
  const effects = isGoingOn(run) ? watchOf(run) : []
  for (const [condition, { readAt }] of run.conditions.entries()) effects.push(...wakeForReading(run, { condition, at: readAt }))
  for (const bundle of run.bundles) if (mayBeFrozen(bundle)) effects.push(...freezeOf(bundle, now))
  return effects
}

function mayBeFrozen({ stage }: Bundle): boolean {
  if (stage.pieces !== undefined) return true
  const conditions = stage.run.workflow.coordination?.conditions ?? []
  return stage.definition.coordination?.suspendedBy.some((index) => conditions[index]?.running === 'stop') === true
}

export function freezeOf(bundle: Bundle, now: number): ConditionEffect[] {
  const { stage, tasks, attempts } = bundle
  if (stage.definition.human !== undefined) return []
  const type = isFrozen(stage) ? 'freeze' : 'thaw'
  const base = { run: stage.run.id, stage: stage.definition.index, frozenMs: frozenMsOf(bundle, now) }
  return tasks.flatMap((task, index): ConditionEffect[] => {
    const attempt = attempts[index] ?? 0
    const runs = statusOf(stage, task) === is.running && stage.attempts[task] === attempt
    return runs ? [{ type, ...base, task, attempt }] : []
  })
}
