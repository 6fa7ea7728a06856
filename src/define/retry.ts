import type { Expression } from '#expression/compiled.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import type { Type } from '#expression/type.ts'
import { restarts } from '#model/checkpoint.ts'
import type { Retry } from '#model/gate.ts'
import type { Parameter } from '#model/workflow.ts'
import type { WrittenRework } from './check-reworks.ts'
import { conform } from './conform.ts'
import { hintFor } from './names.ts'
import { compileNeeds } from './needs.ts'
import { choiceAt, mapAt, numberAt, textTreeAt } from './pick.ts'
import { durationAt } from './quantity-at.ts'
import type { ResourceNames } from './resource-names.ts'
import type { Entry, Tree } from './tree.ts'
import { type Scope, valueAt, type Writing } from './written.ts'

/** What gates, rules and their retries are compiled with. */
export interface RetryContext {
  readonly writing: Writing
  readonly gateScope: Scope
  readonly retryScope: Scope
  /** Parameters and `foreach` variables of the stage, which a retry can change. */
  readonly changeable: ReadonlyMap<string, Type>
  /** Parameters that no variable of the stage hides. */
  readonly parameters: ReadonlyMap<string, Parameter>
  readonly resources: ResourceNames
  /** Its needs are asked of a cluster. */
  readonly far: boolean
  readonly parameterTypes: ReadonlyMap<string, Type>
  /** The stage that they are of. */
  readonly stage: {
    readonly name: string
    readonly index: number
    readonly isFanout: boolean
    readonly isTurn: boolean
    /** All stages by name. */
    readonly numbers: ReadonlyMap<string, number>
  }
  /** Those found so far: whether they make sense hangs on who waits for whom. */
  readonly reworks: WrittenRework[]
}

const defaultAtMost = 3
const defaultFactor = 2

export function compileRetry(tree: Tree | undefined, context: RetryContext): Retry | undefined {
  if (tree?.kind !== 'map') return undefined
  const { entries } = tree
  const restart = choiceAt(entries, 'restart', restarts)
  return {
    ...(restart === undefined ? {} : { restart }),
    with: compileChanges(mapAt(entries, 'with'), context),
    needs: compileNeeds(mapAt(entries, 'needs'), context.retryScope, context.resources, context.writing, context.far),
    atMost: numberAt(entries, 'at_most') ?? defaultAtMost,
    delayMs: durationAt(context.writing, textTreeAt(entries, 'delay'), 'delay') ?? 0,
    factor: numberAt(entries, 'factor') ?? defaultFactor,
  }
}

/** Changed parameters by name. */
export function compileChanges(
  changes: ReadonlyMap<string, Entry>,
  { writing, changeable, parameters, retryScope }: RetryContext,
): Retry['with'] {
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
