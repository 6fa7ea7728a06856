import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { reason, run } from '../shapes.ts'

export const pauseCommand: CommandShape = {
  name: 'pause',
  summary: summaries.pause,
  details: {
    en: 'What runs is let go on to its end; nothing more is started.',
    ko: '수행 중인 것은 끝까지 가고, 새로 시작하는 것은 없습니다.',
  },
  positional: [run],
  options: [reason],
  examples: [
    { command: 'pwos pause --reason "the licence server is down"', says: { en: 'Pause the newest run', ko: '가장 최근 실행을 멈춥니다' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/pause.ts')).pauseAnswer,
}
