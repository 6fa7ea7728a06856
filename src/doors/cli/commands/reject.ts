import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { as, reason, run, waitingWork } from '../shapes.ts'

export const rejectCommand: CommandShape = {
  name: 'reject',
  summary: summaries.reject,
  details: {
    en: 'Refuses: one rejection ends the approval, and what hangs on it is not done.',
    ko: '거절합니다. 한 사람이 거절하면 승인이 끝나고, 그에 달린 일은 하지 않습니다.',
  },
  positional: [run, waitingWork],
  options: [reason, as],
  examples: [
    { command: 'pwos reject sign-off', says: { en: 'In the newest run where it waits', ko: '그 일이 기다리는 가장 최근 실행에서' } },
    {
      command: 'pwos reject 20261123 sign-off --as kim --reason "residuals are not white"',
      says: { en: 'As someone, with a reason', ko: '이름과 이유를 밝힙니다' },
    },
  ],
  json: 'document',
  load: async () => (await import('../answers/decision.ts')).rejectAnswer,
}
