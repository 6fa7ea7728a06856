import type { Expression } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import type { Type } from '#expression/type.ts'
import type { Pool } from '#model/resources.ts'
import type { Parameter, Retry } from '#model/workflow.ts'
import { compileNeeds, timeDimension } from './amounts.ts'
import { conform, isQuantity } from './conform.ts'
import { constantValue } from './constant.ts'
import { hintFor } from './names.ts'
import { mapAt, numberAt, textTreeAt } from './pick.ts'
import type { Entry, Tree } from './tree.ts'
import { amountAt, type Scope, valueAt, type Writing } from './written.ts'

/** What gates, rules and their retries are compiled with. */
export interface RetryContext {
  readonly writing: Writing
  readonly gateScope: Scope
  readonly retryScope: Scope
  /** Parameters and `foreach` variables of the stage, which a retry can change. */
  readonly changeable: ReadonlyMap<string, Type>
  /** Parameters that no variable of the stage hides. */
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly pools: ReadonlyMap<string, Pool>
}

const defaultAtMost = 3
const defaultFactor = 2

export function compileRetry(tree: Tree | undefined, context: RetryContext): Retry | undefined {
  if (tree?.kind !== 'map') return undefined
  const { entries } = tree
  return {
    with: compileChanges(mapAt(entries, 'with'), context),
    needs: compileNeeds(mapAt(entries, 'needs'), context.retryScope, context.pools, context.writing),
    atMost: numberAt(entries, 'at_most') ?? defaultAtMost,
    delayMs: delayOf(entries, context.writing),
    factor: numberAt(entries, 'factor') ?? defaultFactor,
  }
}

function compileChanges(changes: ReadonlyMap<string, Entry>, { writing, changeable, parameters, retryScope }: RetryContext): Retry['with'] {
  const compiled: Retry['with'][number][] = []
  for (const { key: name, keySpan, value: tree } of changes.values()) {
    const type = changeable.get(name)
    if (type === undefined) {
      const message = {
        en: `\`${name}\` is no parameter and no \`foreach\` variable of this stage.`,
        ko: `\`${name}\`은(는) 매개변수도 이 단계의 \`foreach\` 변수도 아닙니다.`,
      }
      writing.report.say('unknown_parameter', keySpan, message, hintFor(name, changeable.keys()))
      continue
    }
    const value = valueAt(writing, tree, retryScope, type)
    if (value) compiled.push({ name, value: conforming(value, parameters.get(name)) })
  }
  return compiled
}

/** A changed parameter is still what it is declared to be: a plain number gets its unit, half an integer is refused. */
function conforming(value: Expression, parameter: Parameter | undefined): Expression {
  if (parameter === undefined) return value
  const evaluate: Expression['evaluate'] = (environment) => {
    const conformed = conform(parameter, value.evaluate(environment), { min: undefined, max: undefined })
    if (conformed.problem) throw new EvaluationError('type', conformed.problem.message)
    return conformed.value
  }
  return { ...value, evaluate }
}

function delayOf(entries: ReadonlyMap<string, Entry>, writing: Writing): number {
  const tree = textTreeAt(entries, 'delay')
  if (tree === undefined) return 0
  const delay = amountAt(writing, tree, nothingInScope)
  const value = delay && constantValue(delay)
  if (value === undefined) return 0
  if (isQuantity(value) && String(value.dimension) === String(timeDimension) && value.si >= 0) return Math.round(value.si * 1000)
  const message = { en: '`delay` must be a time.', ko: '`delay`는 시간이어야 합니다.' }
  writing.report.say('bad_unit', tree, message, { en: 'For example `30 s`.', ko: '예: `30 s`' })
  return 0
}

const nothingInScope: Scope = () => ({ kind: 'record', fields: new Map() })
