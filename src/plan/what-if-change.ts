import { compileExpression } from '#expression/compile.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { recordOf } from '#expression/record.ts'
import type { Text } from '#expression/text.ts'
import type { Type } from '#expression/type.ts'
import { isQuantity } from '#expression/units.ts'
import type { PlanInput } from './plan-input.ts'

/** Why a change cannot be made, in the words of who asked for it. */
export interface WhatIfProblem {
  readonly problem: Text
  readonly hint: Text | undefined
}

export type Changed = { readonly input: PlanInput } | WhatIfProblem

export const example = {
  en: 'For example cpu=64, analyst-1=away:2026-12-01/2026-12-07 or sample.time=x0.5.',
  ko: '예: cpu=64, analyst-1=away:2026-12-01/2026-12-07, sample.time=x0.5',
}

export function noAmount(value: string): WhatIfProblem {
  return {
    problem: { en: `“${value}” is no amount that fits there.`, ko: `“${value}”은(는) 그 자리에 맞는 양이 아닙니다.` },
    hint: example,
  }
}

const noNames: Type = { kind: 'record', fields: new Map() }

/** A number, or a quantity in base units; undefined: it is none. */
export function amountOf(text: string): number | undefined {
  const { expression } = compileExpression(text, noNames)
  if (expression === undefined) return undefined
  try {
    const value = expression.evaluate(recordOf({}))
    const amount = isQuantity(value) ? value.si : value
    return typeof amount === 'number' && Number.isFinite(amount) ? amount : undefined
  } catch (error) {
    if (error instanceof EvaluationError) return undefined
    throw error
  }
}
