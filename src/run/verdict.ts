import { EvaluationError } from '#expression/evaluation-error.ts'
import { valueToJson } from '#expression/show.ts'
import { isQuantity } from '#expression/units.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Cause } from '#model/cause.ts'
import type { Retry } from '#model/gate.ts'
import type { Json } from '#model/json.ts'
import type { ErrorRule } from '#model/workflow.ts'
import { afterGates } from './after-gates.ts'
import { withWaivers } from './held.ts'
import { gateNames, judge } from './judge.ts'
import { decisionNames } from './names.ts'
import { wayOf } from './needs.ts'
import type { Outcome, Saved, Then, Verdict } from './outcome.ts'
import type { OwnedStage } from './owned.ts'
import { remedyOf } from './remedies.ts'
import { beginningOf, restartAt } from './restarting.ts'
import { sendTrouble } from './sending.ts'

/** How an attempt ended, on which the gates and the rules of `on_error` are asked. */
export interface Ended {
  readonly stage: OwnedStage
  readonly task: number
  readonly attempt: number
  /** Of what was computed. */
  readonly key: string
  readonly outcome: Outcome
  readonly now: number
}

/** What the gates say, and what follows; decided once, and kept with the event. */
export function verdictOn(ended: Ended): { readonly verdicts: readonly Verdict[]; readonly then: Then } {
  const { stage, task, key, outcome } = ended
  if (stage.outdated.has(task)) return { verdicts: [], then: { kind: 'outdated' } }
  if (outcome.kind === 'failed') return { verdicts: [], then: afterFailure(ended, outcome.cause) }
  const verdicts = withWaivers(stage, task, key, judge(stage, task, outcome.result))
  const retry = (budget: string, one: Retry) => retryOf(ended, budget, one)
  const then = afterGates({ stage, task, names: () => retryNames(ended), retry }, verdicts) ?? afterFailure(ended, 'gate_failed')
  const trouble = then.kind === 'done' ? sendTrouble(stage, task, outcome.result) : undefined
  if (trouble === undefined) return { verdicts, then }
  const instead = afterFailure(ended, 'bad_metrics')
  return { verdicts, then: instead.kind === 'failed' ? { ...instead, detail: trouble } : instead }
}

/** Lost supervisors and nodes are not the program's fault: tried again without eating the budget of any rule. */
const blameless: readonly Cause[] = ['lost', 'preempted', 'node_failure']
const blamelessAtMost = 10

function afterFailure(ended: Ended, cause: Cause): Then {
  const { stage, task, outcome, now } = ended
  if (stage.run.phase === 'cancelling' || cause === 'cancelled') return { kind: 'failed', cause }
  if (cause === 'preempted' && gaveWay(stage, task)) return afterGivingWay(ended)
  if (outcome.kind === 'failed' && outcome.goesOn && outcome.saved !== undefined) return goingOn(ended, cause, outcome.saved)
  for (const [index, rule] of stage.definition.onError.entries()) {
    if (!matches(rule, index, cause, outcome)) continue
    if (rule.action.kind === 'ignore') return { kind: 'ignored' }
    if (rule.action.kind === 'fail') return { kind: 'failed', cause }
    const again = retryOf(ended, `rule:${index}`, rule.action.retry)
    if (again !== undefined) return again
  }
  const remedy = remedyOf(stage, outcome)
  for (const [index, repair] of (remedy?.repairs ?? []).entries()) {
    const again = retryOf(ended, `pack:${remedy?.pack}/${remedy?.rule}/${index + 1}`, repair)
    if (again !== undefined) return again
  }
  // The pack says when to stop.
  if (remedy !== undefined && remedy.repairs.length > 0) return { kind: 'failed', cause, detail: remedy.stop }
  if (!blameless.includes(cause) || used(stage, task, 'lost') >= blamelessAtMost) return { kind: 'failed', cause }
  return { kind: 'retry', budget: 'lost', notBefore: now, with: {}, needs: {}, ...fromOf(ended, undefined, false) }
}

const gaveWay = (stage: OwnedStage, task: number) => stage.entries[task]?.bundle?.preempted !== undefined

/** It gave its place: that is nobody's fault, and however often it happens it goes on, from its newest state. */
function afterGivingWay(ended: Ended): Then {
  return { kind: 'retry', budget: 'gave_way', notBefore: ended.now, with: {}, needs: {}, ...fromOf(ended, 'from_checkpoint', false) }
}

