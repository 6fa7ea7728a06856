import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { reason, run } from '../shapes.ts'

export const cancelCommand: CommandShape = {
  name: 'cancel',
  summary: summaries.cancel,
  details: {
    en: 'Stops running tasks and starts nothing more. Results that are there stay, and a later run reuses them.',
    ko: '수행 중인 작업을 멈추고 더는 시작하지 않습니다. 이미 나온 결과는 남고, 다음 실행이 다시 씁니다.',
  },
  positional: [run],
  options: [reason],
  examples: [
    { command: 'pwos cancel', says: { en: 'The newest run', ko: '가장 최근 실행' } },
    { command: 'pwos cancel 20261123-0312 --reason "wrong potential"', says: { en: 'With the reason kept', ko: '이유를 남깁니다' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/cancel.ts')).cancelAnswer,
}
