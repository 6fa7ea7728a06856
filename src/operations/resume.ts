import { z } from 'zod'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { type Followed, follow, followed } from './followed.ts'
import type { Operation } from './operation.ts'
import { type RunUpdate, runUpdate } from './run-update.ts'
import { refuseOver } from './send-command.ts'
import { findRun, findStore, withJournal } from './store.ts'

const input = z.object({ run: z.string().optional(), detach: z.boolean().default(false) })

const output = z.object({ runs: z.array(followed) })

/** Carries on with unfinished runs, one after the other in what is told; all of them go on at once. */
export const resume: Operation<z.infer<typeof input>, z.infer<typeof output>, RunUpdate> = {
  name: 'resume',
  summary: summaries.resume,
  input,
  output,
  update: runUpdate,
  handle({ run: wanted, detach }, host) {
    const store = findStore(host)
    return withJournal(store, async (journal) => {
      const unfinished = wanted === undefined ? journal.runs().filter((run) => run.outcome === undefined) : [findRun(journal, wanted)]
      for (const run of unfinished) refuseOver(run)
      if (unfinished.length === 0 && journal.inbox().length === 0) {
        throw new Failure('nothing_to_do', { en: 'No run of this store is unfinished.', ko: '이 저장소에 끝나지 않은 실행이 없습니다.' })
      }
      if (unfinished.length === 0) host.startController(store)
      const runs: Followed[] = []
      for (const run of unfinished) {
        host.report({ type: 'began', at: host.now(), run: run.run, name: run.name, file: run.file, store, how: 'resumed' })
        runs.push(await follow({ store, journal, run: run.run, sent: [], detach }, host))
        if (host.detach.aborted) break
      }
      return { runs }
    })
  },
}
