import type { Json } from '#model/json.ts'
import type { Gate } from '#model/workflow.ts'
import type { Verdict } from '#run/events.ts'
import { labelOf } from '#run/label.ts'
import type { RunState } from '#run/state.ts'
import { type Comparison, comparisonsOf, type Operator } from './comparison.ts'
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
  /** The task that is nearest to failing, or has failed most clearly. */
  readonly worst: JudgedTask | undefined
  /** Of the tasks that have one. */
  readonly margins: Spread | null
}

export interface JudgedTask {
  readonly task: number
  readonly label: string
  readonly verdict: Verdict['verdict']
  /** The comparison with the smallest margin, of those that must all hold. */
  readonly compared: Compared | undefined
  readonly measured: Verdict['measured']
  readonly detail: string | undefined
}

/** A comparison with both sides as they were measured. */
export interface Compared {
  readonly comparison: Comparison
  readonly left: Json
  readonly right: Json
  /**
   * Distance to the threshold over its size (in SI units where the threshold is zero), positive on the passing
   * side; undefined where there is none (equality, or values that are no numbers).
   */
  readonly margin: number | undefined
}

export function gateFacts(run: RunState, history: History): readonly GateFact[] {
  const facts: GateFact[] = []
  run.workflow.stages.forEach((stage, stageIndex) => {
    const verdicts = history.verdicts.get(stageIndex)
    stage.gates.forEach((gate, index) => {
      const judged: JudgedTask[] = []
      const comparisons = comparisonsOf(gate.check.source)
      for (const [task, list] of verdicts ?? []) {
        const verdict = list.find((one) => one.gate === index)
        if (verdict !== undefined) judged.push(judgedTask(task, verdict, comparisons))
      }
      const fact = factOf(stageIndex, gate, judged)
      facts.push(fact.worst === undefined ? fact : { ...fact, worst: { ...fact.worst, label: labelOf(run, stageIndex, fact.worst.task) } })
    })
  })
  return facts
}

function factOf(stage: number, gate: Gate, judged: readonly JudgedTask[]): GateFact {
  const tally = { passed: 0, failed: 0, inconclusive: 0 }
  let worst: JudgedTask | undefined
  for (const one of judged) {
    tally[one.verdict]++
    if (worst === undefined || isWorse(one, worst)) worst = one
  }
  const margins = judged.map((one) => one.compared?.margin).filter((margin) => margin !== undefined)
  return { stage, name: gate.name, level: gate.level, check: gate.check.source, ...tally, worst, margins: spreadOf(margins) }
}

const severity = { failed: 2, inconclusive: 1, passed: 0 }

function isWorse(one: JudgedTask, other: JudgedTask): boolean {
  const difference = severity[one.verdict] - severity[other.verdict]
  if (difference !== 0) return difference > 0
  const margin = (one.compared?.margin ?? Number.POSITIVE_INFINITY) - (other.compared?.margin ?? Number.POSITIVE_INFINITY)
  return Number.isNaN(margin) ? one.task < other.task : margin < 0 || (margin === 0 && one.task < other.task)
}

function judgedTask(task: number, verdict: Verdict, comparisons: readonly Comparison[]): JudgedTask {
  return {
    task,
    // Only the worst of them is shown, so only it is given its label.
    label: '',
    verdict: verdict.verdict,
    compared: comparedOf(verdict, comparisons),
    measured: verdict.measured,
    detail: verdict.detail,
  }
}

function comparedOf(verdict: Verdict, comparisons: readonly Comparison[]): Compared | undefined {
  let nearest: Compared | undefined
  for (const comparison of comparisons) {
    const left = sideOf(verdict, comparison.left)
    const right = sideOf(verdict, comparison.right)
    if (left === undefined || right === undefined) continue
    const compared = { comparison, left, right, margin: marginOf(left, comparison.operator, right) }
    if (nearest === undefined || (compared.margin ?? Number.POSITIVE_INFINITY) < (nearest.margin ?? Number.POSITIVE_INFINITY))
      nearest = compared
  }
  return nearest
}

/** A side is journalled under its own text, give or take spaces and outer brackets; a literal number needs no journal. */
function sideOf(verdict: Verdict, text: string): Json | undefined {
  const measured = verdict.measured[text]
  if (measured !== undefined) return measured
  if (/^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text)) return Number(text)
  const wanted = bare(text)
  return Object.entries(verdict.measured).find(([name]) => bare(name) === wanted)?.[1]
}

function bare(text: string): string {
  const close = text.replace(/\s+/g, '')
  return /^\([^()]*\)$/.test(close) ? close.slice(1, -1) : close
}

function marginOf(left: Json, operator: Operator, right: Json): number | undefined {
  const a = measureOf(left)
  const b = measureOf(right)
  if (a === undefined || b === undefined || operator === '==' || operator === '!=') return undefined
  const distance = operator === '<' || operator === '<=' ? b.si - a.si : a.si - b.si
  return b.si === 0 ? distance : distance / Math.abs(b.si)
}
