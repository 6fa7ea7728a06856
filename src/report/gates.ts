import type { Json } from '#model/json.ts'
import type { Gate } from '#model/workflow.ts'
import type { Verdict } from '#run/events.ts'
import { labelOf } from '#run/label.ts'
import type { RunState } from '#run/state.ts'
import { type Comparison, comparisonOf } from './comparison.ts'
import type { History } from './history.ts'
import { type Spread, spreadOf } from './spread.ts'

/** How one gate of a stage was judged, over all its tasks: each task counts by its newest verdict. */
export interface GateFact {
  readonly stage: number
  readonly name: string
  readonly level: Gate['level']
  readonly check: string
  /** Where the check is one comparison: its two sides and the operator, as text. */
  readonly comparison: Comparison | undefined
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
  /** The two sides as measured, of a comparison. */
  readonly left: Json | undefined
  readonly right: Json | undefined
  /** Distance to the threshold over its size; positive on the passing side. */
  readonly margin: number | undefined
  readonly measured: Verdict['measured']
  readonly detail: string | undefined
}

export function gateFacts(run: RunState, history: History): readonly GateFact[] {
  const facts: GateFact[] = []
  run.workflow.stages.forEach((stage, stageIndex) => {
    const verdicts = history.verdicts.get(stageIndex)
    stage.gates.forEach((gate, index) => {
      const judged: JudgedTask[] = []
      const comparison = comparisonOf(gate.check.source)
      for (const [task, list] of verdicts ?? []) {
        const verdict = list.find((one) => one.gate === index)
        if (verdict !== undefined) judged.push(judgedTask(task, verdict, comparison))
      }
      const fact = factOf(stageIndex, gate, comparison, judged)
      facts.push(fact.worst === undefined ? fact : { ...fact, worst: { ...fact.worst, label: labelOf(run, stageIndex, fact.worst.task) } })
    })
  })
  return facts
}

function factOf(stage: number, gate: Gate, comparison: Comparison | undefined, judged: readonly JudgedTask[]): GateFact {
  const tally = { passed: 0, failed: 0, inconclusive: 0 }
  let worst: JudgedTask | undefined
  for (const one of judged) {
    tally[one.verdict]++
    if (worst === undefined || isWorse(one, worst)) worst = one
  }
  const margins = judged.map((one) => one.margin).filter((margin) => margin !== undefined)
  return { stage, name: gate.name, level: gate.level, check: gate.check.source, comparison, ...tally, worst, margins: spreadOf(margins) }
}

const severity = { failed: 2, inconclusive: 1, passed: 0 }

function isWorse(one: JudgedTask, other: JudgedTask): boolean {
  const difference = severity[one.verdict] - severity[other.verdict]
  if (difference !== 0) return difference > 0
  const margin = (one.margin ?? Number.POSITIVE_INFINITY) - (other.margin ?? Number.POSITIVE_INFINITY)
  return Number.isNaN(margin) ? one.task < other.task : margin < 0 || (margin === 0 && one.task < other.task)
}

function judgedTask(task: number, verdict: Verdict, comparison: Comparison | undefined): JudgedTask {
  const left = comparison === undefined ? undefined : sideOf(verdict, 'left', comparison.left)
  const right = comparison === undefined ? undefined : sideOf(verdict, 'right', comparison.right)
  return {
    task,
    // Only the worst of them is shown, so only it is given its label.
    label: '',
    verdict: verdict.verdict,
    left,
    right,
    margin: comparison === undefined ? undefined : marginOf(left, comparison.operator, right),
    measured: verdict.measured,
    detail: verdict.detail,
  }
}

/** A side is journalled under its own text; a literal needs no journal. */
function sideOf(verdict: Verdict, side: 'left' | 'right', text: string): Json | undefined {
  const measured = verdict.measured[text] ?? verdict.measured[side]
  if (measured !== undefined) return measured
  return /^-?[\d.]+(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined
}

function marginOf(left: Json | undefined, operator: Comparison['operator'], right: Json | undefined): number | undefined {
  const a = magnitude(left)
  const b = magnitude(right)
  if (a === undefined || b === undefined || operator === '==' || operator === '!=') return undefined
  const distance = operator === '<' || operator === '<=' ? b - a : a - b
  // Against a threshold of zero there is no size to compare with: the distance itself is told.
  return b === 0 ? distance : distance / Math.abs(b)
}

/** A number, or a quantity as it is journalled: text such as `0.3 eV`, comparable where both have one unit. */
function magnitude(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value
  return undefined
}
