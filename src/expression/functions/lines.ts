import { domainError, isGiven, type Numbers, numbersAtLeast } from '../call-values.ts'
import { dimensionless, divideDimensions, isDimensionless } from '../dimension.ts'
import { spend } from '../frame.ts'
import type { Call, FunctionEntry } from '../function-entry.ts'
import { inSi, measure, unitOfDifference } from '../measure.ts'
import { gives } from '../result-types.ts'
import { fitLine, type Line } from '../statistics.ts'

function line(call: Call): { readonly x: Numbers; readonly y: Numbers; readonly line: Line } {
  const [x, y] = isGiven(call, 1) ? [numbersAtLeast(call, 0, 2), numbersAtLeast(call, 1, 2)] : byPlace(numbersAtLeast(call, 0, 2))
  if (x.values.length !== y.values.length) {
    throw domainError(
      call,
      `${x.values.length} values of x and ${y.values.length} of y.`,
      `x는 ${x.values.length}개, y는 ${y.values.length}개입니다.`,
    )
  }
  spend(call.frame, x.values.length * 4, call.span)
  return { x, y, line: fitLine(x.values, y.values) }
}

/** Values against their places 0, 1, 2, … */
function byPlace(y: Numbers): readonly [Numbers, Numbers] {
  return [{ values: y.values.map((_, index) => index), dimension: dimensionless, unit: '' }, y]
}

const pairs = [
  { name: 'x', kind: 'numbers' },
  { name: 'y', kind: 'numbers' },
] as const

export const lineFunctions: readonly FunctionEntry[] = [
  {
    name: 'slope',
    parameters: [pairs[0], { ...pairs[1], optional: true }],
    result: (call) => (call.types.length > 1 ? gives.ratio(1, 0)(call) : gives.measure(0)(call)),
    apply: (call) => {
      const { x, y, line: fitted } = line(call)
      const dimension = divideDimensions(y.dimension, x.dimension)
      return isDimensionless(x.dimension) && x.unit === ''
        ? measure(fitted.slope, dimension, unitOfDifference(y.unit))
        : inSi(fitted.slope, dimension)
    },
    description: {
      en: 'Slope of the least-squares line: a drift. Of one array alone, by the places of its values: the change from one to the next.',
      ko: '최소제곱 직선의 기울기. 드리프트를 볼 때 쓴다. 배열 하나만 주면 값의 자리에 대한 기울기, 곧 값 하나마다의 변화이다.',
    },
    formula: 'Σ (xᵢ − x̄)(yᵢ − ȳ) / Σ (xᵢ − x̄)²',
    examples: [
      ['slope([0, 1, 2], [1, 3, 5])', '2'],
      ['slope([1 eV, 3 eV, 5 eV])', '2 eV'],
    ],
  },
  {
    name: 'intercept',
    parameters: pairs,
    result: gives.measure(1),
    apply: (call) => {
      const { y, line: fitted } = line(call)
      return measure(fitted.intercept, y.dimension, y.unit)
    },
    description: { en: 'Where the least-squares line meets x = 0.', ko: '최소제곱 직선이 x = 0에서 갖는 값.' },
    formula: 'ȳ − slope · x̄',
    examples: [['intercept([0, 1, 2], [1, 3, 5])', '1']],
  },
  {
    name: 'correlation',
    parameters: pairs,
    result: gives.number,
    apply: (call) => line(call).line.correlation,
    description: { en: 'Correlation coefficient (Pearson), from −1 to 1.', ko: '피어슨 상관 계수. −1에서 1까지.' },
    formula: 'Σ (xᵢ − x̄)(yᵢ − ȳ) / √(Σ (xᵢ − x̄)² · Σ (yᵢ − ȳ)²)',
    examples: [['correlation([0, 1, 2], [5, 3, 1])', '-1']],
  },
]
