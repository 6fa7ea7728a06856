import { measureAt, textAt } from '../call-values.ts'
import { sameDimension } from '../dimension.ts'
import { EvaluationError } from '../evaluation-error.ts'
import type { Call, FunctionEntry, Misuse, StaticCall } from '../function-entry.ts'
import { dimensionOf, siOf } from '../measure.ts'
import { dimensionAt, gives } from '../result-types.ts'
import { showType } from '../show.ts'
import { measureOf, measureType, type Type } from '../type.ts'
import { convert, parseUnit, quantity, valueIn } from '../units.ts'

const parameters = [
  { name: 'x', kind: 'measure' },
  { name: 'unit', kind: 'unit' },
] as const

/** The dimension of a unit that is written out. */
function writtenUnit(call: StaticCall, index: number): Type {
  const text = call.literals[index]
  const unit = typeof text === 'string' ? parseUnit(text).unit : undefined
  return unit === undefined ? measureType : measureOf(unit.dimension)
}

/** Whether what is converted can be of the unit it is converted to. */
function checkConversion(call: StaticCall): Misuse | undefined {
  const [from, to] = [dimensionAt(call, 0), writtenUnit(call, 1)]
  if (from === undefined || to.kind !== 'number' || to.dimension === undefined || sameDimension(from, to.dimension)) return undefined
  const unit = String(call.literals[1])
  const given = showType(measureOf(from))
  return {
    argument: 1,
    code: 'wrong_unit',
    message: { en: `A ${given} cannot be written in ${unit}.`, ko: `${given} 값은 ${unit} 단위로 쓸 수 없습니다.` },
  }
}

/** What goes wrong in reading a unit is said of the place of the call. */
function atCall<Result>(call: Call, compute: () => Result): Result {
  try {
    return compute()
  } catch (error) {
    if (error instanceof EvaluationError) throw new EvaluationError(error.code, error.text, call.span, error.hint)
    throw error
  }
}

export const quantityFunctions: readonly FunctionEntry[] = [
  {
    name: 'to',
    parameters,
    each: true,
    result: (call) => {
      const from = dimensionAt(call, 0)
      return from === undefined ? writtenUnit(call, 1) : measureOf(from)
    },
    check: checkConversion,
    apply: (call) => {
      const from = measureAt(call, 0)
      const unit = textAt(call, 1)
      return atCall(call, () => convert({ kind: 'quantity', si: siOf(from), dimension: dimensionOf(from), unit }, unit))
    },
    description: { en: 'The same quantity, written in another unit.', ko: '같은 양을 다른 단위로 쓴다.' },
    examples: [
      ["to(2.5 ps, 'fs')", '2500 fs'],
      ["format(value_in(1 hartree, 'eV'), '.9f')", "'27.211386246'"],
      ["string(to(90 min, 'h'))", "'1.5 h'"],
    ],
  },
  {
    name: 'value_in',
    parameters,
    each: true,
    result: gives.number,
    check: checkConversion,
    apply: (call) => {
      const from = measureAt(call, 0)
      const unit = textAt(call, 1)
      return atCall(call, () => valueIn(from, unit))
    },
    description: {
      en: 'How many of a unit a quantity is, as a plain number: for programs that expect one.',
      ko: '양이 그 단위로 얼마인지, 단위 없는 숫자로. 숫자를 받는 프로그램에 넘길 때 쓴다.',
    },
    examples: [
      ["value_in(2 ps, 'fs')", '2000'],
      ["value_in(25 degC, 'K')", '298.15'],
    ],
  },
  {
    name: 'unit',
    parameters: [{ name: 'unit', kind: 'unit' }],
    result: (call) => writtenUnit(call, 0),
    apply: (call) => {
      const text = textAt(call, 0)
      return atCall(call, () => quantity(1, text))
    },
    description: { en: 'One of a unit.', ko: '그 단위 하나.' },
    examples: [["3 * unit('m/s')", '3 m/s']],
  },
  {
    name: 'si',
    parameters: [{ name: 'x', kind: 'measure' }],
    each: true,
    result: gives.number,
    apply: (call) => siOf(measureAt(call, 0)),
    description: {
      en: 'The number in SI base units (memory in bytes, time in seconds).',
      ko: 'SI 기본 단위로 나타낸 숫자(메모리는 바이트, 시간은 초).',
    },
    examples: [['si(2 min)', '120']],
  },
]
