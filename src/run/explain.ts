import { standingVotes, undecided } from './approving.ts'
import { explainDecided, explainNotChosen } from './explain-branching.ts'
import { explainQueued } from './explain-queued.ts'
import { explainTaken, explainTaking } from './explain-taking.ts'
import { explainFrozen, explainGrowing, explainSignals } from './explain-together.ts'
import { explainWaived } from './explain-waived.ts'
import type { Explanation, Reason } from './explanation.ts'
import { labelOf } from './label.ts'
import { type Bundle, isOver, type OwnedStage, type OwnedState, owned } from './owned.ts'
import { questionAt } from './questions.ts'
import type { State } from './state.ts'
import { finishedCount, is, isFinal, skipReasonOf, statusName, statusOf } from './status.ts'
import { portion } from './steps/release.ts'

/** Why a task (or, without one, a stage) is not running. Undefined: there is no such run, stage or task. */
export function explain(state: State, run: string, index: number, task: number | undefined, now: number): Explanation | undefined {
  const own = owned(state)
  const stage = own.runs.get(run)?.stages[index]
  if (stage === undefined || (task !== undefined && stage.count !== undefined && task >= stage.count)) return undefined
  const about = task ?? mostTelling(stage)
  const base = { run, stage: stage.definition.name, task, label: task === undefined ? '' : labelOf(stage.run, index, task) }
  if (!stage.asked) return { ...base, status: 'not_asked_for', reasons: [{ code: 'not_asked_for' }] }
  const reasons = phaseOf(stage)
  if (stage.count === undefined) return { ...base, status: 'unexpanded', reasons: [...reasons, ...uncounted(stage)] }
  const growing = task === undefined && (about === undefined || isFinal(statusOf(stage, about))) ? explainGrowing(stage) : []
  if (growing.length > 0) return { ...base, status: 'waiting', reasons: [...reasons, ...growing] }
  if (about === undefined) return { ...base, status: 'done', reasons: [{ code: 'done' }] }
  const status = statusOf(stage, about)
  const ownReasons = reasonsFor(own, stage, about, status, now)
  return { ...base, status: statusName(status), reasons: isFinal(status) ? ownReasons : [...reasons, ...ownReasons] }
}

/** Of a whole stage: what failed, then what is held up, then what runs. */
const telling = [is.failed, is.asked, is.queued, is.retrying, is.released, is.waiting, is.running, is.ignored, is.skipped, is.done]

function mostTelling(stage: OwnedStage): number | undefined {
  for (const status of telling) {
    const task = stage.counts[statusName(status)] > 0 ? stage.status.indexOf(status) : -1
    if (task >= 0) return task
  }
  return undefined
}

function phaseOf({ run }: OwnedStage): readonly Reason[] {
  if (run.phase === 'paused') return [{ code: 'paused' }]
  return run.phase === 'cancelling' || (isOver(run) && run.phase === 'cancelled') ? [{ code: 'cancelling' }] : []
}

function reasonsFor(state: OwnedState, stage: OwnedStage, task: number, status: number, now: number): readonly Reason[] {
  const history = stage.histories.get(task)
  switch (status) {
    case is.waiting:
      return waitingFor(stage, task)
    case is.released:
      return stage.definition.take === undefined ? [{ code: 'looking_for_result' }] : explainTaking(stage)
    case is.queued:
      return explainQueued(state, stage, task, now)
    case is.running:
      return runningSince(stage, task, now)
    case is.retrying:
      if ((history?.notBefore ?? 0) <= now && stage.missingSignals !== undefined) return explainSignals(stage)
      return [
        { code: 'backoff', until: history?.notBefore ?? 0, attempt: (stage.attempts[task] ?? 0) + 1, budget: history?.budget ?? '' },
        ...failureOf(stage, task),
      ]
    case is.asked: {
      const { gates, persons = [] } = questionAt(stage, task) ?? { gates: [] }
      return [{ code: 'waits_for_decision', gates, persons }, ...failureOf(stage, task)]
    }
    case is.failed:
      return failureOf(stage, task)
    case is.ignored:
      return [{ code: 'ignored', cause: history?.last?.cause ?? '' }]
    case is.skipped:
      if (skipReasonOf(stage, task) === 'branch') return explainNotChosen(stage, task)
      return [skipped(stage, task)]
    default:
      return [{ code: 'done' }, ...explainTaken(stage, task), ...explainDecided(stage, task), ...explainWaived(stage, task)]
  }
}

