import type { HumanWork } from '#model/human.ts'
import { undecided } from './approving.ts'
import type { PeopleReminded } from './human-events.ts'
import type { Bundle } from './owned.ts'

/**
 * Work that waits is called to mind `remind` after it was asked for or was last called to mind, and when it becomes overdue. Times that
 * went by while nobody led are made up for once.
 */

/** Nobody is reminded more often of the same piece of work: whoever has not come by then will not be brought by another. */
const mostReminders = 100

/** When work that was asked for at `since` is due, in UTC ms. */
export function dueOf(work: HumanWork, since: number): number | undefined {
  const due = work.timeliness?.due
  if (due === undefined) return undefined
  return due.kind === 'at' ? due.at : since + due.ms
}

/** When someone is to be told next; undefined: never again. */
export function nextReminderAt({ stage, human, startedAt }: Bundle): number | undefined {
  const work = stage.definition.human
  if (work === undefined || human === undefined) return undefined
  const due = human.overdueTold ? undefined : dueOf(work, startedAt)
  const { remindMs } = work.timeliness ?? {}
  const again = remindMs === undefined || human.reminders >= mostReminders ? undefined : human.remindedAt + remindMs
  if (due === undefined || again === undefined) return due ?? again
  return Math.min(due, again)
}

/** What is to be told of this work now; undefined: nothing. */
export function reminderOf(bundle: Bundle, now: number): PeopleReminded | undefined {
  const at = nextReminderAt(bundle)
  const { stage, tasks, attempts, human, startedAt } = bundle
  const work = stage.definition.human
  if (at === undefined || at > now || work === undefined) return undefined
  const due = dueOf(work, startedAt)
  const overdue = due !== undefined && due <= now
  const asked = human?.by === undefined ? undecided(stage, bundle, now) : [human.by]
  const escalated = overdue ? (work.timeliness?.escalate ?? []).flatMap((called) => stage.run.resources.people.get(called) ?? []) : []
  return {
    ...{ type: 'PeopleReminded', run: stage.run.id, at: now, stage: stage.definition.index },
    ...{ task: tasks[0] ?? 0, attempt: attempts[0] ?? 0, to: [...new Set([...asked, ...escalated])], overdue },
    ...(due === undefined ? {} : { due }),
  }
}
