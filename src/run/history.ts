import { ownMap } from './begin.ts'
import type { AttemptEnded } from './events.ts'
import type { Then } from './outcome.ts'
import type { OwnedStage } from './owned.ts'
import type { History, Restarting } from './remembered.ts'

/** What is remembered of a task beyond its status: only of those that did not end well at once. */
export function historyOf(stage: OwnedStage, task: number): History {
  const known = stage.histories.get(task)
  if (known !== undefined) return known
  const fresh: History = {
    ...{ round: 0, reworked: {}, budgets: new Map(), changes: {}, needs: {}, notBefore: 0, budget: '' },
    ...{ judgedKey: undefined, last: undefined },
  }
  stage.histories = ownMap(stage.histories)
  stage.histories.set(task, fresh)
  return fresh
}

export function noteRetry(stage: OwnedStage, task: number, then: Extract<Then, { kind: 'retry' }>): History {
  const history = historyOf(stage, task)
  history.budgets.set(then.budget, (history.budgets.get(then.budget) ?? 0) + 1)
  history.changes = { ...history.changes, ...then.with }
  history.needs = { ...history.needs, ...then.needs }
  history.notBefore = then.notBefore
  history.budget = then.budget
  return history
}

export function noteFailure(stage: OwnedStage, event: Pick<AttemptEnded, 'task' | 'outcome' | 'verdicts'>, then: Then): void {
  const { outcome, verdicts } = event
  const cause = then.kind === 'failed' ? then.cause : outcome.kind === 'failed' ? outcome.cause : 'gate_failed'
  historyOf(stage, event.task).last = { cause, detail: failureDetail({ outcome, then }), verdicts }
}

/** What the world found, and why nothing more is tried where a rule would have: a reader needs both. */
export function failureDetail({ outcome, then }: Pick<AttemptEnded, 'outcome' | 'then'>): string {
  const found = outcome.kind === 'failed' ? outcome.detail : ''
  const decided = then.kind === 'failed' ? (then.detail ?? '') : ''
  return [found, decided].filter((text) => text !== '').join('; ')
}

/** Done: what its retries changed stays part of what it is; the rest is over. */
export function closeHistory(stage: OwnedStage, task: number): void {
  const history = stage.histories.get(task)
  if (history === undefined) return
  if (Object.keys(history.changes).length === 0 && history.round === 0) stage.histories.delete(task)
  else {
    history.last = undefined
    delete history.restarting
  }
}

/** Fresh budgets, and everything as the definition says; a result that was not good enough stays refused. */
export function resetHistory(stage: OwnedStage, task: number): void {
  const before = stage.histories.get(task)
  stage.histories.delete(task)
  if (before?.judgedKey !== undefined) historyOf(stage, task).judgedKey = before.judgedKey
  if (before?.restarting !== undefined) historyOf(stage, task).restarting = afresh(before.restarting)
}

/** Begun anew by hand, it goes on from its newest state, if it is still the same. */
function afresh({ saved, from, spent }: Restarting): Restarting {
  const newest = saved.at(-1)?.attempt
  return { saved, from: newest, spent: newest === from ? spent : undefined, ifSame: true }
}

/** What a task is done again with: fresh budgets, and what rework has changed; a result that was not good enough stays refused. */
export function renewHistory(stage: OwnedStage, task: number): void {
  const before = stage.histories.get(task)
  if (before === undefined) return
  stage.histories.delete(task)
  const { judgedKey, round, reworked } = before
  if (judgedKey !== undefined || round > 0 || Object.keys(reworked).length > 0)
    Object.assign(historyOf(stage, task), { judgedKey, round, reworked, changes: reworked })
}
