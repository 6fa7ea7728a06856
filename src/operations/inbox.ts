import { z } from 'zod'
import { type AskedWork, askedWork } from '#run/asked.ts'
import { personsOf } from '#run/persons.ts'
import { summaries } from './catalogue.ts'
import type { Host, Operation } from './operation.ts'
import { readUnfinished } from './read-run.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { describeWaiting, waitingWork } from './waiting-work.ts'
import { whoOf } from './who.ts'

const input = z.object({
  run: z.string().optional(),
  as: z.string().optional(),
  /** Also what waits for others, where it is known who asks. */
  all: z.boolean().default(false),
})

const output = z.object({
  store: z.string(),
  /** As whom it was asked, and by what that was known; null: nobody, so all is shown. */
  who: z.object({ name: z.string(), by: z.enum(['as', 'configured', 'login']) }).nullable(),
  /** The oldest first. */
  items: z.array(waitingWork),
  /** How many wait for others only, and are not shown. */
  others: z.int(),
})

export type Inbox = z.infer<typeof output>

/** What waits for a person, over all unfinished runs of the store or in one. */
export const inbox: Operation<z.infer<typeof input>, Inbox> = {
  name: 'inbox',
  summary: summaries.inbox,
  input,
  output,
  handle: readInbox,
}

function isForAnybody(human: AskedWork['human']): boolean {
  return human.kind === 'question' && human.anybody
}

/** The same for those who have less than a host, as what completes a command line. */
export function readInbox(
  { run: wanted, as, all }: z.infer<typeof input>,
  host: Pick<Host, 'folder' | 'store' | 'now' | 'user'>,
): Promise<Inbox> {
  const store = findStore(host)
  return withJournal(
    store,
    (journal) => {
      const only = wanted === undefined ? undefined : findRun(journal, wanted).run
      const state = readUnfinished(journal)
      const runs = [...state.runs.values()].filter(({ id }) => only === undefined || id === only)
      const persons = runs.flatMap((run) => personsOf(run))
      // Where nothing is unfinished there is nobody to compare a name with.
      const who = persons.length === 0 ? undefined : whoOf(persons, as, host)
      const waiting = askedWork(state, host.now()).filter(({ run }) => only === undefined || run === only)
      const mine = waiting.filter(
        ({ persons: asked, human }) => who === undefined || all || asked.includes(who.name) || isForAnybody(human),
      )
      const items = mine.map((asked) => describeWaiting(state, asked, store, host.now()))
      return { store, who: who ?? null, items, others: waiting.length - mine.length }
    },
    { readOnly: true },
  )
}
