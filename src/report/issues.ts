import type { Cause } from '#model/cause.ts'
import { endOfReused } from '#run/end-of-reused.ts'
import type { AttemptEnded, RunEvent } from '#run/events.ts'
import { labelOf } from '#run/label.ts'
import type { Verdict } from '#run/outcome.ts'
import type { RunState } from '#run/state.ts'

/**
 * Quality issues of a run, as its events tell them: one for each gate of a stage that did not pass (other than stretch), and one for each
 * cause of a stage's failures that nothing repaired. Later evidence resolves an issue, and so does a person; new evidence opens it again.
 */
export interface Issue {
  /** `RUN#1`, counted in the order in which they were opened. */
  readonly id: string
  readonly number: number
  readonly stage: number
  readonly subject: IssueSubject
  readonly openedAt: number
  readonly state: 'open' | 'resolved'
  readonly owner: string | undefined
  /** By task, newest last; those that are not resolved are `open`. */
  readonly evidence: readonly IssueEvidence[]
  readonly resolution: IssueResolution | undefined
  /** What people have said about it. */
  readonly notes: readonly IssueNote[]
}

export type IssueSubject =
  | { readonly kind: 'gate'; readonly gate: string; readonly level: 'required' | 'expected' }
  | { readonly kind: 'failure'; readonly cause: Cause }

export interface IssueEvidence {
  readonly task: number
  readonly label: string
  readonly at: number
  readonly attempt: number
  readonly open: boolean
  /** What was found, in one line; of a gate its verdict has the numbers. */
  readonly detail: string
  readonly verdict: Verdict | undefined
}

export interface IssueResolution {
  /** `evidence`: every task has passed since; `waiver`: the last of them was let pass; `person`: somebody says so. */
  readonly kind: 'evidence' | 'waiver' | 'person'
  readonly at: number
  readonly by: string | undefined
  readonly reason: string
}

export interface IssueNote {
  readonly at: number
  readonly by: string
  readonly action: 'assigned' | 'resolved' | 'reopened'
  readonly to: string | undefined
  readonly reason: string
}

interface Open {
  readonly stage: number
  readonly subject: IssueSubject
  readonly openedAt: number
  readonly evidence: Map<number, Omit<IssueEvidence, 'label'>>
  owner: string | undefined
  resolution: IssueResolution | undefined
  readonly notes: IssueNote[]
}

/** `run` is the state that the same events fold to. */
export function issuesOf(run: RunState, events: Iterable<RunEvent>): readonly Issue[] {
  const reader = createIssueReader(run)
  for (const event of events) reader.read(event)
  return reader.issues()
}

/** Reads events one by one, for those who pass over them anyway. `workflow` alone is needed of the run while reading. */
export function createIssueReader(run: RunState): { read(event: RunEvent): void; issues(): readonly Issue[] } {
  const found = new Map<string, Open>()

  function about(stage: number, subject: IssueSubject, at: number): Open {
    const key = subject.kind === 'gate' ? `${stage} gate ${subject.gate}` : `${stage} failure ${subject.cause}`
    const known = found.get(key)
    if (known !== undefined) return known
    const fresh: Open = { stage, subject, openedAt: at, evidence: new Map(), owner: undefined, resolution: undefined, notes: [] }
    found.set(key, fresh)
    return fresh
  }

  function ended(event: AttemptEnded): void {
    const { stage, task, attempt, at, outcome, then, verdicts } = event
    if (then.kind === 'outdated') return
    const gates = run.workflow.stages[stage]?.gates ?? []
    for (const verdict of verdicts) {
      const gate = gates[verdict.gate]
      if (gate === undefined || gate.level === 'stretch') continue
      // Over a whole fan-out some may miss it.
      const isAllowed = gate.atLeast !== undefined && then.kind === 'done'
      const passed = verdict.verdict === 'passed' || verdict.waiver !== undefined || isAllowed
      if (passed) settle(found.get(`${stage} gate ${gate.name}`), task, { kind: 'evidence', at, by: undefined, reason: '' })
      else
        worsen(about(stage, { kind: 'gate', gate: gate.name, level: gate.level }, at), {
          task,
          at,
          attempt,
          open: true,
          detail: verdict.detail ?? '',
          verdict,
        })
    }
    if (outcome.kind === 'failed' && outcome.cause !== 'cancelled' && (then.kind === 'failed' || then.kind === 'ignored')) {
      worsen(about(stage, { kind: 'failure', cause: outcome.cause }, at), {
        task,
        at,
        attempt,
        open: true,
        detail: outcome.detail,
        verdict: undefined,
      })
    } else if (then.kind === 'done') {
      for (const open of found.values()) {
        if (open.stage === stage && open.subject.kind === 'failure') settle(open, task, { kind: 'evidence', at, by: undefined, reason: '' })
      }
    }
  }

  function noted({ at, issue, by, action, to, reason }: Extract<RunEvent, { type: 'IssueNoted' }>): void {
    const open = [...found.values()][issue - 1]
    if (open === undefined) return
    open.notes.push({ at, by, action, to, reason })
    if (action === 'assigned') open.owner = to
    open.resolution = action === 'resolved' ? { kind: 'person', at, by, reason } : action === 'reopened' ? undefined : open.resolution
  }

  return {
    read(event) {
      if (event.type === 'AttemptEnded') ended(event)
      else if (event.type === 'TasksReused') for (const one of event.results) ended(endOfReused(event, one))
      else if (event.type === 'IssueNoted') noted(event)
      else if (event.type === 'GateWaived') {
        const gate = run.workflow.stages[event.stage]?.gates[event.gate]?.name ?? ''
        settle(found.get(`${event.stage} gate ${gate}`), event.task, { kind: 'waiver', at: event.at, by: event.by, reason: event.reason })
      }
    },
    issues: () => [...found.values()].map((open, index) => issueOf(run, open, index + 1)),
  }
}

function worsen(open: Open, evidence: Omit<IssueEvidence, 'label'>): void {
  open.evidence.delete(evidence.task)
  open.evidence.set(evidence.task, evidence)
  open.resolution = undefined
}

/** One task is well; when all are, so is the issue. What a person has resolved stays so. */
function settle(open: Open | undefined, task: number, resolution: IssueResolution): void {
  const evidence = open?.evidence.get(task)
  if (open === undefined || evidence === undefined || !evidence.open) return
  open.evidence.set(task, { ...evidence, open: false })
  const left = [...open.evidence.values()].some((one) => one.open)
  if (!left) open.resolution ??= resolution
}

function issueOf(run: RunState, open: Open, number: number): Issue {
  const { stage, subject, openedAt, owner, resolution, notes } = open
  const evidence = [...open.evidence.values()].map((one) => ({ ...one, label: labelOf(run, stage, one.task) }))
  const state = resolution === undefined ? 'open' : 'resolved'
  return { id: `${run.id}#${number}`, number, stage, subject, openedAt, state, owner, evidence, resolution, notes }
}
