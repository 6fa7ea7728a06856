import { basisText, chosenText } from '../decision-text.ts'
import { markup } from '../markup.ts'
import { type Page, type Section, stageName, table, taskName } from './page.ts'

const shown = 200

/** Where the work went on, and on which values that was decided. */
export function decisions(page: Page): Section | undefined {
  const { facts, say } = page
  if (facts.decisions.length === 0) return undefined
  const head = [
    { en: 'Decision', ko: '결정' },
    { en: 'Branch taken', ko: '택한 갈래' },
    { en: 'On what', ko: '근거' },
  ]
  const rows = facts.decisions
    .slice(0, shown)
    .map((fact) => [
      fact.label === '' ? stageName(page, fact.stage) : taskName(page, fact),
      markup`${say(chosenText(fact))}`,
      markup`${say(basisText(fact))}`,
    ])
  return {
    id: 'decisions',
    heading: say({ en: 'Decisions', ko: '결정' }),
    body: table(say({ en: 'Every decision and what it was made on', ko: '모든 결정과 그 근거' }), head.map(say), rows, { stacked: true }),
  }
}
