import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'

export const runsCommand: CommandShape = {
  name: 'runs',
  summary: summaries.runs,
  details: { en: 'Newest first.', ko: '최근 것부터 보여 줍니다.' },
  positional: [],
  options: [{ name: 'last', letter: 'n', kind: 'value', placeholder: 'N', summary: { en: 'Only so many', ko: '이만큼만' } }],
  examples: [
    { command: 'pwos runs', says: { en: 'All runs', ko: '모든 실행' } },
    { command: 'pwos runs -n 5 --json', says: { en: 'The last five, for a script', ko: '마지막 다섯, 스크립트용' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/runs.ts')).runsAnswer,
}
