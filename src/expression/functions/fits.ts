import { arrayAt, domainError, integerAt, isGiven, type Numbers, numbersOf } from '../call-values.ts'
import { type Dimension, divideDimensions, isDimensionless, multiplyDimensions, raiseDimension } from '../dimension.ts'
import type { Call, FunctionEntry, Parameter, StaticCall } from '../function-entry.ts'
import { inSi, type Measure, measure, unitOfDifference } from '../measure.ts'
import { recordOf } from '../record.ts'
import { dimensionAt, gives } from '../result-types.ts'
import { besideAt, errorsAt, requireFinite, sampleAt, spendTimes } from '../sample.ts'
import { isArray } from '../show.ts'
import { type Basis, type Fit, leastSquares } from '../statistics/fit.ts'
import { columnsOf, powersOf } from '../statistics/fit-basis.ts'
import { chiSquareShares } from '../statistics/student.ts'
import { mean, sum } from '../statistics.ts'
import { arrayOf, integerType, measureOf, numberType, type Type } from '../type.ts'
import type { Value } from '../value.ts'

interface Fitted {
  readonly y: Numbers
  readonly fit: Fit
  /** χ² and what follows from it where errors are given, how well it describes the scatter where not. */
  readonly quality: { readonly [name: string]: Value }
}

function fitted(call: Call, basis: Basis, y: Numbers, errorsIndex: number): Fitted {
  const errors = isGiven(call, errorsIndex) ? errorsAt(call, errorsIndex, y) : undefined
  const [count, size] = [y.values.length, basis.size]
  if (count <= size) {
    throw domainError(
      call,
      `${size} parameters need more than ${size} values, got ${count}.`,
      `매개변수가 ${size}개이면 값이 ${size}개보다 많아야 하는데 ${count}개입니다.`,
    )
  }
  // Sums in 32 digits, for each pair of columns.
  spendTimes(call, y, Math.ceil((size * size) / 4))
  const found = leastSquares(basis, y.values, errors)
  if (found === undefined) {
    throw domainError(
      call,
      'the values of x do not tell the parameters apart: too few different ones, or columns that depend on one another.',
      'x 값으로 매개변수를 구별할 수 없습니다. 서로 다른 값이 모자라거나, 열이 서로 종속입니다.',
    )
  }
  return { y, fit: found, quality: errors === undefined ? scatterOf(y, found) : chiSquareOf(found) }
}

function chiSquareOf({ chi2, dof }: Fit): Fitted['quality'] {
  return { chi2, dof, chi2_reduced: chi2 / dof, p: chiSquareShares(chi2, dof).above }
}

function scatterOf(y: Numbers, { chi2, dof }: Fit): Fitted['quality'] {
  const centre = mean(y.values)
  const total = sum(y.values.map((value) => (value - centre) ** 2))
  return {
    dof,
    residual_std: measure(Math.sqrt(chi2 / dof), y.dimension, unitOfDifference(y.unit)),
    r_squared: total === 0 ? 1 : 1 - chi2 / total,
  }
}

function qualityType(call: StaticCall, y: number, errorsIndex: number): readonly (readonly [string, Type])[] {
  if (call.types.length > errorsIndex) {
    return [
      ['chi2', numberType],
      ['dof', integerType],
      ['chi2_reduced', numberType],
      ['p', numberType],
    ]
  }
  return [
    ['dof', integerType],
    ['residual_std', gives.measure(y)(call)],
    ['r_squared', numberType],
  ]
}

/** A coefficient of so many powers of x: in the unit of y where x has none, else in SI units. */
function coefficient(si: number, x: Numbers, y: Numbers, power: number, difference: boolean): Measure {
  if (power > 0 && (!isDimensionless(x.dimension) || x.unit !== '')) {
    return inSi(si, divideDimensions(y.dimension, raiseDimension(x.dimension, power)))
  }
  return measure(si, y.dimension, difference || power > 0 ? unitOfDifference(y.unit) : y.unit)
}

function errorOf(found: Fit, index: number): number {
  return Math.sqrt(found.covariance[index]?.[index] ?? Number.NaN)
}