/** It saved its state when it was asked to: it goes on in another attempt, unless that leads nowhere. */
function goingOn(ended: Ended, cause: Cause, { fingerprint }: Saved): Then {
  const { stage, task, attempt, now } = ended
  const most = stage.definition.checkpoint?.atMost ?? 0
  if (beginningOf(stage, task)?.fingerprint === fingerprint)
    return { kind: 'failed', cause, detail: 'it saved the same state as it had begun in, so it makes no progress' }
  if (used(stage, task, 'going_on') >= most)
    return { kind: 'failed', cause, detail: `it has gone on ${most} times, which is \`at_most\` of its \`checkpoint\`` }
  return { kind: 'retry', budget: 'going_on', notBefore: now, with: {}, needs: {}, from: attempt }
}

/** Where the next attempt begins, if not from scratch. */
function fromOf(ended: Ended, restart: Retry['restart'], isChanged: boolean): { readonly from?: number } {
  const from = restartAt(ended.stage, ended, restart, isChanged)
  return from === undefined ? {} : { from }
}

/** Everything that a rule names must fit; a rule that names nothing fits every failure. */
function matches(rule: ErrorRule, index: number, cause: Cause, outcome: Outcome): boolean {
  if (rule.causes.length > 0 && !rule.causes.includes(cause)) return false
  const failed = outcome.kind === 'failed' ? outcome : undefined
  if (rule.exitCodes.length > 0 && !(typeof failed?.exitCode === 'number' && rule.exitCodes.includes(failed.exitCode))) return false
  return rule.matches === undefined || failed?.matched.includes(index) === true
}

function used(stage: OwnedStage, task: number, budget: string): number {
  return stage.histories.get(task)?.budgets.get(budget) ?? 0
}

/** Undefined: the budget is used up. Failed: what should be different the next time cannot be told. */
function retryOf(ended: Ended, budget: string, retry: Retry): Then | undefined {
  const { stage, task, now } = ended
  const before = used(stage, task, budget)
  if (stage.run.phase === 'cancelling' || before >= retry.atMost) return undefined
  try {
    const names = retryNames(ended)
    const changed: [string, Json][] = retry.with.map(({ name, value }) => [name, valueToJson(value.evaluate(names))])
    const needs: [string, number][] = retry.needs.map(({ pool, amount }) => [pool, numberOf(amount.evaluate(names))])
    const notBefore = now + Math.round(retry.delayMs * retry.factor ** before)
    const from = fromOf(ended, retry.restart, changed.length > 0)
    return { kind: 'retry', budget, notBefore, with: Object.fromEntries(changed), needs: Object.fromEntries(needs), ...from }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    const cause = ended.outcome.kind === 'failed' ? ended.outcome.cause : 'gate_failed'
    return { kind: 'failed', cause, detail: `retry (${budget}): ${error.message}` }
  }
}

function numberOf(value: Value): number {
  const amount = isQuantity(value) ? value.si : value
  if (typeof amount === 'number' && Number.isFinite(amount) && amount >= 0) return amount
  throw new EvaluationError('type', { en: 'This is not an amount.', ko: '양이 아닙니다.' })
}

/** `needs.POOL` and `attempt`, then the task's metrics, then what its gates see. */
function retryNames({ stage, task, attempt, outcome }: Ended): RecordValue {
  const own = gateNames(stage, outcome.kind === 'succeeded' ? outcome.result : { metrics: outcome.metrics, outputs: {} })
  const needs = needsRecord(stage, task)
  return decisionNames(stage, task, (name) => (name === 'needs' ? needs : name === 'attempt' ? attempt : own(name)))
}

/** What this attempt had; where the definition gives a quantity, so is this, in the same unit. */
function needsRecord(stage: OwnedStage, task: number): RecordValue {
  const way = wayOf(stage, task)
  const amounts = new Map(Object.entries(way?.asked ?? way?.pools ?? {}))
  for (const { called, count } of way?.people ?? []) amounts.set(called, count)
  if (way?.limitMs !== undefined) amounts.set('time', way.limitMs / 1000)
  const option = stage.entries[task]?.bundle?.option ?? 0
  const { needs } = option === 0 ? stage.definition : (stage.definition.alternatives[option - 1] ?? stage.definition)
  const get = (name: string): Value | undefined => {
    const had = amounts.get(name)
    const stated = had === undefined ? undefined : needs.find(({ pool }) => pool === name)
    const value = stated?.amount.evaluate(decisionNames(stage, task))
    return value !== undefined && had !== undefined && isQuantity(value) ? { ...value, si: had } : had
  }
  return { kind: 'record', get, names: () => [...amounts.keys()] }
}
