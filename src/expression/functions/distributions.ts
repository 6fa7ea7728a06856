import { domainError, isGiven, measureAt, numberAt } from '../call-values.ts'
import type { Call, FunctionEntry, Parameter } from '../function-entry.ts'
import { requireSameDimension, siOf } from '../measure.ts'
import { gives } from '../result-types.ts'
import type { Shares } from '../statistics/incomplete-gamma.ts'
import { normalAbove, normalQuantile } from '../statistics/normal.ts'
import { chiSquareShares, fisherShares, studentShares } from '../statistics/student.ts'
import type { Text } from '../text.ts'

const normalParameters: readonly Parameter[] = [
  { name: 'x', kind: 'measure' },
  { name: 'mean', kind: 'measure', optional: true, like: 0 },
  { name: 'std', kind: 'measure', optional: true, like: 0 },
]

/** How many standard deviations above the mean. */
function standardised(call: Call): number {
  const x = measureAt(call, 0)
  if (!isGiven(call, 1)) return numberAt(call, 0)
  const mean = measureAt(call, 1)
  requireSameDimension(x, mean, call.span)
  if (!isGiven(call, 2)) return siOf(x) - siOf(mean)
  const std = measureAt(call, 2)
  requireSameDimension(x, std, call.span)
  if (siOf(std) <= 0) throw domainError(call, 'the standard deviation is above zero.', '표준 편차는 0보다 커야 합니다.')
  return (siOf(x) - siOf(mean)) / siOf(std)
}

/** Past this the laws are normal to every digit that counts, and the sums for them grow long. */
const mostFreedom = 100_000_000

function freedomAt(call: Call, index: number): number {
  const dof = numberAt(call, index)
  if (dof > 0 && dof <= mostFreedom) return dof
  throw domainError(
    call,
    `degrees of freedom lie above 0, up to ${mostFreedom}; these are ${dof}.`,
    `자유도는 0보다 크고 ${mostFreedom} 이하여야 하는데 ${dof}입니다.`,
  )
}

interface Law {
  readonly name: string
  readonly parameters: readonly Parameter[]
  readonly shares: (call: Call) => Shares
  readonly law: Text
  readonly source: string
  readonly below: readonly (readonly [string, string])[]
  readonly above: readonly (readonly [string, string])[]
  readonly aliases: readonly string[]
}

/** The two functions of a law: the share below a value, and the share above it, which keeps its digits in the tail. */
function ofLaw({ name, parameters, shares, law, source, below, above, aliases }: Law): readonly FunctionEntry[] {
  const one = { parameters, each: true, result: gives.number, formula: source } as const
  return [
    {
      ...one,
      name: `${name}_cdf`,
      apply: (call) => shares(call).below,
      description: { en: `Share of ${law.en} below x.`, ko: `${law.ko}에서 x보다 작을 확률.` },
      examples: below,
    },
    {
      ...one,
      name: `${name}_sf`,
      ...(aliases.length > 0 ? { aliases } : {}),
      apply: (call) => shares(call).above,
      description: {
        en: `Share of ${law.en} above x, exact also where it is tiny (relative error below 1e-12).`,
        ko: `${law.ko}에서 x보다 클 확률. 아주 작은 값도 정확하다(상대 오차 1e-12 이하).`,
      },
      examples: above,
    },
  ]
}

const dof: Parameter = { name: 'dof', kind: 'number' }
const x: Parameter = { name: 'x', kind: 'number' }

const normal = ofLaw({
  name: 'normal',
  parameters: normalParameters,
  shares: (call) => {
    const z = standardised(call)
    return { below: normalAbove(-z), above: normalAbove(z) }
  },
  law: { en: 'the normal law (mean 0 and standard deviation 1 where left out)', ko: '정규 분포(생략하면 평균 0, 표준 편차 1)' },
  source: '½ erfc(∓z/√2), z = (x − mean)/std (Abramowitz & Stegun 1964, 26.2)',
  below: [
    ['normal_cdf(0)', '0.5'],
    ['normal_cdf(3 eV, 3 eV, 0.1 eV)', '0.5'],
  ],
  above: [["format(normal_sf(5), '.6e')", "'2.866516e-07'"]],
  aliases: [],
})

