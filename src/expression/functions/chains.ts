import { arrayAt, domainError, integerAt, isGiven, type Numbers, numbersOf } from '../call-values.ts'
import type { Call, FunctionEntry, Parameter } from '../function-entry.ts'
import { gives } from '../result-types.ts'
import { requireFinite, requireSpread, spendTimes } from '../sample.ts'
import { isArray } from '../show.ts'
import { bulkSize, type Chains, rankRHat, tailSize } from '../statistics/chains.ts'
import type { Value } from '../value.ts'

/** An array of arrays, one a chain; or one array of all chains, one after the other, and how many they are. */
function chainsAt(call: Call): Chains {
  const given = arrayAt(call, 0)
  const single = !given.some(isArray)
  const count = isGiven(call, 1) ? integerAt(call, 1) : 1
  if (count < 1 || (!single && isGiven(call, 1))) {
    throw domainError(
      call,
      'the number of chains goes with one array of all of them, and is at least 1.',
      '사슬의 수는 모든 사슬을 한 배열로 이어 줄 때만 쓰며, 1 이상이어야 합니다.',
    )
  }
  const arrays: readonly Value[] = single ? [given] : given
  const chains = arrays.map((chain) => chainOf(call, chain))
  const length = single ? (chains[0]?.values.length ?? 0) / count : (chains[0]?.values.length ?? 0)
  if (!Number.isInteger(length) || chains.some((chain) => !single && chain.values.length !== length)) {
    throw domainError(call, 'all chains have one length.', '모든 사슬의 길이가 같아야 합니다.')
  }
  if (length < 4)
    throw domainError(call, `a chain has at least 4 draws, not ${length}.`, `사슬마다 값이 4개 이상 필요한데 ${length}개입니다.`)
  const all = single ? (chains[0]?.values ?? []) : chains.flatMap((chain) => chain.values)
  requireSpread(call, { dimension: [], unit: '', values: all })
  return Array.from({ length: all.length / length }, (_, chain) => Float64Array.from(all.slice(chain * length, (chain + 1) * length)))
}

function chainOf(call: Call, chain: Value): Numbers {
  const numbers = requireFinite(call, numbersOf(call, isArray(chain) ? chain : [chain]))
  // Ranks are found by bisection, twice; transforms touch each draw a few times.
  spendTimes(call, numbers, 8)
  return numbers
}

const chains: readonly Parameter[] = [
  { name: 'chains', kind: 'array' },
  { name: 'count', kind: 'integer', optional: true },
]

const shape = {
  en: 'One array a chain, or one array of all chains in turn and their number; a single chain is judged by its halves.',
  ko: '사슬마다 배열 하나씩 주거나, 모든 사슬을 차례로 이은 배열과 그 수를 준다. 사슬이 하나면 두 반쪽을 비교한다.',
}

function ofChains(
  name: string,
  apply: (chains: Chains) => number,
  en: string,
  ko: string,
  formula: string,
  example: readonly [string, string],
): FunctionEntry {
  return {
    name,
    parameters: chains,
    result: gives.number,
    apply: (call) => apply(chainsAt(call)),
    description: { en: `${en} ${shape.en}`, ko: `${ko} ${shape.ko}` },
    formula,
    examples: [example],
  }
}

const vehtari = 'Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021'

export const chainFunctions: readonly FunctionEntry[] = [
  ofChains(
    'r_hat',
    rankRHat,
    'Split R̂ of Markov chains by ranks, for location and scale: above 1.01 they have not mixed.',
    '마르코프 사슬의 순위 기반 분할 R̂. 위치와 척도를 함께 본다. 1.01을 넘으면 아직 섞이지 않은 것이다.',
    `larger of bulk and folded √((B/W + n − 1)/n) (${vehtari})`,
    ['r_hat([[1, 2, 3, 4], [2, 1, 4, 3]]) == r_hat([1, 2, 3, 4, 2, 1, 4, 3], 2)', 'true'],
  ),
  ofChains(
    'ess',
    bulkSize,
    'Effective sample size of Markov chains for the bulk of the law.',
    '분포의 가운데에 대한 마르코프 사슬의 유효 표본 크기.',
    `S/τ̂ of normal scores, Geyer’s monotone sequence (${vehtari})`,
    ['ess([[1, 2, 3, 4], [2, 1, 4, 3]]) == ess([1, 2, 3, 4, 2, 1, 4, 3], 2)', 'true'],
  ),
  ofChains(
    'ess_tail',
    tailSize,
    'Effective sample size of Markov chains for the 5 % and 95 % quantiles, the smaller one.',
    '5 %와 95 % 분위수에 대한 마르코프 사슬의 유효 표본 크기 가운데 작은 쪽.',
    `(${vehtari})`,
    ['ess_tail([[1, 2, 3, 4], [2, 1, 4, 3]]) == ess_tail([1, 2, 3, 4, 2, 1, 4, 3], 2)', 'true'],
  ),
]
