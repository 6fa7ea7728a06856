import { domainError, integerAt, isGiven, measureAt, numberAt } from '../call-values.ts'
import { raiseDimension } from '../dimension.ts'
import { erf, erfc } from '../error-function.ts'
import type { FunctionEntry } from '../function-entry.ts'
import { dimensionOf, inSi, measure, ownZeroError, requireSameDimension, siOf, unitTextOf } from '../measure.ts'
import { gives } from '../result-types.ts'
import type { Text } from '../text.ts'
import { hasOwnZero } from '../units.ts'

type Examples = FunctionEntry['examples']

/** A function of one plain number. */
function ofNumber(name: string, apply: (x: number) => number, description: Text, examples: Examples, formula?: string): FunctionEntry {
  return {
    name,
    parameters: [{ name: 'x', kind: 'number' }],
    each: true,
    result: gives.number,
    apply: (call) => apply(numberAt(call, 0)),
    description,
    ...(formula === undefined ? {} : { formula }),
    examples,
  }
}

/** A function that makes a number whole. */
function rounding(name: string, apply: (x: number) => number, description: Text, examples: Examples): FunctionEntry {
  return { ...ofNumber(name, apply, description, examples), result: gives.integer }
}

const roots: readonly FunctionEntry[] = [
  {
    name: 'abs',
    parameters: [{ name: 'x', kind: 'measure' }],
    each: true,
    result: gives.measure(0),
    apply: (call) => {
      const x = measureAt(call, 0)
      if (siOf(x) < 0 && hasOwnZero(unitTextOf(x))) throw ownZeroError(unitTextOf(x), call.span)
      return measure(Math.abs(siOf(x)), dimensionOf(x), unitTextOf(x))
    },
    description: { en: 'Without its sign.', ko: '절댓값.' },
    formula: '|x|',
    examples: [
      ['abs(-3)', '3'],
      ['abs(-2 eV)', '2 eV'],
    ],
  },
  {
    name: 'sqrt',
    parameters: [{ name: 'x', kind: 'measure' }],
    each: true,
    result: gives.power(0, 1 / 2),
    apply: (call) => {
      const x = measureAt(call, 0)
      return inSi(Math.sqrt(siOf(x)), raiseDimension(dimensionOf(x), 1 / 2))
    },
    description: { en: 'Square root; NaN below zero.', ko: '제곱근. 음수이면 NaN.' },
    formula: '√x',
    examples: [
      ['sqrt(16)', '4'],
      ['sqrt(9 m^2)', '3 m'],
    ],
  },
  {
    name: 'cbrt',
    parameters: [{ name: 'x', kind: 'measure' }],
    each: true,
    result: gives.power(0, 1 / 3),
    apply: (call) => {
      const x = measureAt(call, 0)
      return inSi(Math.cbrt(siOf(x)), raiseDimension(dimensionOf(x), 1 / 3))
    },
    description: { en: 'Cube root.', ko: '세제곱근.' },
    formula: '∛x',
    examples: [['cbrt(27)', '3']],
  },
  {
    name: 'hypot',
    parameters: [
      { name: 'x', kind: 'measure' },
      { name: 'y', kind: 'measure', like: 0 },
    ],
    each: true,
    result: gives.measure(0),
    apply: (call) => {
      const [x, y] = [measureAt(call, 0), measureAt(call, 1)]
      requireSameDimension(x, y, call.span)
      return measure(Math.hypot(siOf(x), siOf(y)), dimensionOf(x), unitTextOf(x))
    },
    description: { en: 'Length of the hypotenuse; errors add up like this.', ko: '빗변의 길이. 오차를 합칠 때도 쓴다.' },
    formula: '√(x² + y²)',
    examples: [['hypot(3, 4)', '5']],
  },
  {
    name: 'sign',
    parameters: [{ name: 'x', kind: 'measure' }],
    each: true,
    result: gives.integer,
    apply: (call) => Math.sign(siOf(measureAt(call, 0))) + 0,
    description: { en: '−1, 0 or 1.', ko: '부호: −1, 0, 1 가운데 하나.' },
    examples: [['sign(-2 m)', '-1']],
  },
  {
    name: 'clamp',
    parameters: [
      { name: 'x', kind: 'measure' },
      { name: 'least', kind: 'measure', like: 0 },
      { name: 'most', kind: 'measure', like: 0 },
    ],
    each: true,
    result: gives.measure(0),
    apply: (call) => {
      const [x, least, most] = [measureAt(call, 0), measureAt(call, 1), measureAt(call, 2)]
      requireSameDimension(x, least, call.span)
      requireSameDimension(x, most, call.span)
      if (siOf(least) > siOf(most)) throw domainError(call, 'least is above most.', '최솟값이 최댓값보다 큽니다.')
      return measure(Math.min(Math.max(siOf(x), siOf(least)), siOf(most)), dimensionOf(x), unitTextOf(x))
    },
    description: { en: 'The nearest value between two bounds.', ko: '두 한계 사이에서 가장 가까운 값.' },
    examples: [['clamp(7, 0, 5)', '5']],
  },
]

