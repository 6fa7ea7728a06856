import { z } from 'zod'
import { blinded, hiddenStages } from '#run/blinding.ts'
import { explain as explainTask } from '#run/explain.ts'
import type { Explanation, Reason } from '#run/explanation.ts'
import { explanationText } from '#run/explanation-text.ts'
import { summaries } from './catalogue.ts'
import { Failure } from './failure.ts'
import type { Operation } from './operation.ts'
import { readRun, readUnfinished } from './read-run.ts'
import { findRun, findStore, withJournal } from './store.ts'
import { findReference } from './task-reference.ts'

const input = z.object({ run: z.string().optional(), of: z.string() })

const output = z.object({
  run: z.string(),
  stage: z.string(),
  task: z.int().optional(),
  label: z.string(),
  status: z.string(),
  /** Most pressing first; `code` says which, with its values beside it. */
  reasons: z.array(z.looseObject({ code: z.string(), text: z.object({ en: z.string(), ko: z.string() }).optional() })),
})

/** Says why a task, or a stage, is where it is. */
export const explain: Operation<z.infer<typeof input>, z.infer<typeof output>> = {
  name: 'explain',
  summary: summaries.explain,
  input,
  output,
  handle({ run: wanted, of }, host) {
    return withJournal(
      findStore(host),
      (journal) => {
        const summary = findRun(journal, wanted)
        // What holds the pools may be of other runs: all that are unfinished are looked at together.
        const state = summary.outcome === undefined ? readUnfinished(journal) : readRun(journal, summary.run).state
        const run = state.runs.get(summary.run) ?? readRun(journal, summary.run).run
        const { stage, task } = findReference(run, of)
        const explanation = visible(explainTask(state, summary.run, stage, task, host.now()), hiddenStages(run).has(stage))
        if (explanation === undefined)
          throw new Failure('unknown_task', { en: `Nothing is known of ${of}.`, ko: `${of}에 대해 알려진 것이 없습니다.` })
        const texts = explanationText(explanation)
        return {
          run: explanation.run,
          stage: explanation.stage,
          ...(explanation.task === undefined ? {} : { task: explanation.task }),
          label: explanation.label,
          status: explanation.status,
          reasons: explanation.reasons.map((reason, index) => {
            const text = texts[index]
            return { ...reason, ...(text === undefined ? {} : { text }) }
          }),
        }
      },
      { readOnly: true },
    )
  },
}

/** Why a task is where it is may quote what was measured. */
function visible(explanation: Explanation | undefined, hidden: boolean): Explanation | undefined {
  if (!hidden || explanation === undefined) return explanation
  const reasons = explanation.reasons.map((reason): Reason => {
    if (reason.code === 'gate_failed') return { ...reason, measured: {} }
    return reason.code === 'failed' && reason.cause !== 'rejected' ? { ...reason, detail: blinded } : reason
  })
  return { ...explanation, reasons }
}
