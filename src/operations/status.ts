import { z } from 'zod'
import { summaries } from './catalogue.ts'
import { describeRun } from './describe-run.ts'
import { isLed } from './is-led.ts'
import type { Operation } from './operation.ts'
import { outlookOf, outlookShape } from './outlook.ts'
import { readRun } from './read-run.ts'
import { runStatus } from './run-status.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { storePlaces } from './store-places.ts'

const input = z.object({ run: z.string().optional() })

const statusOutput = runStatus.extend({ outlook: outlookShape.nullable() })

export type Status = z.infer<typeof statusOutput>

/** How a run stands, from its journal alone. */
export const status: Operation<z.infer<typeof input>, Status> = {
  name: 'status',
  summary: summaries.status,
  input,
  output: statusOutput,
  async handle({ run }, host) {
    const store = findStore(host)
    const described = await withJournal(
      store,
      async (journal) => {
        const { state, run: found, progress } = readRun(journal, findRun(journal, run).run)
        const standing = describeRun(state, found, progress, storePlaces(store), host.now())
        return { ...standing, outlook: await outlookOf(journal, state, found, host.now(), standing.endedAt) }
      },
      { readOnly: true },
    )
    return described.endedAt === null ? { ...described, led: isLed(store) } : described
  },
}
