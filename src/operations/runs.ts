import { z } from 'zod'
import { summaries } from './catalogue.ts'
import type { Operation } from './operation.ts'
import { findStore, withJournal } from './store.ts'

const input = z.object({ last: z.int().positive().optional() })

const output = z.object({
  store: z.string(),
  runs: z.array(
    z.object({
      run: z.string(),
      name: z.string(),
      file: z.string(),
      startedAt: z.number(),
      endedAt: z.number().nullable(),
      outcome: z.enum(['succeeded', 'failed', 'cancelled']).nullable(),
    }),
  ),
})

/** Lists the runs of the store, newest first. */
export const runs: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'runs',
  summary: summaries.runs,
  input,
  output,
  async handle({ last }, host) {
    const store = findStore(host)
    const all = await withJournal(store, (journal) => [...journal.runs()].reverse(), { readOnly: true })
    return {
      store,
      runs: all.slice(0, last).map(({ run, name, file, startedAt, endedAt, outcome }) => ({
        run,
        name,
        file,
        startedAt,
        endedAt: endedAt ?? null,
        outcome: outcome ?? null,
      })),
    }
  },
}