function skipped(stage: OwnedStage, task: number): Reason {
  const note = stage.skipNotes?.get(task)
  const base = { code: 'skipped', reason: skipReasonOf(stage, task) ?? '', upstream: culprits(stage, task) } as const
  return note === undefined ? base : { ...base, note }
}

function waitsForPeople(stage: OwnedStage, bundle: Bundle, now: number): Reason {
  const { human } = stage.definition
  const { by, votes = [] } = bundle.human ?? {}
  const since = bundle.startedAt
  if (human?.kind !== 'approval') return { code: 'waits_for_answer', by: by ?? '', since }
  const standing = standingVotes(human, votes, now).map((vote) => vote.by)
  const left = undecided(stage, bundle, now)
  return { code: 'waits_for_approval', approved: standing.length, quorum: human.quorum, by: standing, left, since }
}

function runningSince(stage: OwnedStage, task: number, now: number): readonly Reason[] {
  const bundle = stage.entries[task]?.bundle
  if (bundle?.human !== undefined) return [waitsForPeople(stage, bundle, now)]
  const attempt = stage.attempts[task] ?? 0
  return [
    ...explainFrozen(stage),
    { code: 'running', since: bundle?.startedAt ?? 0, attempt, inBundleOf: bundle?.tasks.length ?? 1 },
    ...explainWaived(stage, task),
  ]
}

function failureOf(stage: OwnedStage, task: number): readonly Reason[] {
  const last = stage.histories.get(task)?.last
  if (last === undefined) return []
  const gates = last.verdicts.flatMap(({ gate, verdict, measured }): Reason[] =>
    verdict === 'passed' ? [] : [{ code: 'gate_failed', gate: stage.definition.gates[gate]?.name ?? '', verdict, measured }],
  )
  return gates.length > 0 && last.detail === '' ? gates : [{ code: 'failed', cause: last.cause, detail: last.detail }, ...gates]
}

/** Stages that the tasks are counted from, which are not finished. */
function uncounted(stage: OwnedStage): readonly Reason[] {
  const { dependencies, fanout } = stage.definition
  const from = new Set(dependencies.filter(({ expansion }) => expansion).map((dependency) => dependency.stage))
  if (fanout.kind === 'each') from.add(fanout.stage)
  return [...from].flatMap((index) => stageReason(stage.run.stages[index]))
}

function stageReason(producer: OwnedStage | undefined): readonly Reason[] {
  if (producer === undefined || producer.finished) return []
  const { definition, count, counts } = producer
  return [{ code: 'waits_for_stage', stage: definition.name, finished: finishedCount(producer), running: counts.running, count }]
}

function waitingFor(stage: OwnedStage, task: number): readonly Reason[] {
  const reasons: Reason[] = stage.definition.dependencies.flatMap(({ stage: index, kind }): readonly Reason[] => {
    const producer = stage.run.stages[index]
    if (kind === 'whole' || producer === undefined) return stageReason(producer)
    const status = producer.count === undefined ? undefined : statusOf(producer, task)
    if (status !== undefined && isFinal(status)) return []
    const label = labelOf(stage.run, index, task)
    const shown = status === undefined ? 'unexpanded' : statusName(status)
    return [{ code: 'waits_for_task', stage: producer.definition.name, task, label, status: shown }]
  })
  reasons.push(...explainSignals(stage))
  return reasons.length > 0 ? reasons : [{ code: 'next_portion', before: Math.max(portion, stage.counts.released) }]
}

/** Stages because of which a task was skipped. */
function culprits(stage: OwnedStage, task: number): readonly string[] {
  if (['when', 'by_hand'].includes(skipReasonOf(stage, task) ?? '')) return []
  return stage.definition.dependencies.flatMap(({ stage: index, kind }) => {
    const producer = stage.run.stages[index]
    if (producer === undefined) return []
    const { failed, skipped, ignored } = producer.counts
    const status = statusOf(producer, task)
    const at = kind === 'whole' ? failed + skipped + ignored > 0 : status === is.failed || status === is.skipped || status === is.ignored
    return at || producer.count === 0 ? [producer.definition.name] : []
  })
}
