import { allowance } from '#model/gate.ts'
import { ownMap } from './begin.ts'
import type { Verdict } from './outcome.ts'
import type { OwnedStage } from './owned.ts'
import type { KeptBack } from './remembered.ts'

/** Results that gates did not let pass. They are kept, so that a waiver costs no second computation. */

export function holdResult(stage: OwnedStage, task: number, held: KeptBack): void {
  stage.kept = ownMap(stage.kept)
  stage.kept.set(task, held)
}

/** Whether this verdict keeps a result from being used: of a required gate, or of one whose actions can fail, drop or ask. */
export function isBlocking(stage: OwnedStage, task: number, { gate: index, verdict, waiver }: Verdict): boolean {
  const gate = stage.definition.gates[index]
  if (gate === undefined || verdict === 'passed' || waiver !== undefined || isAllowed(stage, task, index)) return false
  const actions = verdict === 'inconclusive' ? (gate.inconclusive ?? gate.otherwise) : gate.otherwise
  return gate.level === 'required' || actions.some(({ kind }) => kind === 'fail' || kind === 'quarantine' || kind === 'ask')
}

/** Whether a task may fail to pass a gate that is judged over all of them. */
export function isAllowed({ definition, count = 0, short }: OwnedStage, task: number, index: number): boolean {
  const gate = definition.gates[index]
  if (gate?.atLeast === undefined) return false
  const others = short.get(index)
  return (others?.size ?? 0) - (others?.has(task) === true ? 1 : 0) + 1 <= allowance(gate, count)
}

/** The task is done, and what it did not pass counts for the verdict over all. */
export function noteShort(stage: OwnedStage, task: number, verdicts: readonly Verdict[]): void {
  for (const { gate, verdict, waiver } of verdicts) {
    if (verdict === 'passed' || waiver !== undefined || stage.definition.gates[gate]?.atLeast === undefined) continue
    stage.short = ownMap(stage.short)
    stage.short.set(gate, new Set(stage.short.get(gate)).add(task))
  }
}

/** The verdicts with what has been waived of this very result. */
export function withWaivers(stage: OwnedStage, task: number, key: string, verdicts: readonly Verdict[]): readonly Verdict[] {
  const waivers = stage.waivers.get(task)
  if (waivers === undefined) return verdicts
  return verdicts.map((verdict) => {
    const waiver = waivers.get(verdict.gate)
    if (verdict.verdict === 'passed' || waiver === undefined || waiver.key !== key) return verdict
    return { ...verdict, waiver: { by: waiver.by, reason: waiver.reason } }
  })
}

/** The task is done with a result that somebody has let pass. */
export function noteLetPass(stage: OwnedStage, task: number, verdicts: readonly Verdict[]): void {
  const waived = verdicts.filter(({ waiver }) => waiver !== undefined)
  if (waived.length === 0) return
  stage.letPass = ownMap(stage.letPass)
  stage.letPass.set(task, waived)
}

/** Nothing of a task's earlier ends is remembered. */
export function forgetHeld(stage: OwnedStage, task: number): void {
  stage.kept.delete(task)
  stage.letPass.delete(task)
  for (const tasks of stage.short.values()) tasks.delete(task)
  stage.dropped.delete(task)
}
