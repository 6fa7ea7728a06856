import { z } from 'zod'
import { isRetryable } from '#run/reset.ts'
import type { RunState } from '#run/state.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { type Followed, follow, followed } from './followed.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { type RunUpdate, runUpdate } from './run-update.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { findReference, type TaskReference } from './task-reference.ts'

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
      refuseNothing(run, which)
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

function refuseNothing(run: RunState, which: TaskReference | undefined): void {
  const named = which === undefined ? {} : { stage: which.stage, ...(which.task === undefined ? {} : { tasks: [which.task] }) }
  if (isRetryable(run, named)) return
  const ignored = run.stages.some(({ counts }, index) => counts.ignored > 0 && (which === undefined || which.stage === index))
  if (!ignored) {
    throw new Failure('nothing_to_do', { en: `Nothing has failed there in run ${run.id}.`, ko: `실행 ${run.id}에서 실패한 것이 없습니다.` })
  }
  const dropped = { en: 'Tasks there were left out', ko: '빠진 작업이 있지만' }
  if (which === undefined) {
    const hint = {
      en: 'Name the stage to try them again: `pwos retry RUN STAGE`.',
      ko: '다시 시도하려면 단계를 적으세요: `pwos retry 실행 단계`',
    }
    throw new Failure(
      'nothing_to_do',
      { en: `${dropped.en}, and nothing has failed.`, ko: `${dropped.ko} 실패한 것은 없습니다.` },
      { hint },
    )
  }
  const hint = {
    en: 'When the run is over they can be tried again; `pwos edit --rerun STAGE` does the stage and all that follows anew.',
    ko: '실행이 끝나면 다시 시도할 수 있습니다. `pwos edit --rerun 단계`는 그 단계와 뒤따르는 것을 새로 합니다.',
  }
  throw new Failure(
    'nothing_to_do',
    { en: `${dropped.en}, and others are going on without them.`, ko: `${dropped.ko} 다른 작업이 그것 없이 진행되고 있습니다.` },
    { hint },
  )
}
