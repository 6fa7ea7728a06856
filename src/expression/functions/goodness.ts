import { domainError, measureAt, type Numbers } from '../call-values.ts'
import { sameDimension } from '../dimension.ts'
import type { Call, FunctionEntry, Parameter } from '../function-entry.ts'
import { measure, requireSameDimension, siOf } from '../measure.ts'
import { recordOf } from '../record.ts'
import { gives } from '../result-types.ts'
import { requireSpread, sampleAt, spendTimes } from '../sample.ts'
import { andersonDarling } from '../statistics/anderson-darling.ts'
import { kolmogorovAbove } from '../statistics/kolmogorov.ts'
import { gapAbove, isCounted, largestGap } from '../statistics/kolmogorov-two.ts'
import { normalAbove } from '../statistics/normal.ts'
import { sorted } from '../statistics.ts'
import type { Value } from '../value.ts'

const values: Parameter = { name: 'values', kind: 'numbers' }
const tested = gives.record({ statistic: gives.number, p: gives.number })

/** An argument in the unit of the sample. */
function siLike(call: Call, index: number, sample: Numbers): number {
  const argument = measureAt(call, index)
  requireSameDimension(measure(sample.values[0] ?? 0, sample.dimension, sample.unit), argument, call.span)
  return siOf(argument)
}

/** The larger of the distances just before and just after each step of the sample's distribution function. */
function oneSample(call: Call, sample: Numbers, below: (x: number) => number): Value {
  spendTimes(call, sample, 6)
  const ascending = sorted(sample.values)
  const n = ascending.length
  let statistic = 0
  for (let i = 0; i < n; i++) {
    const share = below(ascending[i] ?? Number.NaN)
    statistic = Math.max(statistic, (i + 1) / n - share, share - i / n)
  }
  return recordOf({ statistic, p: kolmogorovAbove(n, statistic) })
}

function againstNormal(call: Call): Value {
  const sample = sampleAt(call, 0, 1)
  const [mean, std] = [siLike(call, 1, sample), siLike(call, 2, sample)]
  if (!(std > 0)) throw domainError(call, 'the standard deviation is above zero.', '표준 편차는 0보다 커야 합니다.')
  return oneSample(call, sample, (x) => normalAbove((mean - x) / std))
}

function againstUniform(call: Call): Value {
  const sample = sampleAt(call, 0, 1)
  const [low, high] = [siLike(call, 1, sample), siLike(call, 2, sample)]
  if (!(low < high)) throw domainError(call, 'low is below high.', '하한은 상한보다 작아야 합니다.')
  return oneSample(call, sample, (x) => Math.min(1, Math.max(0, (x - low) / (high - low))))
}

function againstExponential(call: Call): Value {
  const sample = sampleAt(call, 0, 1)
  const mean = siLike(call, 1, sample)
  if (!(mean > 0)) throw domainError(call, 'the mean is above zero.', '평균은 0보다 커야 합니다.')
  return oneSample(call, sample, (x) => (x > 0 ? -Math.expm1(-x / mean) : 0))
}

function twoSamples(call: Call): Value {
  const [a, b] = [sampleAt(call, 0, 1), sampleAt(call, 1, 1)]
  if (!sameDimension(a.dimension, b.dimension)) siLike(call, 1, a)
  spendTimes(call, a, 4)
  spendTimes(call, b, 4)
  const [n, m] = [a.values.length, b.values.length]
  // The count visits every pair; a tenth of what reading an element costs.
  if (isCounted(n, m)) spendTimes(call, a, Math.ceil(m / 10))
  const gap = largestGap(sorted(a.values), sorted(b.values))
  return recordOf({ statistic: gap / n / m, p: gapAbove(n, m, gap) })
}

