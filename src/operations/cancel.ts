import { z } from 'zod'
import { summaries } from './catalogue.ts'
import type { Operation } from './operation.ts'
import { carryOut, findOpenRun } from './send-command.ts'
import { findRun, findStore, withJournal } from './store.ts'

const input = z.object({ run: z.string().optional(), reason: z.string().default('') })

const output = z.object({ run: z.string(), outcome: z.enum(['succeeded', 'failed', 'cancelled']).nullable() })

/** Stops a run and waits until it is over; leads the store itself where nobody else does. */
export const cancel: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'cancel',
  summary: summaries.cancel,
  input,
  output,
  handle({ run: wanted, reason }, host) {
    const store = findStore(host)
    return withJournal(store, async (journal) => {
      const run = findOpenRun(journal, wanted)
      const sent = journal.send({ type: 'cancel', run: run.run, reason })
      await carryOut(store, journal, run.run, [sent], host)
      return { run: run.run, outcome: findRun(journal, run.run).outcome ?? null }
    })
  },
}
