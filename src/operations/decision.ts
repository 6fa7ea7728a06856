import { z } from 'zod'
import type { Journal } from '#engine/ports.ts'
import { dependentOn } from '#run/asked.ts'
import type { Host } from './operation.ts'
import { refusalOf } from './refusals.ts'
import { findStore, withJournal } from './store.ts'
import { type Said, tellLeader } from './tell-people-command.ts'
import { type FoundWork, findWork } from './unfinished-work.ts'

/** How a decision on an approval is given. */
export const decisionInput = z.object({
  run: z.string().optional(),
  /** STAGE or STAGE/TASK. */
  of: z.string(),
  reason: z.string().default(''),
  as: z.string().optional(),
})

/** Approves or rejects, as whoever asks. */
export function decideAs(type: 'approve' | 'reject', given: z.infer<typeof decisionInput>, host: Host<never>): Promise<Said> {
  const store = findStore(host)
  return withJournal(store, (journal) => decide(type, given, { store, journal, host }))
}

interface Here {
  readonly store: string
  readonly journal: Journal
  readonly host: Host<never>
}

function decide(type: 'approve' | 'reject', given: z.infer<typeof decisionInput>, { store, journal, host }: Here): Promise<Said> {
  const found = findWork(journal, given, host)
  const { asked, who, state } = found
  if (asked.human.kind === 'question') {
    if (!asked.human.anybody && !asked.persons.includes(who.name)) throw refusalOf({ code: 'other_person' }, found)
    if (type === 'approve' && given.reason.trim() === '') throw refusalOf({ code: 'no_reason' }, found)
    return send(type, given, found, { store, journal, host })
  }
  if (asked.human.kind !== 'approval') throw refusalOf({ code: 'other_kind' }, found)
  if (asked.approved.includes(who.name)) throw refusalOf({ code: 'decided_already' }, found)
  if (!asked.persons.includes(who.name)) {
    throw refusalOf({ code: dependentOn(state, asked).has(who.name) ? 'not_independent' : 'other_person' }, found)
  }
  return send(type, given, found, { store, journal, host })
}

function send(
  type: 'approve' | 'reject',
  given: z.infer<typeof decisionInput>,
  found: FoundWork,
  { store, journal, host }: Here,
): Promise<Said> {
  const { asked, who } = found
  const { run, stage, task, attempt } = asked
  const reason = given.reason === '' ? {} : { reason: given.reason }
  return tellLeader(store, journal, found, { type, run, stage, task, attempt, by: who.name, ...reason }, host)
}
