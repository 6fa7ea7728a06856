import { z } from 'zod'
import { type AskedWork, askedWork } from '#run/asked.ts'
import { openingAwaited } from '#run/look.ts'
import type { RunState, State } from '#run/state.ts'
import { commandFor } from './waiting-command.ts'
import { referenceOf } from './waiting-work.ts'

/** What of a run waits for people, as everyone who looks at the run sees it. */
export const waitingFor = z.object({
  stage: z.string(),
  task: z.int(),
  label: z.string(),
  attempt: z.int(),
  kind: z.enum(['task', 'approval', 'question']),
  since: z.number(),
  /** When it is due; null: whenever. */
  due: z.number().nullable(),
  /** Who can answer it, or may still decide; of a question left empty: anybody who gives a name. */
  persons: z.array(z.string()),
  approved: z.array(z.string()),
  /** How many must approve; 0 for a task. */
  quorum: z.int(),
  /** What the first of them types, apart from what must be answered. */
  command: z.string(),
})

export type WaitingFor = z.infer<typeof waitingFor>

const shownAtMost = 50

export function describeWaitingFor(state: State, run: RunState, now: number): WaitingFor[] {
  const asked = askedWork(state, now).filter((one) => one.run === run.id)
  return asked.slice(0, shownAtMost).map((one) => waitingOf(run, one))
}

export function waitingOf(run: RunState, asked: AskedWork): WaitingFor {
  const stage = run.workflow.stages[asked.stage]
  const { human, task, label, attempt, since, persons, approved } = asked
  const reference = referenceOf(stage?.name ?? '', stage?.fanout.kind === 'single', asked)
  return {
    ...{
      stage: stage?.name ?? '',
      task,
      label,
      attempt,
      kind: human.kind,
      since,
      due: asked.due ?? null,
      persons: [...persons],
      approved: [...approved],
    },
    quorum: human.kind === 'approval' ? human.quorum : 0,
    command: commandFor({ kind: human.kind, run: run.id, reference }, persons[0]),
  }
}

/** When something that waits for a calendar or a date is looked at again; null: nothing waits so. */
export function openingOf(state: State, run: RunState, now: number): number | null {
  const at = openingAwaited(state)
  const queued = run.stages.some(({ counts }) => counts.queued > 0)
  return queued && at !== undefined && at > now ? at : null
}
