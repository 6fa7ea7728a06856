import { dimensionless } from '#expression/dimension.ts'
import type { Type } from '#expression/type.ts'
import { parseUnit } from '#expression/units.ts'
import type { ParameterType } from '#model/parameter-type.ts'
import type { Parameter } from '#model/workflow.ts'
import type { Report } from './report.ts'
import type { TextTree } from './written.ts'

/** The type that a declaration such as `number[]` with a unit stands for; an unusable unit is told. */
export function declaredType(type: ParameterType | `${ParameterType}[]`, unit: TextTree | undefined, report: Report): Type {
  const plain = baseType(type)
  const element = elementType(plain, unit, report)
  return type.endsWith('[]') ? { kind: 'array', element } : element
}

export function baseType(type: ParameterType | `${ParameterType}[]`): Parameter['type'] {
  return type.replace('[]', '') as ParameterType
}

function elementType(type: ParameterType, unit: TextTree | undefined, report: Report): Type {
  if (type === 'string' || type === 'boolean') {
    if (unit) report.say('bad_unit', unit, { en: `A ${type} has no unit.`, ko: '이 형식에는 단위가 없습니다.' })
    return { kind: type }
  }
  const integer = type === 'integer' ? { integer: true } : {}
  if (unit === undefined) return { kind: 'number', dimension: dimensionless, ...integer }
  if (type === 'integer') {
    report.say('bad_unit', unit, { en: 'An integer has no unit; use `number`.', ko: '정수에는 단위가 없습니다. `number`를 쓰세요.' })
    return { kind: 'number', dimension: dimensionless, ...integer }
  }
  const parsed = parseUnit(unit.value)
  if (parsed.unit) return { kind: 'number', dimension: parsed.unit.dimension }
  report.say('bad_unit', unit, parsed.problem.message, parsed.problem.hint)
  return { kind: 'number', dimension: undefined }
}