function pairsAt(call: Call): readonly [x: Numbers, y: Numbers] {
  const y = sampleAt(call, 1, 1)
  sampleAt(call, 0, 1)
  return [besideAt(call, 0, y, false), y]
}

function line(call: Call): Value {
  const [x, y] = pairsAt(call)
  const { fit: found, quality } = fitted(call, powersOf(x.values, 1), y, 2)
  const [intercept = Number.NaN, slope = Number.NaN] = found.coefficients
  const covariance = divideDimensions(multiplyDimensions(y.dimension, y.dimension), x.dimension)
  return recordOf({
    slope: coefficient(slope, x, y, 1, true),
    slope_error: coefficient(errorOf(found, 1), x, y, 1, true),
    intercept: coefficient(intercept, x, y, 0, false),
    intercept_error: coefficient(errorOf(found, 0), x, y, 0, true),
    covariance: inSi(found.covariance[0]?.[1] ?? Number.NaN, covariance),
    ...quality,
  })
}

function lineType(call: StaticCall): Type {
  const [slope, intercept] = [gives.ratio(1, 0)(call), gives.measure(1)(call)]
  const [x, y] = [dimensionAt(call, 0), dimensionAt(call, 1)]
  return {
    kind: 'record',
    fields: new Map([
      ['slope', slope],
      ['slope_error', slope],
      ['intercept', intercept],
      ['intercept_error', intercept],
      ['covariance', measureOf(x && y && divideDimensions(multiplyDimensions(y, y), x))],
      ...qualityType(call, 1, 2),
    ]),
  }
}

/** Past this the powers say nothing that doubles could hold. */
const mostDegree = 20

function polynomial(call: Call): Value {
  const [x, y] = pairsAt(call)
  const degree = integerAt(call, 2)
  if (degree < 0 || degree > mostDegree) {
    throw domainError(call, `the degree lies from 0 to ${mostDegree}.`, `차수는 0에서 ${mostDegree}까지입니다.`)
  }
  const { fit: found, quality } = fitted(call, powersOf(x.values, degree), y, 3)
  const fields = found.coefficients.flatMap((value, power): [string, Value][] => [
    [`c${power}`, coefficient(value, x, y, power, false)],
    [`c${power}_error`, coefficient(errorOf(found, power), x, y, power, true)],
  ])
  return recordOf({ ...Object.fromEntries(fields), correlations: correlationsOf(found), ...quality })
}

function polynomialType(call: StaticCall): Type {
  const degree = call.literals[2]
  const [x, y] = [dimensionAt(call, 0), dimensionAt(call, 1)]
  const known = typeof degree === 'number' && Number.isInteger(degree) && degree >= 0 && degree <= mostDegree
  const fields = new Map<string, Type>([['correlations', arrayOf(arrayOf(numberType))], ...qualityType(call, 1, 3)])
  for (let power = 0; known && power <= degree; power++) {
    const type = measureOf(dimensionOfCoefficient(x, y, power))
    fields.set(`c${power}`, type).set(`c${power}_error`, type)
  }
  return { kind: 'record', fields, open: !known }
}

function dimensionOfCoefficient(x: Dimension | undefined, y: Dimension | undefined, power: number): Dimension | undefined {
  if (power === 0) return y
  return x && y && divideDimensions(y, raiseDimension(x, power))
}

function correlationsOf(found: Fit): Value {
  return found.covariance.map((row, i) => row.map((each, j) => (i === j ? 1 : each / (errorOf(found, i) * errorOf(found, j)))))
}

function linear(call: Call): Value {
  const y = sampleAt(call, 1, 1)
  const columns = arrayAt(call, 0).map((column) => columnAt(call, column, y))
  const { fit: found, quality } = fitted(call, columnsOf(columns.map(({ values }) => values)), y, 2)
  const fields = found.coefficients.flatMap((value, index): [string, Value][] => {
    const x = columns[index - 1]
    const [c, error] = [value, errorOf(found, index)].map((si, which) =>
      x === undefined ? coefficient(si, y, y, 0, which === 1) : coefficient(si, x, y, 1, which === 1),
    )
    return [
      [`c${index}`, c ?? Number.NaN],
      [`c${index}_error`, error ?? Number.NaN],
    ]
  })
  return recordOf({ ...Object.fromEntries(fields), correlations: correlationsOf(found), ...quality })
}

