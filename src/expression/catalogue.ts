import type { FunctionEntry } from './function-entry.ts'
import { arrayFunctions } from './functions/arrays.ts'
import { chainFunctions } from './functions/chains.ts'
import { convergenceFunctions } from './functions/convergence.ts'
import { differentiable } from './functions/derivatives.ts'
import { deviationFunctions } from './functions/deviations.ts'
import { distributionFunctions } from './functions/distributions.ts'
import { extremeFunctions } from './functions/extremes.ts'
import { fitFunctions } from './functions/fits.ts'
import { goodnessFunctions } from './functions/goodness.ts'
import { lineFunctions } from './functions/lines.ts'
import { numberFunctions } from './functions/numbers.ts'
import { quantityFunctions } from './functions/quantities.ts'
import { resamplingFunctions } from './functions/resampling.ts'
import { sequenceFunctions } from './functions/sequences.ts'
import { seriesFunctions } from './functions/series.ts'
import { statisticsFunctions } from './functions/statistics.ts'
import { textFunctions } from './functions/texts.ts'
import { uncertainFunctions } from './functions/uncertain.ts'
import type { Text } from './text.ts'

export interface FunctionGroup {
  readonly title: Text
  readonly functions: readonly FunctionEntry[]
}

/** Every function of the language, in the order of its documentation. */
export const functionGroups: readonly FunctionGroup[] = [
  { title: { en: 'Numbers', ko: '숫자' }, functions: differentiable(numberFunctions) },
  { title: { en: 'Units', ko: '단위' }, functions: differentiable(quantityFunctions) },
  { title: { en: 'Sequences', ko: '수열' }, functions: sequenceFunctions },
  { title: { en: 'Arrays', ko: '배열' }, functions: arrayFunctions },
  { title: { en: 'Statistics', ko: '통계' }, functions: [...differentiable(statisticsFunctions), ...extremeFunctions, ...lineFunctions] },
  { title: { en: 'Uncertain values', ko: '오차가 있는 값' }, functions: uncertainFunctions },
  { title: { en: 'Distributions', ko: '확률 분포' }, functions: distributionFunctions },
  { title: { en: 'Comparing with what is expected', ko: '기대와 비교' }, functions: [...deviationFunctions, ...goodnessFunctions] },
  {
    title: { en: 'Correlated series', ko: '상관이 있는 계열' },
    functions: [...seriesFunctions, ...resamplingFunctions, ...chainFunctions],
  },
  { title: { en: 'Fits and convergence', ko: '맞춤과 수렴' }, functions: [...fitFunctions, ...convergenceFunctions] },
  { title: { en: 'Text', ko: '글' }, functions: textFunctions },
]

const byName = new Map<string, FunctionEntry>(
  functionGroups.flatMap(({ functions }) =>
    functions.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])].map((name) => [name, entry] as const)),
  ),
)

export function functionNamed(name: string): FunctionEntry | undefined {
  return byName.get(name)
}

export function functionNames(): Iterable<string> {
  return byName.keys()
}