const chiSquare = ofLaw({
  name: 'chi2',
  parameters: [{ name: 'chi2', kind: 'number' }, dof],
  shares: (call) => chiSquareShares(numberAt(call, 0), freedomAt(call, 1)),
  law: { en: 'the chi-square law', ko: '카이제곱 분포' },
  source: 'P, Q(dof/2, χ²/2) (NIST DLMF 8.7.1, 8.9.2; Loader 2000)',
  below: [["format(chi2_cdf(1, 1), '.6f')", "'0.682689'"]],
  above: [["format(chi2_p(3.841458820694124, 1), '.9f')", "'0.050000000'"]],
  aliases: ['chi2_p'],
})

const student = ofLaw({
  name: 't',
  parameters: [{ name: 't', kind: 'number' }, dof],
  shares: (call) => studentShares(numberAt(call, 0), freedomAt(call, 1)),
  law: { en: "Student's t law", ko: '스튜던트 t 분포' },
  source: 'I(dof/2, ½) at dof/(dof + t²) (DiDonato & Morris 1992; Loader 2000)',
  below: [['t_cdf(0, 7)', '0.5']],
  above: [['round(t_sf(1, 1), 14)', '0.25']],
  aliases: [],
})

const fisher = ofLaw({
  name: 'f',
  parameters: [x, { name: 'dof1', kind: 'number' }, { name: 'dof2', kind: 'number' }],
  shares: (call) => fisherShares(numberAt(call, 0), freedomAt(call, 1), freedomAt(call, 2)),
  law: { en: "Fisher's F law", ko: '피셔 F 분포' },
  source: 'I(dof1/2, dof2/2) at dof1·x/(dof1·x + dof2) (DiDonato & Morris 1992; Loader 2000)',
  below: [['round(f_cdf(1, 4, 4), 14)', '0.5']],
  above: [['round(f_sf(1, 2, 2), 14)', '0.5']],
  aliases: [],
})

const scores: readonly FunctionEntry[] = [
  {
    name: 'normal_quantile',
    parameters: [{ name: 'p', kind: 'number' }],
    each: true,
    result: gives.number,
    apply: (call) => {
      const p = numberAt(call, 0)
      if (p < 0 || p > 1) throw domainError(call, 'p lies between 0 and 1.', 'p는 0과 1 사이여야 합니다.')
      return normalQuantile(p)
    },
    description: {
      en: 'The z below which a share p of the standard normal law lies.',
      ko: '표준 정규 분포에서 p만큼이 그 아래에 놓이는 z.',
    },
    formula: 'inverse of normal_cdf (Abramowitz & Stegun 1964, 26.2.23, then Halley steps)',
    examples: [
      ['normal_quantile(0.5)', '0'],
      ["format(normal_quantile(0.975), '.12f')", "'1.959963984540'"],
    ],
  },
  {
    name: 'normal_p',
    parameters: [{ name: 'z', kind: 'number' }],
    each: true,
    result: gives.number,
    apply: (call) => 2 * normalAbove(Math.abs(numberAt(call, 0))),
    description: {
      en: 'How likely a normal deviation is at least as large as z to either side: the p-value of a pull.',
      ko: '정규 분포에서 어느 쪽으로든 z만큼 이상 벗어날 확률. 풀(pull)의 p값.',
    },
    formula: '2 · normal_sf(|z|)',
    examples: [
      ['normal_p(0)', '1'],
      ["format(normal_p(-2), '.10f')", "'0.0455002639'"],
    ],
  },
]

export const distributionFunctions: readonly FunctionEntry[] = [...normal, ...scores, ...chiSquare, ...student, ...fisher]
