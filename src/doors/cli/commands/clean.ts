import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'

export const cleanCommand: CommandShape = {
  name: 'clean',
  summary: summaries.clean,
  details: {
    en: 'Deletes attempt folders of finished runs, and published outputs that no kept run refers to. What an unfinished run needs is never touched. Asks first.',
    ko: '끝난 실행의 시도 폴더와, 남겨 둘 어떤 실행도 가리키지 않는 결과물을 지웁니다. 끝나지 않은 실행에 필요한 것은 건드리지 않습니다. 지우기 전에 묻습니다.',
  },
  positional: [],
  options: [
    {
      name: 'keep-last',
      kind: 'value',
      placeholder: 'N',
      summary: {
        en: 'Keep the newest N finished runs of each workflow, and its newest that succeeded; 1 when left out, 0 for none',
        ko: '워크플로마다 최근에 끝난 실행 N개와 가장 최근에 성공한 실행을 남깁니다. 생략하면 1, 0이면 남기지 않습니다',
      },
    },
    { name: 'dry-run', kind: 'flag', summary: { en: 'Say what would be deleted; delete nothing', ko: '지울 것을 알려 주기만 합니다' } },
    { name: 'yes', letter: 'y', kind: 'flag', summary: { en: 'Do not ask', ko: '묻지 않습니다' } },
  ],
  examples: [
    { command: 'pwos clean --dry-run', says: { en: 'How much would be freed', ko: '얼마나 비워질지 봅니다' } },
    { command: 'pwos clean --keep-last 3 --yes', says: { en: 'Keep three runs', ko: '실행 셋을 남깁니다' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/clean.ts')).cleanAnswer,
}
