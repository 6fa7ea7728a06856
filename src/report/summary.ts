import type { Language } from '#expression/text.ts'
import type { Facts } from './facts.ts'

/** The end of a run in a few plain lines for the terminal. */
export function summaryLines(facts: Facts, language: Language): readonly string[] {
  return [facts.run.id, language]
}