const exponentials: readonly FunctionEntry[] = [
  ofNumber('exp', Math.exp, { en: 'Exponential.', ko: '지수 함수.' }, [['exp(0)', '1']], 'eˣ'),
  ofNumber('expm1', Math.expm1, { en: 'exp(x) − 1, exact for small x.', ko: 'exp(x) − 1. 작은 x에서도 정확하다.' }, [['expm1(0)', '0']]),
  ofNumber('ln', Math.log, { en: 'Natural logarithm.', ko: '자연로그.' }, [['ln(1)', '0']]),
  {
    name: 'log',
    parameters: [
      { name: 'x', kind: 'number' },
      { name: 'base', kind: 'number', optional: true },
    ],
    each: true,
    result: gives.number,
    apply: (call) => (isGiven(call, 1) ? Math.log(numberAt(call, 0)) / Math.log(numberAt(call, 1)) : Math.log(numberAt(call, 0))),
    description: { en: 'Natural logarithm, or that to a base.', ko: '자연로그. 밑을 주면 그 밑의 로그.' },
    formula: 'ln x / ln base',
    examples: [
      ['log(1)', '0'],
      ['log(8, 2)', '3'],
    ],
  },
  ofNumber('log10', Math.log10, { en: 'Decimal logarithm.', ko: '상용로그.' }, [['log10(1000)', '3']]),
  ofNumber('log2', Math.log2, { en: 'Binary logarithm.', ko: '밑이 2인 로그.' }, [['log2(8)', '3']]),
  ofNumber('log1p', Math.log1p, { en: 'ln(1 + x), exact for small x.', ko: 'ln(1 + x). 작은 x에서도 정확하다.' }, [['log1p(0)', '0']]),
  ofNumber(
    'erf',
    erf,
    { en: 'Error function.', ko: '오차 함수.' },
    [['erf(0)', '0']],
    '2/√π · ∫₀ˣ exp(−t²) dt (Abramowitz & Stegun 7.1.6, 7.1.14)',
  ),
  ofNumber(
    'erfc',
    erfc,
    { en: 'Complementary error function, exact for large x.', ko: '여오차 함수. 큰 x에서도 정확하다.' },
    [['erfc(0)', '1']],
    '1 − erf x',
  ),
]

const angles: readonly FunctionEntry[] = [
  ofNumber('sin', Math.sin, { en: 'Sine, of radians or of an angle with its unit.', ko: '사인. 라디안 또는 단위가 있는 각도를 받는다.' }, [
    ['sin(0)', '0'],
    ['sin(90 deg)', '1'],
  ]),
  ofNumber('cos', Math.cos, { en: 'Cosine.', ko: '코사인.' }, [['cos(0)', '1']]),
  ofNumber('tan', Math.tan, { en: 'Tangent.', ko: '탄젠트.' }, [['tan(0)', '0']]),
  ofNumber('asin', Math.asin, { en: 'Inverse sine, in radians.', ko: '역사인. 라디안으로 준다.' }, [['asin(1)', 'pi / 2']]),
  ofNumber('acos', Math.acos, { en: 'Inverse cosine, in radians.', ko: '역코사인. 라디안으로 준다.' }, [['acos(1)', '0']]),
  ofNumber('atan', Math.atan, { en: 'Inverse tangent, in radians.', ko: '역탄젠트. 라디안으로 준다.' }, [['atan(1)', 'pi / 4']]),
  {
    name: 'atan2',
    parameters: [
      { name: 'y', kind: 'measure' },
      { name: 'x', kind: 'measure', like: 0 },
    ],
    each: true,
    result: gives.number,
    apply: (call) => {
      const [y, x] = [measureAt(call, 0), measureAt(call, 1)]
      requireSameDimension(y, x, call.span)
      return Math.atan2(siOf(y), siOf(x))
    },
    description: { en: 'Angle of the point (x, y), from −π to π.', ko: '점 (x, y)의 각도. −π에서 π까지.' },
    examples: [['atan2(1 m, 0 m)', 'pi / 2']],
  },
  ofNumber('sinh', Math.sinh, { en: 'Hyperbolic sine.', ko: '쌍곡사인.' }, [['sinh(0)', '0']]),
  ofNumber('cosh', Math.cosh, { en: 'Hyperbolic cosine.', ko: '쌍곡코사인.' }, [['cosh(0)', '1']]),
  ofNumber('tanh', Math.tanh, { en: 'Hyperbolic tangent.', ko: '쌍곡탄젠트.' }, [['tanh(0)', '0']]),
  ofNumber('asinh', Math.asinh, { en: 'Inverse hyperbolic sine.', ko: '역쌍곡사인.' }, [['asinh(0)', '0']]),
  ofNumber('acosh', Math.acosh, { en: 'Inverse hyperbolic cosine.', ko: '역쌍곡코사인.' }, [['acosh(1)', '0']]),
  ofNumber('atanh', Math.atanh, { en: 'Inverse hyperbolic tangent.', ko: '역쌍곡탄젠트.' }, [['atanh(0)', '0']]),
]

