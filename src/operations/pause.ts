import { z } from 'zod'
import { summaries } from './catalogue.ts'
import type { Operation } from './operation.ts'
import { findOpenRun, sendCommand } from './send-command.ts'
import { findStore, withJournal } from './store.ts'

const input = z.object({ run: z.string().optional(), reason: z.string().default('') })

const output = z.object({
  run: z.string(),
  /** `taken`: in force now; `waits`: nobody leads the store, so it comes into force when someone does. */
  command: z.enum(['taken', 'waits']),
})

/** Starts nothing more of a run; what runs goes on to its end. */
export const pause: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'pause',
  summary: summaries.pause,
  input,
  output,
  handle({ run: wanted, reason }, host) {
    return withJournal(findStore(host), async (journal) => {
      const run = findOpenRun(journal, wanted)
      return { run: run.run, command: await sendCommand(journal, { type: 'pause', run: run.run, reason }, host) }
    })
  },
}
