import { z } from 'zod'
import { summaries } from './catalogue.ts'
import { describeRun } from './describe-run.ts'
import { isLed } from './is-led.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { type RunStatus, runStatus } from './run-status.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { storePlaces } from './store-places.ts'

const input = z.object({ run: z.string().optional() })

/** How a run stands, from its journal alone. */
export const status: Operation<z.infer<typeof input>, RunStatus> = {
  name: 'status',
  summary: summaries.status,
  input,
  output: runStatus,
  async handle({ run }, host) {
    const store = findStore(host)
    const described = await withJournal(
      store,
      (journal) => {
        const seen = readRun(journal, findRun(journal, run).run)
        return describeRun(seen.state, seen.run, seen.progress, storePlaces(store), host.now())
      },
      { readOnly: true },
    )
    return described.endedAt === null ? { ...described, led: isLed(store) } : described
  },
}
