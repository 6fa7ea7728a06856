import { recordOf } from '#expression/record.ts'
import { valueFromJson, valueToJson } from '#expression/show.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import type { Problem } from '#model/problem.ts'
import type { Parameter, Workflow } from '#model/workflow.ts'
import { circles } from './circles.ts'
import type { Misfit } from './conform.ts'
import { hintFor } from './names.ts'
import { problemCodes } from './problem-codes.ts'
import { conformWithin, evaluated, type Read, readGiven } from './read-value.ts'

export interface ResolvedParameters {
  /** Every parameter that has a usable value, in its declared unit, as `valueToJson` writes it. */
  readonly values: { readonly [name: string]: Json }
  readonly problems: readonly Problem[]
}

/**
 * Values of all parameters for a run: what was given (`--set k=v` as text, a parameters file as JSON), and
 * defaults for the rest. Problems with given values have no place; those with defaults have the parameter's.
 */
export function resolveParameters(workflow: Workflow, given: { readonly [name: string]: string | Json }): ResolvedParameters {
  const problems: Problem[] = []
  const say = (at: Problem['at'], { code, message, hint }: Misfit) =>
    problems.push({ code, level: problemCodes[code].level, at, message, ...(hint ? { hint } : {}) })
  const known = new Set(workflow.parameters.map(({ name }) => name))
  for (const name of Object.keys(given)) if (!known.has(name)) say(undefined, unknownParameter(name, known))

  const found = new Map<string, Value>()
  const environment = recordOf(found)
  for (const parameter of byDependency(workflow.parameters)) {
    const giving = Object.hasOwn(given, parameter.name) ? given[parameter.name] : undefined
    const at = giving === undefined ? parameter.at : undefined
    const read = giving === undefined ? defaultOf(parameter, environment) : readGiven(parameter, giving)
    const conformed = read.problem ? read : conformWithin(parameter, read.value, environment)
    if (conformed.problem) say(at, conformed.problem)
    else found.set(parameter.name, conformed.value)
  }
  const values: [string, Json][] = []
  for (const { name } of workflow.parameters) {
    const value = found.get(name)
    if (value !== undefined) values.push([name, valueToJson(value)])
  }
  return { values: Object.fromEntries(values), problems }
}

/** Resolved values as expressions see them. */
export function parameterEnvironment(workflow: Workflow, values: { readonly [name: string]: Json }): RecordValue {
  const found = new Map<string, Value>()
  for (const { name, valueType } of workflow.parameters) {
    const json = Object.hasOwn(values, name) ? values[name] : undefined
    if (json !== undefined) found.set(name, valueFromJson(json, valueType))
  }
  return recordOf(found)
}

function unknownParameter(name: string, known: ReadonlySet<string>): Misfit {
  const message = { en: `There is no parameter \`${name}\`.`, ko: `\`${name}\`이라는 매개변수가 없습니다.` }
  const hint = hintFor(name, known)
  return { code: 'unknown_parameter', message, ...(hint ? { hint } : {}) }
}

/** Parameters after those that their defaults and bounds refer to. The file has no circles: `loadWorkflow` refuses them. */
function byDependency(parameters: readonly Parameter[]): readonly Parameter[] {
  const numbers = new Map(parameters.map(({ name }, index) => [name, index]))
  const needed = parameters.map(({ default: value, min, max }) =>
    [value, min, max].flatMap((expression) => (expression?.references ?? []).flatMap(({ parts }) => numbers.get(parts[0] ?? '') ?? [])),
  )
  const inCircle = new Set(circles(needed).flat())
  const ordered: Parameter[] = []
  const done = new Set<number>(inCircle)
  for (let root = 0; root < parameters.length; root++) {
    const path = [root]
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next: number | undefined = done.has(top) ? undefined : needed[top]?.find((other) => !done.has(other))
      if (next !== undefined) {
        path.push(next)
        continue
      }
      path.pop()
      const parameter = parameters[top]
      if (!done.has(top) && parameter) ordered.push(parameter)
      done.add(top)
    }
  }
  return ordered
}

function defaultOf(parameter: Parameter, environment: RecordValue): Read {
  if (parameter.default) return evaluated(parameter.default, environment)
  const { name } = parameter
  const message = { en: `\`${name}\` has no default, and no value was given.`, ko: `\`${name}\`에는 기본값이 없으니 값을 주어야 합니다.` }
  return { problem: { code: 'missing_parameter', message, hint: { en: `For example --set ${name}=…`, ko: `예: --set ${name}=…` } } }
}
