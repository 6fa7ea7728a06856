import { domainError, integerAt, isGiven, type Numbers, textAt } from '../call-values.ts'
import { raiseDimension } from '../dimension.ts'
import { spend } from '../frame.ts'
import type { Call, FunctionEntry, Misuse, Parameter, StaticCall } from '../function-entry.ts'
import { inSi, measure, unitOfDifference } from '../measure.ts'
import { recordOf } from '../record.ts'
import { gives } from '../result-types.ts'
import { sampleAt, spendTimes } from '../sample.ts'
import { type BlockSums, blockSums, type EstimatorName, estimatorNames } from '../statistics/block-sums.ts'
import { bootstrap, jackknife } from '../statistics/resampling.ts'
import type { Text } from '../text.ts'
import { measureType, numberType, type Type } from '../type.ts'
import type { Value } from '../value.ts'

function isEstimator(name: string): name is EstimatorName {
  return (estimatorNames as readonly string[]).includes(name)
}

function noEstimator(name: string): Text {
  const all = estimatorNames.map((each) => `'${each}'`).join(', ')
  return { en: `\`${name}\` is none of ${all}.`, ko: `\`${name}\`은(는) ${all} 가운데 하나가 아닙니다.` }
}

function checkEstimator({ literals }: StaticCall): Misuse | undefined {
  const name = literals[1]
  if (typeof name !== 'string' || isEstimator(name)) return undefined
  return { argument: 1, code: 'wrong_value', message: noEstimator(name) }
}

/** The dimension of the statistic that is written out. */
function resultType(call: StaticCall): Type {
  const name = call.literals[1]
  if (name === 'binder') return numberType
  if (name === 'var') return gives.power(0, 2)(call)
  return typeof name === 'string' ? gives.measure(0)(call) : measureType
}

function estimatorAt(call: Call): EstimatorName {
  const name = textAt(call, 1)
  if (isEstimator(name)) return name
  const { en, ko } = noEstimator(name)
  throw domainError(call, en, ko)
}

/** A value of the statistic's dimension; `difference`: a spread, which has no zero of its own. */
function inUnit(name: EstimatorName, sample: Numbers, si: number, difference: boolean): Value {
  if (name === 'binder') return si
  if (name === 'var') return inSi(si, raiseDimension(sample.dimension, 2))
  return measure(si, sample.dimension, name === 'mean' && !difference ? sample.unit : unitOfDifference(sample.unit))
}

function blocksAt(call: Call, sample: Numbers, index: number): BlockSums {
  const n = sample.values.length
  const length = isGiven(call, index) ? integerAt(call, index) : 1
  if (length < 1 || n / length < 2) {
    throw domainError(
      call,
      `blocks of ${length} cannot be made twice from ${n} values.`,
      `값 ${n}개로는 길이가 ${length}인 블록을 둘 이상 만들 수 없습니다.`,
    )
  }
  spendTimes(call, sample, 3)
  return blockSums(sample.values, length)
}

function jackknifed(call: Call): Value {
  const [sample, name] = [sampleAt(call, 0, 3), estimatorAt(call)]
  const found = jackknife(name, blocksAt(call, sample, 2))
  return recordOf({
    value: inUnit(name, sample, found.value, false),
    error: inUnit(name, sample, found.error, true),
    bias: inUnit(name, sample, found.bias, true),
  })
}

const usualResamples = 1000
const mostDraws = 20_000_000

function bootstrapped(call: Call): Value {
  const [sample, name] = [sampleAt(call, 0, 3), estimatorAt(call)]
  const sums = blocksAt(call, sample, 4)
  const resamples = isGiven(call, 2) ? integerAt(call, 2) : usualResamples
  const seed = isGiven(call, 3) ? integerAt(call, 3) : 1
  const draws = sums.blocks.length * resamples
  if (resamples < 10 || draws > mostDraws) {
    throw domainError(
      call,
      `${resamples} resamples of ${sums.blocks.length} blocks: at least 10 resamples are needed, and their product is at most ${mostDraws}.`,
      `블록 ${sums.blocks.length}개를 ${resamples}번 다시 뽑으려 합니다. 10번 이상이어야 하고, 곱이 ${mostDraws}을(를) 넘을 수 없습니다.`,
    )
  }
  spend(call.frame, Math.ceil(draws / 4), call.span)
  const found = bootstrap(name, sums, resamples, seed)
  return recordOf({
    value: inUnit(name, sample, found.value, false),
    error: inUnit(name, sample, found.error, true),
    low: inUnit(name, sample, found.low, false),
    high: inUnit(name, sample, found.high, false),
  })
}

const statistic: readonly Parameter[] = [
  { name: 'values', kind: 'numbers' },
  { name: 'statistic', kind: 'text' },
]

export const resamplingFunctions: readonly FunctionEntry[] = [
  {
    name: 'jackknife',
    parameters: [...statistic, { name: 'block', kind: 'integer', optional: true }],
    result: gives.record({ value: resultType, error: resultType, bias: resultType }),
    check: checkEstimator,
    apply: jackknifed,
    description: {
      en: "Error and bias of 'mean', 'var', 'std', 'rms' or 'binder' (U₄ = 1 − ⟨x⁴⟩/3⟨x²⟩²) by leaving out one block at a time: `.value`, `.error`, `.bias`. Blocks (of one value where left out) should be longer than the correlation; values that fill no whole block are left out.",
      ko: "'mean', 'var', 'std', 'rms', 'binder'(U₄ = 1 − ⟨x⁴⟩/3⟨x²⟩²)의 오차와 편향을 블록을 하나씩 빼며 구한다: `.value`, `.error`, `.bias`. 블록(생략하면 값 하나씩)은 상관 시간보다 길어야 한다. 블록을 채우지 못한 나머지 값은 쓰지 않는다.",
    },
    formula: 'σ² = (k − 1)/k Σ (θᵢ − θ̄)², bias = (k − 1)(θ̄ − θ) (Quenouille 1956, Tukey 1958, Künsch 1989)',
    examples: [
      ["jackknife([1, 2, 3], 'mean').error", 'sem([1, 2, 3])'],
      ["jackknife([1, 1, 3, 3], 'mean', 2).error", '1'],
    ],
  },
  {
    name: 'bootstrap',
    parameters: [
      ...statistic,
      { name: 'resamples', kind: 'integer', optional: true },
      { name: 'seed', kind: 'integer', optional: true },
      { name: 'block', kind: 'integer', optional: true },
    ],
    result: gives.record({ value: resultType, error: resultType, low: resultType, high: resultType }),
    check: checkEstimator,
    apply: bootstrapped,
    description: {
      en: 'Error of a statistic (as of `jackknife`) from 1000 samples drawn with replacement: `.value`, `.error`, and `.low`, `.high` around the middle 95 %. The same seed (1 where left out) gives the same digits on every machine.',
      ko: '복원 추출한 표본 1000개로 구한 통계량(`jackknife`와 같음)의 오차: `.value`, `.error`, 가운데 95 %의 양 끝 `.low`, `.high`. 시드(생략하면 1)가 같으면 어느 기계에서나 같은 값이 나온다.',
    },
    formula: 'Efron 1979; blocks: Carlstein 1986; drawn by xoshiro128** (Blackman & Vigna 2021)',
    examples: [["bootstrap([1, 2, 4, 8], 'mean', 100, 7).error == bootstrap([1, 2, 4, 8], 'mean', 100, 7).error", 'true']],
  },
]
