import { z } from 'zod'
import { summaries } from './catalogue.ts'
import type { Operation } from './operation.ts'
import { refusalOf } from './refusals.ts'
import { findStore, withJournal } from './store.ts'
import { type Said, said, tellLeader } from './tell-people-command.ts'
import { findWork } from './unfinished-work.ts'
import { knownPerson } from './who.ts'

const input = z.object({
  run: z.string().optional(),
  /** STAGE or STAGE/TASK. */
  of: z.string(),
  to: z.string(),
  as: z.string().optional(),
})

/** Hands work, or a decision, to another person of the workflow. */
export const delegate: Operation<z.infer<typeof input>, Said> = {
  name: 'delegate',
  summary: summaries.delegate,
  input,
  output: said,
  handle(given, host) {
    const store = findStore(host)
    return withJournal(store, async (journal) => {
      const found = findWork(journal, given, host)
      const { asked, who } = found
      const to = knownPerson(found.persons, given.to, '--to')
      if (!asked.persons.includes(who.name)) throw refusalOf({ code: 'other_person' }, found)
      const { run, stage, task, attempt } = asked
      return tellLeader(store, journal, { ...found, to }, { type: 'delegate', run, stage, task, attempt, from: who.name, to }, host)
    })
  },
}
