import { valueFromJson } from '#expression/show.ts'
import { quantity } from '#expression/units.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import type { FormField } from '#model/human.ts'
import type { Json } from '#model/json.ts'
import type { OwnedStage } from './owned.ts'

/** `signals.NAME.FIELD`: what the signals tell that a stage awaits. */
export function signalsRecord({ definition, run }: OwnedStage): RecordValue {
  const declared = run.workflow.coordination?.signals ?? []
  const awaited = (definition.coordination?.awaits ?? []).flatMap(({ signal }) => declared[signal] ?? [])
  const get = (name: string): Value | undefined => {
    const signal = awaited.find((each) => each.name === name)
    const received = run.signals.first.get(name)
    return signal && received && dataRecord(signal.fields, received.data)
  }
  return { kind: 'record', get, names: () => awaited.map(({ name }) => name) }
}

/** The fields of one signal. */
export function dataRecord(fields: readonly FormField[], data: { readonly [field: string]: Json }): RecordValue {
  const get = (name: string): Value | undefined => {
    const field = fields.find((each) => each.name === name)
    const json = Object.hasOwn(data, name) ? data[name] : undefined
    return field && json !== undefined ? fieldValue(field, json) : undefined
  }
  return { kind: 'record', get, names: () => Object.keys(data) }
}

/** Numbers are kept in the unit of their field. */
function fieldValue({ unit, valueType }: FormField, json: Json): Value {
  const value = valueFromJson(json, valueType)
  if (unit === undefined || unit === '') return value
  const withUnit = (each: Value): Value => (typeof each === 'number' ? quantity(each, unit) : each)
  return Array.isArray(value) ? (value as readonly Value[]).map(withUnit) : withUnit(value)
}
