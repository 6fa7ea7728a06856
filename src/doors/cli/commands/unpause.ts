import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { run } from '../shapes.ts'

export const unpauseCommand: CommandShape = {
  name: 'unpause',
  summary: summaries.unpause,
  details: { en: 'Undoes `pwos pause`.', ko: '`pwos pause`를 되돌립니다.' },
  positional: [run],
  options: [],
  examples: [{ command: 'pwos unpause', says: { en: 'The newest run', ko: '가장 최근 실행' } }],
  json: 'document',
  load: async () => (await import('../answers/unpause.ts')).unpauseAnswer,
}
