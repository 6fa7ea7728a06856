import { z } from 'zod'
import { summaries } from './catalogue.ts'
import type { Operation } from './operation.ts'
import { findOpenRun, sendCommand } from './send-command.ts'
import { findStore, withJournal } from './store.ts'

const input = z.object({ run: z.string().optional() })

const output = z.object({
  run: z.string(),
  /** `taken`: in force now; `waits`: nobody leads the store, so it comes into force when someone does. */
  command: z.enum(['taken', 'waits']),
})

/** Lets a paused run go on. */
export const unpause: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'unpause',
  summary: summaries.unpause,
  input,
  output,
  handle({ run: wanted }, host) {
    return withJournal(findStore(host), async (journal) => {
      const run = findOpenRun(journal, wanted)
      return { run: run.run, command: await sendCommand(journal, { type: 'unpause', run: run.run }, host) }
    })
  },
}
