import { z } from 'zod'
import { summaries } from './catalogue.ts'
import { type Followed, follow, followed } from './followed.ts'
import type { Operation } from './operation.ts'
import { type RunUpdate, runUpdate } from './run-update.ts'
import { findRun, findStore, withJournal } from './store.ts'

const input = z.object({ run: z.string().optional() })

/** Follows a run that goes on, and decides for the store if nobody does. */
export const attach: Operation<z.infer<typeof input>, Followed, RunUpdate> = {
  name: 'attach',
  summary: summaries.attach,
  input,
  output: followed,
  update: runUpdate,
  handle({ run: wanted }, host) {
    const store = findStore(host)
    return withJournal(store, (journal) => {
      const run = findRun(journal, wanted)
      host.report({ type: 'began', at: host.now(), run: run.run, name: run.name, file: run.file, store, how: 'followed' })
      return follow({ store, journal, run: run.run, sent: [], detach: false }, host)
    })
  },
}
