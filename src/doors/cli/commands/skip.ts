import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { reason, stageOrTask } from '../shapes.ts'

export const skipCommand: CommandShape = {
  name: 'skip',
  summary: summaries.skip,
  details: {
    en: 'Tasks that have not begun are not run, and what reads them alone is skipped as well; a fan-in does without them. A reason is needed, and is kept in the journal and shown by explain and report.',
    ko: '아직 시작하지 않은 작업을 수행하지 않고, 그것만 읽는 작업도 건너뜁니다. 모으는 단계는 그것 없이 진행합니다. 이유가 필요하며 일지에 남아 explain과 보고서에 나옵니다.',
  },
  positional: [stageOrTask],
  options: [
    {
      name: 'run',
      kind: 'value',
      placeholder: 'RUN',
      summary: { en: 'The run, if it is not the newest', ko: '가장 최근 실행이 아닌 다른 실행' },
    },
    reason,
  ],
  examples: [{ command: 'pwos skip sample/L=32,T=2.6 --reason "outside of the window"', says: { en: 'One task', ko: '작업 하나' } }],
  json: 'document',
  load: async () => (await import('../answers/skip.ts')).skipAnswer,
}
