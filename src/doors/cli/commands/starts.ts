import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { optionalFile } from '../shapes.ts'

export const startsCommand: CommandShape = {
  name: 'starts',
  summary: summaries.starts,
  details: {
    en: 'Lists the entries of `starts` with their next moments, whether a service is there for them, and the last occasions: which run they began, or why none.',
    ko: '`starts`의 항목과 다음 때, 서비스가 있는지, 그리고 지난 일들이 어떤 실행을 시작했는지 또는 왜 시작하지 않았는지 보여 줍니다.',
  },
  positional: [optionalFile],
  options: [],
  examples: [
    { command: 'pwos starts workflow.yaml', says: { en: 'What begins by itself, and when', ko: '무엇이 언제 저절로 시작하는지' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/starts.ts')).startsAnswer,
}
