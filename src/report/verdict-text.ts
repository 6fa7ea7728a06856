import type { Text } from '#expression/text.ts'
import type { Json } from '#model/json.ts'
import type { Compared } from '#run/compared.ts'
import { formatJson, formatNumber } from './format.ts'
import type { WaiverFact } from './waivers.ts'

export const operatorSigns: { readonly [operator in Compared['operator']]: string } = {
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  '==': '=',
  '!=': '≠',
}

/** `0.0004616 < 0.002297` */
export function comparedText({ left, operator, right }: Sides, digits = 4): string {
  return `${formatJson(left, digits)} ${operatorSigns[operator]} ${formatJson(right, digits)}`
}

/** `2.4 σ`: a margin in standard errors. */
export function sigmasText(sigmas: number): string {
  return `${formatNumber(sigmas, 2)} σ`
}

type Sides = Pick<Compared, 'left' | 'operator' | 'right'>

interface Seen {
  readonly measured: { readonly [name: string]: Json }
  readonly comparisons?: readonly Sides[] | undefined
}

/**
 * What a check saw: `tc = 2.26965, tc_error = 0.000766: 0.0004616 < 0.002297`. Comparisons whose two sides are names of
 * the check, or stand in it as they are, say nothing new and are left out.
 */
export function measuredText(check: string, { measured, comparisons = [] }: Seen): string {
  const names = Object.entries(measured)
  const known = (side: Json) => {
    const text = JSON.stringify(side)
    return names.some(([, value]) => JSON.stringify(value) === text) || check.includes(text)
  }
  const computed = comparisons.filter(({ left, right }) => !known(left) || !known(right)).map((one) => comparedText(one))
  const values = names.map(([name, value]) => `${name} = ${formatJson(value)}`).join(', ')
  return [values, computed.join(', ')].filter((text) => text !== '').join(': ')
}

/** `converged (kim: a cold detector)`, and where it was given, unless that was in this very run. */
export function waiverText({ gate, stage, by, reason, run }: Told): Text {
  const why = `(${by}: ${reason})`
  if (run === undefined) return { en: `${gate} ${why}`, ko: `${gate} ${why}` }
  return { en: `${gate} of ${stage} in the run ${run} ${why}`, ko: `실행 ${run}의 ${stage} 관문 ${gate} ${why}` }
}

type Told = Pick<WaiverFact, 'gate' | 'stage' | 'by' | 'reason'> & { readonly run?: string | undefined }
