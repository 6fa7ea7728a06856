import { allowance, type Gate } from '#model/gate.ts'
import type { Compared } from '#run/compared.ts'
import { labelOf } from '#run/label.ts'
import type { Verdict } from '#run/outcome.ts'
import type { RunState } from '#run/state.ts'
import type { History } from './history.ts'
import { measureOf } from './measure.ts'
import { type Spread, spreadOf } from './spread.ts'

/** How one gate of a stage was judged, over all its tasks: each task counts by its newest verdict. */
export interface GateFact {
  readonly stage: number
  readonly name: string
  readonly level: Gate['level']
  readonly check: string
  readonly passed: number
  readonly failed: number
  readonly inconclusive: number
  /** Did not pass, and somebody let the result pass all the same. */
  readonly waived: number
  /** How many may fail to pass, of a gate over the whole fan-out. */
  readonly allowed: number
  /** Tasks that were not judged, and may still be. */
  readonly pending: number
  /** The task that is nearest to failing, or has failed most clearly. */
  readonly worst: JudgedTask | undefined
  /** Of the tasks that have one. */
  readonly margins: Spread | null
}

export interface JudgedTask {
  readonly task: number
  readonly label: string
  readonly verdict: Verdict['verdict'] | 'waived'
  /** Who let it pass, and why. */
  readonly waiver: Verdict['waiver']
  /** The comparison with the smallest margin, of those that must all hold. */
  readonly compared: ComparedFact | undefined
  readonly measured: Verdict['measured']
  readonly detail: string | undefined
}

/** A comparison with both sides as they were measured. */
export interface ComparedFact extends Compared {
  /**
   * The margin over the threshold's size: distance to the threshold over its size (in SI units where the threshold is zero), positive on the passing
   * side; undefined where there is none (equality, or values that are no numbers).
   */
  readonly relative: number | undefined
}

export function gateFacts(run: RunState, history: History): readonly GateFact[] {
  const facts: GateFact[] = []
  run.workflow.stages.forEach((stage, stageIndex) => {
    const verdicts = history.verdicts.get(stageIndex)
    stage.gates.forEach((gate, index) => {
      const judged: JudgedTask[] = []
      for (const [task, list] of verdicts ?? []) {
        const verdict = list.find((one) => one.gate === index)
        if (verdict !== undefined) judged.push(judgedTask(task, verdict))
      }
      const allowed = allowance(gate, run.stages[stageIndex]?.count ?? 0)
      const fact = { ...factOf(stageIndex, gate, judged, pendingIn(run, stageIndex, verdicts)), allowed }
      facts.push(fact.worst === undefined ? fact : { ...fact, worst: { ...fact.worst, label: labelOf(run, stageIndex, fact.worst.task) } })
    })
  })
  return facts
}

/** Tasks without a verdict that are not finished. */
function pendingIn(run: RunState, stage: number, verdicts: ReadonlyMap<number, unknown> | undefined): number {
  const state = run.stages[stage]
  if (state?.count === undefined) return 0
  const { done, failed, ignored, skipped } = state.counts
  const open = state.count - done - failed - ignored - skipped
  return Math.max(0, Math.min(open, state.count - (verdicts?.size ?? 0)))
}

function factOf(stage: number, gate: Gate, judged: readonly JudgedTask[], pending: number): Omit<GateFact, 'allowed'> {
  const tally = { passed: 0, failed: 0, inconclusive: 0, waived: 0 }
  let worst: JudgedTask | undefined
  for (const one of judged) {
    tally[one.verdict]++
    if (worst === undefined || isWorse(one, worst)) worst = one
  }
  const margins = judged.map((one) => one.compared?.relative).filter((margin) => margin !== undefined)
  return { stage, name: gate.name, level: gate.level, check: gate.check.source, ...tally, pending, worst, margins: spreadOf(margins) }
}

const severity = { failed: 3, inconclusive: 2, waived: 1, passed: 0 }

function isWorse(one: JudgedTask, other: JudgedTask): boolean {
  const difference = severity[one.verdict] - severity[other.verdict]
  if (difference !== 0) return difference > 0
  const margin = (one.compared?.relative ?? Number.POSITIVE_INFINITY) - (other.compared?.relative ?? Number.POSITIVE_INFINITY)
  return Number.isNaN(margin) ? one.task < other.task : margin < 0 || (margin === 0 && one.task < other.task)
}

function judgedTask(task: number, verdict: Verdict): JudgedTask {
  return {
    task,
    // Only the worst of them is shown, so only it is given its label.
    label: '',
    verdict: verdict.verdict !== 'passed' && verdict.waiver !== undefined ? 'waived' : verdict.verdict,
    waiver: verdict.waiver,
    compared: nearestOf(verdict.comparisons ?? []),
    measured: verdict.measured,
    detail: verdict.detail,
  }
}

function nearestOf(comparisons: readonly Compared[]): ComparedFact | undefined {
  let nearest: ComparedFact | undefined
  for (const comparison of comparisons) {
    const compared = { ...comparison, relative: relativeMargin(comparison) }
    if (nearest === undefined || (compared.relative ?? Number.POSITIVE_INFINITY) < (nearest.relative ?? Number.POSITIVE_INFINITY))
      nearest = compared
  }
  return nearest
}

function relativeMargin({ left, operator, right }: Compared): number | undefined {
  const a = measureOf(left)
  const b = measureOf(right)
  if (a === undefined || b === undefined || operator === '==' || operator === '!=') return undefined
  const distance = operator === '<' || operator === '<=' ? b.si - a.si : a.si - b.si
  return b.si === 0 ? distance : distance / Math.abs(b.si)
}
