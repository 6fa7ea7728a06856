import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { as, run } from '../shapes.ts'

export const inboxCommand: CommandShape = {
  name: 'inbox',
  summary: summaries.inbox,
  details: {
    en: 'Lists what waits for you in all unfinished runs of the store, or in one: what is to be done, by when, the form, the files to be looked at and handed in, and the command that answers. Nobody is asked for a password: whoever may write to the store is believed.',
    ko: '저장소의 끝나지 않은 모든 실행, 또는 한 실행에서 나를 기다리는 일을 보여 줍니다. 무엇을 언제까지 해야 하는지, 양식, 볼 파일과 낼 파일, 답하는 명령을 알려 줍니다. 비밀번호는 묻지 않습니다. 저장소에 쓸 수 있는 사람의 말을 믿습니다.',
  },
  positional: [{ ...run, summary: { en: 'A run; all unfinished ones when left out', ko: '실행. 생략하면 끝나지 않은 모든 실행' } }],
  options: [as, { name: 'all', kind: 'flag', summary: { en: 'Also what waits for others', ko: '다른 사람을 기다리는 일도 보기' } }],
  examples: [
    { command: 'pwos inbox', says: { en: 'What waits for me', ko: '나를 기다리는 일' } },
    { command: 'pwos inbox --as sora', says: { en: 'As someone else', ko: '다른 사람으로 보기' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/inbox.ts')).inboxAnswer,
}
