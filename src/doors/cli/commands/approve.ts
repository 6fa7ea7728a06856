import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { as, reason, run, waitingWork } from '../shapes.ts'

export const approveCommand: CommandShape = {
  name: 'approve',
  summary: summaries.approve,
  details: {
    en: 'Approves, bound to the content that is shown: should it change, the approval lapses. It passes when as many as its quorum have approved.',
    ko: '보여 준 내용에 묶여 승인합니다. 내용이 바뀌면 승인은 효력을 잃습니다. 정족수만큼 승인하면 통과합니다.',
  },
  positional: [run, waitingWork],
  options: [reason, as],
  examples: [
    { command: 'pwos approve sign-off', says: { en: 'In the newest run where it waits', ko: '그 일이 기다리는 가장 최근 실행에서' } },
    {
      command: 'pwos approve 20261123 sign-off --as kim --reason "looks right"',
      says: { en: 'As someone, with a reason', ko: '이름과 이유를 밝힙니다' },
    },
  ],
  json: 'document',
  load: async () => (await import('../answers/decision.ts')).approveAnswer,
}