const whole: readonly FunctionEntry[] = [
  rounding('floor', Math.floor, { en: 'The next whole number below.', ko: '내림.' }, [['floor(-1.5)', '-2']]),
  rounding('ceil', Math.ceil, { en: 'The next whole number above.', ko: '올림.' }, [['ceil(1.2)', '2']]),
  rounding('trunc', Math.trunc, { en: 'Without what stands after the point.', ko: '소수점 아래를 버린다.' }, [['trunc(-1.5)', '-1']]),
  {
    name: 'round',
    parameters: [
      { name: 'x', kind: 'number' },
      { name: 'digits', kind: 'integer', optional: true },
    ],
    each: true,
    result: (call) => (call.types.length > 1 ? gives.number() : gives.integer()),
    apply: (call) => roundTo(numberAt(call, 0), isGiven(call, 1) ? integerAt(call, 1) : 0),
    description: {
      en: 'To so many digits after the point (none if left out); a half goes away from zero.',
      ko: '소수점 아래 주어진 자리까지 반올림한다(생략하면 정수로). 딱 절반은 0에서 먼 쪽으로 간다.',
    },
    examples: [
      ['round(2.5)', '3'],
      ['round(-2.5)', '-3'],
      ['round(3.14159, 2)', '3.14'],
    ],
  },
]

/** Rounds the decimal that the number is written as: 1.005 goes to 1.01, though its binary is a little below. */
function roundTo(x: number, digits: number): number {
  if (!Number.isFinite(x) || Math.abs(digits) > 300) return digits < 0 ? 0 : x
  const [mantissa, exponent] = Math.abs(x).toExponential().split('e')
  const shifted = Number(`${mantissa}e${Number(exponent) + digits}`)
  // Past 2^53 there is nothing after the point that could be rounded.
  if (shifted > Number.MAX_SAFE_INTEGER) return x
  return Math.sign(x) * Number(`${Math.round(shifted)}e${-digits}`) + 0
}

const tests: readonly FunctionEntry[] = [
  {
    name: 'is_nan',
    aliases: ['isNaN'],
    parameters: [{ name: 'x', kind: 'measure' }],
    each: true,
    result: gives.boolean,
    apply: (call) => Number.isNaN(siOf(measureAt(call, 0))),
    description: { en: 'Whether it is not a number (0/0, a diverged result).', ko: '숫자가 아닌지(0/0, 발산한 결과).' },
    examples: [
      ['is_nan(0/0)', 'true'],
      ['isNaN(1)', 'false'],
    ],
  },
  {
    name: 'is_finite',
    aliases: ['isFinite'],
    parameters: [{ name: 'x', kind: 'measure' }],
    each: true,
    result: gives.boolean,
    apply: (call) => Number.isFinite(siOf(measureAt(call, 0))),
    description: { en: 'Whether it is neither NaN nor infinite.', ko: 'NaN도 무한대도 아닌지.' },
    examples: [['is_finite(1/0)', 'false']],
  },
]

export const numberFunctions: readonly FunctionEntry[] = [...roots, ...exponentials, ...angles, ...whole, ...tests]