function columnAt(call: Call, column: Value, y: Numbers): Numbers {
  if (!isArray(column)) throw domainError(call, 'every column is an array.', '열은 모두 배열이어야 합니다.')
  const x = requireFinite(call, numbersOf(call, column))
  spendTimes(call, x, 1)
  if (x.values.length === y.values.length) return x
  throw domainError(
    call,
    `a column of ${x.values.length} values beside ${y.values.length} of y.`,
    `y가 ${y.values.length}개인데 열의 값은 ${x.values.length}개입니다.`,
  )
}

const xAndY: readonly Parameter[] = [
  { name: 'x', kind: 'numbers' },
  { name: 'y', kind: 'numbers' },
]
const errors: Parameter = { name: 'errors', kind: 'pool', optional: true, like: 1 }

const what = {
  en: 'With `errors` of y also `.chi2`, `.dof`, `.chi2_reduced`, `.p`; without, the errors come from the scatter, with `.dof`, `.residual_std`, `.r_squared`.',
  ko: 'y의 오차 `errors`를 주면 `.chi2`, `.dof`, `.chi2_reduced`, `.p`도 있다. 주지 않으면 오차를 흩어짐에서 구하며 `.dof`, `.residual_std`, `.r_squared`가 있다.',
}
const source = 'least squares with weights 1/σ² (Gauss 1809), normal equations in 32 digits (Dekker 1971); NIST StRD to 13 digits'

export const fitFunctions: readonly FunctionEntry[] = [
  {
    name: 'fit_line',
    parameters: [...xAndY, errors],
    result: lineType,
    apply: line,
    description: {
      en: `Straight line through points: \`.slope\`, \`.slope_error\`, \`.intercept\`, \`.intercept_error\`, and their \`.covariance\`. ${what.en}`,
      ko: `점들에 맞춘 직선: \`.slope\`, \`.slope_error\`, \`.intercept\`, \`.intercept_error\`와 둘의 \`.covariance\`. ${what.ko}`,
    },
    formula: source,
    examples: [
      ['fit_line([0, 1, 2], [1, 3, 5]).slope', '2'],
      ['fit_line([0 s, 1 s, 2 s], [1 m, 2 m, 4 m], 0.5 m).dof', '1'],
    ],
  },
  {
    name: 'fit_poly',
    parameters: [...xAndY, { name: 'degree', kind: 'integer' }, errors],
    result: polynomialType,
    apply: polynomial,
    description: {
      en: `Polynomial through points: \`.c0\`, \`.c1\`, … for 1, x, …, \`.c0_error\`, …, and their \`.correlations\`. ${what.en}`,
      ko: `점들에 맞춘 다항식: 1, x, …의 계수 \`.c0\`, \`.c1\`, …와 \`.c0_error\`, …, 계수 사이의 \`.correlations\`. ${what.ko}`,
    },
    formula: source,
    examples: [['fit_poly([0, 1, 2, 3], [1, 2, 5, 10], 2).c2', '1']],
  },
  {
    name: 'fit_linear',
    parameters: [{ name: 'columns', kind: 'array' }, { name: 'y', kind: 'numbers' }, errors],
    result: (call) => ({
      kind: 'record',
      fields: new Map<string, Type>([
        ['c0', gives.measure(1)(call)],
        ['c0_error', gives.measure(1)(call)],
        ['correlations', arrayOf(arrayOf(numberType))],
        ...qualityType(call, 1, 2),
      ]),
      open: true,
    }),
    apply: linear,
    description: {
      en: `y = c0 + c1·column1 + c2·column2 + …: \`.c0\`, \`.c1\`, …, \`.c0_error\`, …, and their \`.correlations\`. ${what.en}`,
      ko: `y = c0 + c1·열1 + c2·열2 + …: \`.c0\`, \`.c1\`, …, \`.c0_error\`, …와 계수 사이의 \`.correlations\`. ${what.ko}`,
    },
    formula: source,
    examples: [['fit_linear([[0, 1, 0, 1], [0, 0, 1, 1]], [1, 3, 4, 6]).c2', '3']],
  },
]
