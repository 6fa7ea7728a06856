import type { Journal } from '#engine/ports.ts'
import type { EarlierIssue } from '#plan/plan-input.ts'
import { type Issue, issuesOf } from '#report/issues.ts'
import type { RunState } from '#run/state.ts'
import { eventsOf, readRun } from './read-run.ts'

/** What a run has left open, and what was waived in it: whoever plans the next one is told. */
export function earlierIssues(journal: Journal, id: string): readonly EarlierIssue[] {
  const { run } = readRun(journal, id)
  return issuesOf(run, eventsOf(journal, run)).flatMap((issue) => earlier(run, issue))
}

function earlier(run: RunState, { id, stage, subject, state, resolution, owner, evidence }: Issue): readonly EarlierIssue[] {
  const waived = resolution?.kind === 'waiver'
  if (state === 'resolved' && !waived) return []
  const open = evidence.filter((one) => one.open).length
  return [
    {
      ...{ id, stage: run.workflow.stages[stage]?.name ?? '', kind: subject.kind, state: waived ? 'waived' : 'open', owner },
      what: subject.kind === 'gate' ? subject.gate : subject.cause,
      tasks: waived ? evidence.length : open,
      waiver: waived ? { by: resolution.by ?? '', reason: resolution.reason } : undefined,
    },
  ]
}
