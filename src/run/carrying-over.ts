import type { DeclaredSignal } from '#model/coordination.ts'
import type { Workflow } from '#model/workflow.ts'
import { askedPersons, dependentPersons, standingVotes } from './approving.ts'
import type { SaidBefore, TasksOf } from './course-events.ts'
import type { AttemptsStarted, RunEvent, RunStarted } from './events.ts'
import type { OwnedRun, OwnedStage } from './owned.ts'
import { is, statusOf } from './status.ts'

/**
 * What goes over from a run to the one that takes its place: all that people have said and done, and that the new file still has a place
 * for. Nothing that somebody has said is to be lost by an edit, and nothing said twice is to count twice.
 */

/** In this order: what holds back comes before anything could start, and a pause last. */
export function carriedOver(old: OwnedRun, { run, pools, at }: RunStarted, next: Workflow): RunEvent[] {
  const base = { run, at }
  return [
    ...adjustedAlike(old, base, next, pools),
    ...heardAlike(old, base, next),
    ...old.stages.flatMap(({ held, definition }): RunEvent[] => {
      const index = next.stages.findIndex(({ name }) => name === definition.name)
      return held === undefined || index < 0 ? [] : [{ type: 'StageHeld', ...base, stage: index, reason: held.reason }]
    }),
    ...(old.phase === 'paused' ? [{ type: 'RunPaused' as const, ...base, reason: `as ${old.id} was` }] : []),
  ]
}

interface Base {
  readonly run: string
  readonly at: number
}

/** What somebody has adjusted stays so, unless the new file says something else than the old one did. */
function adjustedAlike(old: OwnedRun, base: Base, next: Workflow, given: RunStarted['pools']): RunEvent[] {
  const { pools, priority, started, workflow } = old
  const saidOf = (file: Workflow, pool: string) => JSON.stringify(file.pools.find(({ name }) => name === pool)?.capacity?.source)
  const moved = Object.entries(pools).filter(
    ([pool, amount]) => started.pools[pool] !== amount && Object.hasOwn(given, pool) && saidOf(workflow, pool) === saidOf(next, pool),
  )
  const rises = priority !== workflow.priority && workflow.priority === next.priority
  if (moved.length === 0 && !rises) return []
  return [
    {
      ...{ type: 'RunAdjusted', ...base },
      ...(moved.length === 0 ? {} : { pools: Object.fromEntries(moved) }),
      ...(rises ? { priority } : {}),
    },
  ]
}

/** What came from outside or from other runs; what its own tasks have sent is sent by those of the new run. */
function heardAlike(old: OwnedRun, base: Base, next: Workflow): RunEvent[] {
  const declared = (file: Workflow, signal: string) => file.coordination?.signals.find(({ name }) => name === signal)
  return [...old.signals.all].flatMap(([id, { signal, data, from }]): RunEvent[] => {
    const [before, now] = [declared(old.workflow, signal), declared(next, signal)]
    if (from.startsWith(`${old.id}/`) || before === undefined || now === undefined || shapeOf(before) !== shapeOf(now)) return []
    return [{ type: 'SignalReceived', ...base, signal, data, id, from }]
  })
}

/** Values stand in the units of the fields: they mean the same only where these are the same. */
function shapeOf({ fields }: DeclaredSignal): string {
  return JSON.stringify(fields.map(({ name, type, array, unit, optional }) => [name, type, array, unit ?? null, optional]))
}

/** Votes and delegations of approvals that are not decided, with what was said of them before that. */
export function saidOf({ bundles, started }: OwnedRun): readonly SaidBefore[] {
  const own = [...bundles].flatMap(({ stage, tasks, human }): SaidBefore[] => {
    const key = stage.entries[tasks[0] ?? 0]?.key
    if (key === undefined || human === undefined || stage.definition.human?.kind !== 'approval') return []
    const { votes, delegates } = human
    return votes.length + delegates.size === 0 ? [] : [{ key, votes: [...votes], delegates: [...delegates] }]
  })
  const known = new Set(own.map(({ key }) => key))
  return [...own, ...(started.said ?? []).filter(({ key }) => !known.has(key))]
}

/** What was said of the same before counts as soon as it is asked again, as far as those who said it may say it here too. */
export function saidBefore(stage: OwnedStage, { tasks, attempts }: AttemptsStarted, key: string, now: number): RunEvent[] {
  const { human } = stage.definition
  const said = stage.run.started.said?.find((each) => each.key === key)
  const [task = 0] = tasks
  if (said === undefined || human?.kind !== 'approval' || attempts[0] !== 1) return []
  const base = { run: stage.run.id, at: now, stage: stage.definition.index, task, attempt: 1 }
  const dependent = dependentPersons(stage)
  const asked = new Set(askedPersons(stage, undefined))
  const events: RunEvent[] = []
  for (const [from, to] of said.delegates) {
    if (!asked.has(from) || asked.has(to) || dependent.has(to) || !isKnown(stage, to)) continue
    asked.delete(from)
    asked.add(to)
    events.push({ type: 'WorkDelegated', ...base, from, to })
  }
  for (const { by, at, reason } of standingVotes(human, said.votes, now)) {
    if (asked.has(by) && !dependent.has(by)) events.push({ type: 'ApprovalGiven', ...base, by, reason, saidAt: at })
  }
  return events
}

function isKnown({ run }: OwnedStage, person: string): boolean {
  return [...run.resources.people.values()].some((persons) => persons.includes(person))
}

/** Attempts that are not stopped: those named, and those that run under a key that will be asked for. Approvals are asked for anew. */
export function keptOf({ bundles }: OwnedRun, keep: readonly TasksOf[], wanted: readonly string[]): readonly TasksOf[] {
  const keys = new Set(wanted)
  const named = new Map(keep.map(({ stage, tasks }) => [stage, new Set(tasks)]))
  const found = new Map<number, number[]>()
  for (const { stage, tasks } of bundles) {
    const { index, human } = stage.definition
    if (human?.kind === 'approval') continue
    const kept = tasks.filter(
      (task) =>
        statusOf(stage, task) === is.running &&
        (named.get(index)?.has(task) === true || (keys.size > 0 && keys.has(stage.entries[task]?.key ?? ''))),
    )
    if (kept.length > 0) found.set(index, [...(found.get(index) ?? []), ...kept])
  }
  return [...found].sort(([a], [b]) => a - b).map(([stage, tasks]) => ({ stage, tasks: tasks.sort((a, b) => a - b) }))
}