const knownBeforehand = {
  en: 'The parameters are known beforehand: estimated from the same values, p comes out too large.',
  ko: '매개변수는 미리 알려진 것이어야 한다. 같은 값에서 추정하면 p가 너무 크게 나온다.',
}
const oneSampleSource =
  'D = max |Fₙ − F| (Kolmogorov 1933); p exact to n = 1000 (Marsaglia, Tsang & Wang 2003; Birnbaum & Tingey 1951), then Pelz & Good 1976 (within 2e-5 of p)'

function againstLaw(
  name: string,
  law: readonly [string, string],
  parameters: readonly string[],
  apply: FunctionEntry['apply'],
  example: readonly [string, string],
): FunctionEntry {
  return {
    name,
    parameters: [values, ...parameters.map((parameter): Parameter => ({ name: parameter, kind: 'measure', like: 0 }))],
    result: tested,
    apply,
    description: {
      en: `Kolmogorov–Smirnov test against ${law[0]}: \`.statistic\` and \`.p\`. ${knownBeforehand.en}`,
      ko: `${law[1]}에 대한 콜모고로프–스미르노프 검정. \`.statistic\`과 \`.p\`. ${knownBeforehand.ko}`,
    },
    formula: oneSampleSource,
    examples: [example],
  }
}

export const goodnessFunctions: readonly FunctionEntry[] = [
  againstLaw('ks_normal', ['a normal law', '정규 분포'], ['mean', 'std'], againstNormal, [
    "format(ks_normal([-1, 0, 1], 0, 1).p, '.6f')",
    "'0.999975'",
  ]),
  againstLaw('ks_uniform', ['a uniform law', '균등 분포'], ['low', 'high'], againstUniform, [
    'ks_uniform([0.1, 0.4, 0.7], 0, 1).statistic',
    '1 - 0.7',
  ]),
  againstLaw('ks_exponential', ['an exponential law of that mean', '그 평균의 지수 분포'], ['mean'], againstExponential, [
    "format(ks_exponential([1 s, 2 s, 3 s], 2 s).p, '.6f')",
    "'0.612792'",
  ]),
  {
    name: 'ks_two',
    parameters: [
      { name: 'a', kind: 'numbers' },
      { name: 'b', kind: 'numbers', like: 0 },
    ],
    result: tested,
    apply: twoSamples,
    description: {
      en: 'Kolmogorov–Smirnov test of whether two samples come from one law: `.statistic` and `.p`.',
      ko: '두 표본이 같은 분포에서 왔는지 보는 콜모고로프–스미르노프 검정. `.statistic`과 `.p`.',
    },
    formula: 'D = max |Fₙ − Gₘ| (Smirnov 1939); p counted exactly for n·m ≤ 10⁷ (Viehmann 2021), then the law of one sample of n·m/(n + m)',
    examples: [
      ['ks_two([1, 2, 3], [4, 5, 6]).statistic', '1'],
      ['round(ks_two([1, 2, 3], [4, 5, 6]).p, 12)', '0.1'],
    ],
  },
  {
    name: 'anderson_darling',
    parameters: [values],
    result: tested,
    apply: (call) => {
      const sample = sampleAt(call, 0, 8)
      requireSpread(call, sample)
      spendTimes(call, sample, 8)
      return recordOf({ ...andersonDarling(sorted(sample.values)) })
    },
    description: {
      en: 'Anderson–Darling test of whether values are normal, with mean and standard deviation taken from them: `.statistic` (A²) and `.p`. At least 8 values.',
      ko: '값이 정규 분포를 따르는지 보는 앤더슨–달링 검정. 평균과 표준 편차는 값에서 구한다. `.statistic`(A²)과 `.p`. 값이 8개 이상 필요하다.',
    },
    formula: 'A² = −n − Σ (2i − 1)(ln Φ(zᵢ) + ln Φ(−zₙ₊₁₋ᵢ))/n (Anderson & Darling 1954); p by D’Agostino & Stephens 1986, table 4.9',
    examples: [["format(anderson_darling([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]).p, '.6f')", "'0.956658'"]],
  },
]
