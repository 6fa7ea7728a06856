import { z } from 'zod'
import type { Json } from '#model/json.ts'
import { type Issue, issuesOf } from '#report/issues.ts'
import { measuredText } from '#report/verdict-text.ts'
import type { RunState } from '#run/state.ts'
import { summaries } from './catalogue.ts'
import type { Operation } from './operation.ts'
import { eventsOf, readRun } from './read-run.ts'
import { findRun, findStore, withJournal } from './store.ts'

const input = z.object({ run: z.string().optional(), all: z.boolean().default(false) })

const json = z.custom<Json>(() => true)

export const describedIssue = z.object({
  /** `RUN#1` */
  id: z.string(),
  run: z.string(),
  stage: z.string(),
  /** A gate that did not pass, or a cause of failures that nothing repaired. */
  kind: z.enum(['gate', 'failure']),
  /** The gate's name, or the cause. */
  what: z.string(),
  level: z.enum(['required', 'expected']).optional(),
  state: z.enum(['open', 'resolved']),
  owner: z.string().optional(),
  openedAt: z.number(),
  resolution: z
    .object({ kind: z.enum(['evidence', 'waiver', 'person']), at: z.number(), by: z.string().optional(), reason: z.string() })
    .optional(),
  tasks: z.int(),
  openTasks: z.int(),
  /** Newest last, twenty at most. */
  evidence: z.array(
    z.object({
      task: z.int(),
      label: z.string(),
      at: z.number(),
      attempt: z.int(),
      open: z.boolean(),
      found: z.string(),
      verdict: json.optional(),
    }),
  ),
  notes: z.array(
    z.object({
      at: z.number(),
      by: z.string(),
      action: z.enum(['assigned', 'resolved', 'reopened']),
      to: z.string().optional(),
      reason: z.string(),
    }),
  ),
})

const output = z.object({ store: z.string(), issues: z.array(describedIssue), resolved: z.int() })

export type IssuesAnswer = z.infer<typeof output>

/** Quality issues of a run, or of the newest run of each workflow; `all`: of all runs, the resolved ones too. */
export const issues: Operation<z.infer<typeof input>, IssuesAnswer> = {
  name: 'issues',
  summary: summaries.issues,
  input,
  output,
  handle({ run: wanted, all }, host) {
    const store = findStore(host)
    return withJournal(
      store,
      (journal) => {
        const known = journal.runs()
        const newest = new Map(known.map((one) => [one.name, one.run]))
        const runs = wanted !== undefined ? [findRun(journal, wanted).run] : all ? known.map(({ run }) => run) : [...newest.values()]
        const found = runs.flatMap((id) => {
          const { run } = readRun(journal, id)
          return issuesOf(run, eventsOf(journal, run)).map((issue) => describeIssue(run, issue))
        })
        const shown = all ? found : found.filter(({ state }) => state === 'open')
        return { store, issues: shown, resolved: found.filter(({ state }) => state === 'resolved').length }
      },
      { readOnly: true },
    )
  },
}

const mostEvidence = 20

export function describeIssue(run: RunState, issue: Issue): z.infer<typeof describedIssue> {
  const { id, stage: index, subject, state, owner, openedAt, resolution, evidence, notes } = issue
  const stage = run.workflow.stages[index]
  const check = subject.kind === 'gate' ? (stage?.gates.find(({ name }) => name === subject.gate)?.check.source ?? '') : ''
  return {
    ...{ id, run: run.id, stage: stage?.name ?? '', kind: subject.kind, state, openedAt },
    what: subject.kind === 'gate' ? subject.gate : subject.cause,
    ...(subject.kind === 'gate' ? { level: subject.level } : {}),
    ...(owner === undefined ? {} : { owner }),
    ...(resolution === undefined
      ? {}
      : {
          resolution: {
            kind: resolution.kind,
            at: resolution.at,
            reason: resolution.reason,
            ...(resolution.by === undefined ? {} : { by: resolution.by }),
          },
        }),
    tasks: evidence.length,
    openTasks: evidence.filter(({ open }) => open).length,
    evidence: evidence.slice(-mostEvidence).map(({ task, label, at, attempt, open, detail, verdict }) => ({
      ...{ task, label, at, attempt, open },
      found: verdict === undefined ? detail : [measuredText(check, verdict), detail].filter((text) => text !== '').join(' · '),
      ...(verdict === undefined ? {} : { verdict: { ...verdict } as unknown as Json }),
    })),
    notes: notes.map(({ at, by, action, to, reason }) => ({ at, by, action, reason, ...(to === undefined ? {} : { to }) })),
  }
}
