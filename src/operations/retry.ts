import { z } from 'zod'
import type { RunState } from '#run/state.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { type Followed, follow, followed } from './followed.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { type RunUpdate, runUpdate } from './run-update.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { findReference } from './task-reference.ts'

const input = z.object({ run: z.string().optional(), of: z.string().optional(), detach: z.boolean().default(false) })

/** Tries the failed tasks of a run, a stage, or one task again, and follows the run. */
export const retry: Operation<z.infer<typeof input>, Followed, RunUpdate> = {
  name: 'retry',
  summary: summaries.retry,
  input,
  output: followed,
  update: runUpdate,
  handle({ run: wanted, of, detach }, host) {
    const store = findStore(host)
    return withJournal(store, (journal) => {
      const summary = findRun(journal, wanted)
      const { run } = readRun(journal, summary.run)
      const which = of === undefined ? undefined : findReference(run, of)
      refuseNothing(run, which?.stage)
      const sent = journal.send({
        type: 'retry',
        run: summary.run,
        ...(which === undefined ? {} : { stage: which.stage }),
        ...(which?.task === undefined ? {} : { tasks: [which.task] }),
      })
      host.report({ type: 'began', at: host.now(), run: summary.run, name: summary.name, file: summary.file, store, how: 'retried' })
      return follow({ store, journal, run: summary.run, sent: [sent], detach }, host)
    })
  },
}

function refuseNothing(run: RunState, stage: number | undefined): void {
  const asked = stage === undefined ? run.stages : run.stages.slice(stage, stage + 1)
  // Of a gate's question somebody decides: it is tried again only when it is named.
  if (asked.some(({ counts }) => counts.failed + counts.ignored + (stage === undefined ? 0 : counts.asked) > 0)) return
  throw new Failure('nothing_to_do', { en: `Nothing has failed there in run ${run.id}.`, ko: `실행 ${run.id}에서 실패한 것이 없습니다.` })
}
