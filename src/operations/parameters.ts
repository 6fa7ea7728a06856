import { parse } from 'yaml'
import { z } from 'zod'
import { resolveParameters } from '#define/parameters.ts'
import { type Elsewhere, resolvePools } from '#define/pools.ts'
import { recordOf } from '#expression/record.ts'
import { valueFromJson } from '#expression/show.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { Json } from '#model/json.ts'
import { type Definition, readNamedFile } from './definition.ts'
import { Failure } from './failure.ts'
import { givenPairs } from './given-pairs.ts'
import { machine } from './machine.ts'

/** How values for parameters are given to any operation that takes a workflow file. */
export const givenParameters = {
  /** `NAME=VALUE`, each. */
  set: z.array(z.string()).default([]),
  /** A JSON or YAML file with a map of names to values. */
  parametersFile: z.string().optional(),
}

export interface ResolvedDefinition extends Definition {
  readonly parameters: { readonly [name: string]: Json }
  readonly pools: { readonly [name: string]: number }
}

/** Parameters and pools for a run of this definition on this machine. */
export function resolveDefinition(
  definition: Definition,
  given: {
    readonly set: readonly string[]
    readonly parametersFile?: string | undefined
    readonly before?: { readonly [name: string]: Json }
  },
  folder: string,
  elsewhere?: Elsewhere,
): ResolvedDefinition {
  const values = {
    ...given.before,
    ...valuesInFile(folder, given.parametersFile),
    ...givenPairs(given.set, { en: 'NAME=VALUE', ko: '이름=값' }, '--set '),
  }
  const parameters = resolveParameters(definition.workflow, values)
  refuse(parameters.problems, definition)
  const pools = resolvePools(definition.workflow, parameters.values, machine(), elsewhere)
  refuse(pools.problems, definition)
  return { ...definition, parameters: parameters.values, pools: pools.pools }
}

function refuse(problems: Failure['problems'], definition: Definition): void {
  if (!problems.some((problem) => problem.level === 'error')) return
  const said = { en: `The values given do not fit ${definition.file}.`, ko: `주어진 값이 ${definition.file}에 맞지 않습니다.` }
  throw new Failure('bad_parameters', said, { problems })
}

/** Names and values in a JSON or YAML file that a person named. */
export function valuesInFile(folder: string, file: string | undefined): { readonly [name: string]: Json } {
  if (file === undefined) return {}
  const text = readNamedFile(folder, file)
  let content: unknown
  try {
    content = parse(text, { maxAliasCount: 100 })
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    throw new Failure('bad_parameters', {
      en: `${file} is neither JSON nor YAML: ${why}`,
      ko: `${file}은(는) JSON도 YAML도 아닙니다: ${why}`,
    })
  }
  const checked = z.record(z.string(), z.json()).safeParse(content ?? {})
  if (!checked.success) {
    const said = { en: `${file} must hold a map of names to values.`, ko: `${file}에는 이름과 값의 맵이 있어야 합니다.` }
    throw new Failure('bad_parameters', said)
  }
  return checked.data
}

/** The parameters as an expression sees them. */
export function parameterRecord({ workflow, parameters }: Pick<ResolvedDefinition, 'workflow' | 'parameters'>): RecordValue {
  const fields = new Map<string, Value>()
  for (const parameter of workflow.parameters) {
    const value = parameters[parameter.name]
    if (value !== undefined) fields.set(parameter.name, valueFromJson(value, parameter.valueType))
  }
  return recordOf(fields)
}
