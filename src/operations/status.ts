import { z } from 'zod'
import { readResting } from '#worlds/slurm/resting.ts'
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

/** Nodes of a cluster that get no new jobs for now, as tasks failed there that do well elsewhere. Times in UTC ms. */
const restingNode = z.object({ node: z.string(), stage: z.string(), failed: z.int(), since: z.number(), until: z.number() })

const statusOutput = runStatus.extend({ outlook: outlookShape.nullable(), restingNodes: z.array(restingNode) })

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
        const restingNodes = readResting(store, host.now()).map((each) => ({ ...each }))
        return { ...standing, outlook: await outlookOf(journal, state, found, host.now(), standing.endedAt), restingNodes }
      },
      { readOnly: true },
    )
    return described.endedAt === null ? { ...described, led: isLed(store) } : described
  },
}
