import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'

export const storeCommand: CommandShape = {
  name: 'store',
  summary: summaries.store,
  details: {
    en: 'Alone it says where the store and its journal are. `copy TO` copies the journal (all runs, results, waiting commands) into a PostgreSQL database, or with `sqlite` back into the store, and uses it from then on. Files stay where they are, and the old journal is kept. Nothing may lead the store meanwhile.',
    ko: '그대로 쓰면 저장소와 일지가 어디 있는지 알려 줍니다. `copy TO`는 일지(모든 실행, 결과, 기다리는 명령)를 PostgreSQL 데이터베이스로, `sqlite`를 주면 다시 저장소 안으로 복사하고 그때부터 그것을 씁니다. 파일은 그대로 있고 예전 일지도 남습니다. 그동안 저장소를 이끄는 프로세스가 없어야 합니다.',
  },
  positional: [
    { name: 'copy', summary: { en: 'Copy the journal', ko: '일지를 복사합니다' }, optional: true },
    {
      name: 'TO',
      summary: {
        en: 'postgres://USER@HOST/DATABASE?schema=NAME, or sqlite',
        ko: 'postgres://사용자@호스트/데이터베이스?schema=이름, 또는 sqlite',
      },
      optional: true,
    },
  ],
  options: [],
  examples: [
    { command: 'pwos store', says: { en: 'Where everything lies', ko: '모든 것이 어디 있는지 봅니다' } },
    {
      command: 'pwos store copy postgres://group@db.example/pwos',
      says: { en: 'Share the store with the group', ko: '저장소를 그룹과 함께 씁니다' },
    },
  ],
  json: 'document',
  load: async () => (await import('../answers/store.ts')).storeAnswer,
}
