import { coordinationRules } from './coordination-rules.ts'
import { monitoringRules } from './monitoring-rules.ts'
import { qualityRules } from './quality-rules.ts'
import { resourceRules } from './resource-rules.ts'
import { type Criterion, criteria, type Finding, type Judged, type Rule, type Weight } from './rule.ts'

export const rules: readonly Rule[] = [...coordinationRules, ...resourceRules, ...qualityRules, ...monitoringRules]

/** How well a workflow is orchestrated, by criterion. */
export interface Effectiveness {
  readonly scores: { readonly [criterion in Criterion]: Score }
  /** The heaviest first, within a weight in the order of the rules. */
  readonly findings: readonly Finding[]
}

export interface Score {
  /** 0 to 1: the share of what was looked at that is as it should be, weights counted; 1 where there is nothing to look at. */
  readonly score: number
  readonly looked: number
  readonly found: number
}

const lost: { readonly [weight in Weight]: number } = { wrong: 1, weak: 0.5, remark: 0 }
const order: readonly Weight[] = ['wrong', 'weak', 'remark']

/** Looks at a workflow and its plan with every rule. */
export function judgeEffectiveness(judged: Judged): Effectiveness {
  const findings: Finding[] = []
  const sums = Object.fromEntries(criteria.map((criterion) => [criterion, { looked: 0, found: 0, lost: 0 }]))
  for (const { id, criterion, weight, look } of rules) {
    const sum = sums[criterion]
    for (const { found } of look(judged)) {
      if (sum === undefined) continue
      if (weight !== 'remark') sum.looked++
      if (found === undefined) continue
      sum.found++
      sum.lost += lost[weight]
      findings.push({ rule: id, criterion, weight, ...found })
    }
  }
  const scoreOf = (criterion: Criterion): Score => {
    const { looked, found, lost: minus } = sums[criterion] ?? { looked: 0, found: 0, lost: 0 }
    return { score: looked === 0 ? 1 : Math.max(0, 1 - minus / looked), looked, found }
  }
  return {
    scores: { V1: scoreOf('V1'), V2: scoreOf('V2'), V3: scoreOf('V3'), V4: scoreOf('V4') },
    findings: findings.sort((a, b) => order.indexOf(a.weight) - order.indexOf(b.weight)),
  }
}
