import { expectedOf } from './estimates.ts'
import type { AttemptsStarted } from './events.ts'
import type { HumanCourse } from './human-course.ts'
import type { ApprovalGiven, PeopleReminded, WorkDelegated } from './human-events.ts'
import type { OwnedStage, OwnedState } from './owned.ts'
import { commonCalendar } from './resources.ts'

/** Work of people as it begins; undefined: it is none. */
export function courseOf({ definition }: OwnedStage, { by, at }: AttemptsStarted): HumanCourse | undefined {
  if (definition.human === undefined) return undefined
  return { by, votes: [], delegates: new Map(), remindedAt: at, reminders: 0, overdueTold: false }
}

/** Who was held is free from now on. */
export function leavePeople(state: OwnedState, { run }: OwnedStage, holds: AttemptsStarted['holds'], at: number): void {
  if (state.recalling) return
  for (const name in holds) if (run.resources.people.has(name)) state.freeSince.set(name, at)
}

/** When what was just started is expected to be over: work of a person passes only in open time, and in the share that is given. */
export function expectedEndOf(stage: OwnedStage, { tasks, at, setupMs = 0, option = 0, holds }: AttemptsStarted): number | undefined {
  const eachMs = expectedOf(stage, tasks[0] ?? 0, option)
  const { human } = stage.definition
  if (eachMs === undefined || human?.kind === 'approval') return undefined
  const begins = at + setupMs
  if (human === undefined) return begins + eachMs * tasks.length
  const calendar = commonCalendar(stage.run.resources, Object.keys(holds))
  const workMs = eachMs / loadOf(stage, holds)
  return calendar === undefined ? begins + workMs : calendar.workEnd(begins, workMs)
}

/** The least share of the hours that one of those who are held gives. */
function loadOf({ run }: OwnedStage, holds: AttemptsStarted['holds']): number {
  let least = 1
  for (const name in holds) least = Math.min(least, run.resources.loads.get(name) ?? 1)
  return least
}

export function noteApproval({ entries }: OwnedStage, { task, by, at, reason, saidAt = at }: ApprovalGiven): void {
  entries[task]?.bundle?.human?.votes.push({ by, at: saidAt, reason })
}

export function noteReminder({ entries }: OwnedStage, { task, overdue, at }: PeopleReminded): void {
  const human = entries[task]?.bundle?.human
  if (human === undefined) return
  human.remindedAt = at
  human.reminders++
  if (overdue) human.overdueTold = true
}

/** Of a `task` the other is held from now on; of an approval he may decide. */
export function handOver(state: OwnedState, { entries }: OwnedStage, { task, from, to, at }: WorkDelegated): void {
  const bundle = entries[task]?.bundle
  if (bundle?.human === undefined) return
  if (bundle.human.by === undefined) {
    bundle.human.delegates.set(from, to)
    return
  }
  const { [from]: held = 1, ...others } = bundle.holds
  bundle.human.by = to
  bundle.holds = { ...others, [to]: held }
  state.held.set(from, (state.held.get(from) ?? 0) - held)
  state.held.set(to, (state.held.get(to) ?? 0) + held)
  if (!state.recalling) state.freeSince.set(from, at)
}
