import { z } from 'zod'
import { taskStatuses } from '#run/state.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { isNotBegun, notBegun } from './not-begun.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { findOpenRun, sendCommand } from './send-command.ts'
import { findStore, withJournal } from './store.ts'
import { findReference } from './task-reference.ts'

const input = z.object({ run: z.string().optional(), of: z.string(), reason: z.string().min(1) })

const output = z.object({
  run: z.string(),
  stage: z.string(),
  /** How many tasks are not to run now. */
  tasks: z.int(),
  /** As in `pause`. */
  command: z.enum(['taken', 'waits']),
})

/** Tasks that have not begun are not to run, and what only reads them is not either. */
export const skip: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'skip',
  summary: summaries.skip,
  input,
  output,
  handle({ run: wanted, of, reason }, host) {
    return withJournal(findStore(host), async (journal) => {
      const summary = findOpenRun(journal, wanted)
      const { run } = readRun(journal, summary.run)
      const { stage, task } = findReference(run, of)
      const there = run.stages[stage]
      const name = run.workflow.stages[stage]?.name ?? of
      if (there?.count === undefined) {
        throw new Failure('unknown_task', {
          en: `The tasks of ${name} are not known yet.`,
          ko: `${name}의 작업은 아직 정해지지 않았습니다.`,
        })
      }
      const status = task === undefined ? undefined : taskStatuses[there.status[task] ?? 0]
      const tasks = status === undefined ? notBegun(there) : isNotBegun(status) ? 1 : 0
      if (tasks === 0) {
        throw new Failure(
          'nothing_to_do',
          {
            en: `Nothing of ${of} is still to start${status === undefined ? '' : ` (${status})`}.`,
            ko: `${of}에는 시작할 것이 남아 있지 않습니다${status === undefined ? '' : `(${status})`}.`,
          },
          status === 'running'
            ? { hint: { en: 'What runs can be cancelled with its run.', ko: '실행 중인 것은 실행 전체와 함께 취소할 수 있습니다.' } }
            : {},
        )
      }
      const which = task === undefined ? {} : { tasks: [task] }
      return {
        run: summary.run,
        stage: name,
        tasks,
        command: await sendCommand(journal, { type: 'skip', run: summary.run, stage, ...which, reason }, host),
      }
    })
  },
}
