import type { Text } from '#expression/text.ts'
import type { ConditionFact, DecisionFact } from './decisions.ts'
import { formatJson } from './format.ts'
import { comparedText } from './verdict-text.ts'

/** The branch that was taken. */
export function chosenText({ chosen }: DecisionFact): Text {
  return chosen === '' ? { en: 'no branch', ko: '맞는 갈래 없음' } : { en: chosen, ko: chosen }
}

/** The condition that held with what was measured, such as `err > 0.5: 0.7 > 0.5`; else all that did not. */
export function basisText({ conditions }: DecisionFact): Text {
  const held = conditions.find((each) => each.held)
  if (held !== undefined) return { en: measuredText(held), ko: measuredText(held) }
  const shown = conditions.map(measuredText).join('; ')
  return shown === '' ? { en: '', ko: '' } : { en: `not: ${shown}`, ko: `성립하지 않음: ${shown}` }
}

function measuredText({ condition, measured, comparisons }: ConditionFact): string {
  // Of several that must all hold the one on which it failed, else the last: the first is often a mere `iteration > 1`.
  const telling = comparisons.find(({ margin }) => typeof margin === 'number' && margin <= 0) ?? comparisons.at(-1)
  if (telling !== undefined) return `${condition}: ${comparedText(telling)}`
  const values = Object.entries(measured).map(([name, value]) => `${name} = ${formatJson(value)}`)
  return values.length === 0 ? condition : `${condition}: ${values.join(', ')}`
}
