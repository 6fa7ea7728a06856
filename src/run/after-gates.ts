import { EvaluationError } from '#expression/evaluation-error.ts'
import { valueToJson } from '#expression/show.ts'
import type { RecordValue } from '#expression/value.ts'
import type { Gate, GateAction, Retry } from '#model/gate.ts'
import type { Json } from '#model/json.ts'
import { isAllowed } from './held.ts'
import type { Then, Verdict } from './outcome.ts'
import type { OwnedStage } from './owned.ts'
import { reachOf } from './rework-reach.ts'

/** What is asked of the task whose gates were judged. */
export interface Judged {
  readonly stage: OwnedStage
  readonly task: number
  /** `needs.POOL`, `attempt`, and what the gates see. */
  readonly names: () => RecordValue
  /** Undefined: the budget is used up. */
  readonly retry: (budget: string, retry: Retry) => Then | undefined
}

/**
 * What follows from verdicts: of the first gate that did not pass and has something left to repair it, that; else the worst of what the
 * gates come to: failed, dropped, asked about, done. Undefined: a gate keeps the result back, and nothing is left to do about it.
 */
export function afterGates(judged: Judged, verdicts: readonly Verdict[]): Then | undefined {
  const ends: Then[] = []
  let failed = false
  const asked: Asked = { gates: [], by: new Set(), anybody: false }
  for (const verdict of verdicts) {
    const gate = judged.stage.definition.gates[verdict.gate]
    if (gate === undefined || verdict.verdict === 'passed' || verdict.waiver !== undefined) continue
    const end = firstOf(judged, gate, verdict)
    if (typeof end === 'object' && 'then' in end) return end.then
    if (end === 'failed') failed = true
    else if (end?.kind === 'ask') noteAsked(asked, gate, end.by)
    else if (end?.kind === 'quarantine') ends.push({ kind: 'ignored', gate: gate.name })
  }
  if (failed) return undefined
  const [dropped] = ends
  if (dropped !== undefined) return dropped
  return asked.gates.length === 0 ? { kind: 'done' } : { kind: 'asked', gates: asked.gates, by: asked.anybody ? [] : [...asked.by] }
}

interface Asked {
  readonly gates: string[]
  readonly by: Set<string>
  anybody: boolean
}

function noteAsked(asked: Asked, { name }: Gate, by: readonly string[]): void {
  asked.gates.push(name)
  asked.anybody ||= by.length === 0
  for (const one of by) asked.by.add(one)
}

type End = { readonly then: Then } | Extract<GateAction, { kind: 'ask' | 'quarantine' }> | 'failed' | undefined

/** The first of a gate's actions that is not used up; after all of them its level says. */
function firstOf(judged: Judged, gate: Gate, { verdict, gate: index }: Verdict): End {
  const ownActions = verdict === 'inconclusive' ? gate.inconclusive : undefined
  const kind = ownActions === undefined ? gate.name : `${gate.name}/${verdict}`
  for (const [place, action] of (ownActions ?? gate.otherwise).entries()) {
    const budget = place === 0 ? kind : `${kind}/${place + 1}`
    // Over a whole fan-out it may miss what it takes to mend it, as long as enough others can pass.
    if (action.kind !== 'retry' && action.kind !== 'rework' && isAllowed(judged.stage, judged.task, index)) return undefined
    if (action.kind === 'fail') return 'failed'
    if (action.kind === 'warn') return undefined
    if (action.kind === 'ask') return action
    if (action.kind === 'quarantine' && hasRoom(judged, action)) return action
    const then = action.kind === 'retry' ? judged.retry(`gate:${budget}`, action.retry) : reworkOf(judged, gate, budget, action)
    if (then !== undefined) return { then }
  }
  return gate.level === 'required' && !isAllowed(judged.stage, judged.task, index) ? 'failed' : undefined
}

function hasRoom({ stage, task }: Judged, { atMost, isShare }: Extract<GateAction, { kind: 'quarantine' }>): boolean {
  const others = stage.dropped.size - (stage.dropped.has(task) ? 1 : 0)
  // A share of 5 % of 100 is 5, whatever 0.05 is in binary.
  const most = isShare ? Math.floor(atMost * (stage.count ?? 0) * (1 + 1e-12)) : atMost
  return others + 1 <= most
}

/** Of a chain of elements each has a budget of its own: what is done again for one is nothing to the others. */
function reworkOf({ stage, task, names }: Judged, gate: Gate, name: string, action: GateAction): Then | undefined {
  if (action.kind !== 'rework' || stage.run.phase === 'cancelling') return undefined
  const { from, with: changed, atMost } = action.rework
  const budget = `${stage.definition.index}/${reachOf(stage.run, from, stage).stages.get(from) === 'single' ? `${task}/` : ''}${name}`
  if ((stage.run.reworks.get(budget) ?? 0) >= atMost) return undefined
  try {
    const values = changed.map(({ name: parameter, value }): [string, Json] => [parameter, valueToJson(value.evaluate(names()))])
    return { kind: 'rework', budget, gate: gate.name, from, with: Object.fromEntries(values) }
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    return { kind: 'failed', cause: 'gate_failed', detail: `rework (${gate.name}): ${error.message}` }
  }
}
