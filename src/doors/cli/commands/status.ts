import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { run } from '../shapes.ts'

export const statusCommand: CommandShape = {
  name: 'status',
  summary: summaries.status,
  details: { en: 'Reads the journal; changes nothing.', ko: '일지를 읽기만 하고 아무것도 바꾸지 않습니다.' },
  positional: [run],
  options: [],
  examples: [
    { command: 'pwos status', says: { en: 'The newest run', ko: '가장 최근 실행' } },
    { command: 'pwos status --json', says: { en: 'For a script', ko: '스크립트용' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/status.ts')).statusAnswer,
}
