import { z } from 'zod'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import { notBegun } from './not-begun.ts'
import type { Operation } from './operation.ts'
import { readRun } from './read-run.ts'
import { findOpenRun, sendCommand } from './send-command.ts'
import { findStore, withJournal } from './store.ts'
import { findStage } from './task-reference.ts'

const input = z.object({ run: z.string().optional(), stage: z.string(), reason: z.string().default('') })

const output = z.object({
  run: z.string(),
  stage: z.string(),
  /** Tasks of the stage that have not begun, and that run now. */
  toStart: z.int(),
  running: z.int(),
  /** As in `pause`. */
  command: z.enum(['taken', 'waits']),
})

type HoldOperation = Operation<z.infer<typeof input>, z.infer<typeof output>>

function operationOf(name: 'hold' | 'release'): HoldOperation {
  return {
    name,
    summary: summaries[name],
    input,
    output,
    handle({ run: wanted, stage: named, reason }, host) {
      return withJournal(findStore(host), async (journal) => {
        const { run: id } = findOpenRun(journal, wanted)
        const { run } = readRun(journal, id)
        const stage = findStage(run.workflow, named)
        const there = run.stages[stage]
        const [toStart, running] = there === undefined ? [0, 0] : [notBegun(there), there.counts.running]
        if (there?.count !== undefined && toStart + running === 0) {
          throw new Failure('nothing_to_do', {
            en: `${named} is finished: nothing of it is still to start.`,
            ko: `${named}은(는) 끝났습니다. 시작할 것이 남아 있지 않습니다.`,
          })
        }
        const command =
          name === 'hold' ? ({ type: 'hold', run: id, stage, reason } as const) : ({ type: 'release', run: id, stage } as const)
        const sent = await sendCommand(journal, command, host)
        return {
          run: id,
          stage: run.workflow.stages[stage]?.name ?? named,
          toStart,
          running,
          command: sent,
        }
      })
    },
  }
}

/** Starts nothing more of a stage; what runs of it goes on. */
export const hold = operationOf('hold')

/** Lets a held stage go on. */
export const release = operationOf('release')
