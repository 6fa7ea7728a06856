import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { file, on, parametersFile, set, site } from '../shapes.ts'

export const checkCommand: CommandShape = {
  name: 'check',
  summary: summaries.check,
  details: {
    en: 'Reports every problem with file, line and column, what was expected and the nearest correct spelling; then says what a run would consist of.',
    ko: '모든 문제를 파일, 줄, 열과 함께 알려 주고, 무엇이 와야 하는지와 가장 가까운 올바른 표기를 보여 줍니다. 그런 다음 실행이 어떻게 이루어질지 알려 줍니다.',
  },
  positional: [file],
  options: [
    {
      name: 'effectiveness',
      kind: 'flag',
      summary: {
        en: 'Judge how well the work is orchestrated too: coordination, resources, quality, monitoring',
        ko: '조율, 자원, 품질, 감시가 얼마나 잘 짜였는지도 판정합니다',
      },
    },
    on,
    site,
    set,
    parametersFile,
  ],
  examples: [
    {
      command: 'pwos check workflow.yaml',
      says: { en: 'List the problems, or say that there are none', ko: '문제를 나열하거나, 없다고 알려 줍니다' },
    },
    {
      command: 'pwos check workflow.yaml --effectiveness',
      says: { en: 'Scores, and what to write to make it better', ko: '점수와, 더 낫게 하려면 무엇을 쓸지' },
    },
    { command: 'pwos check workflow.yaml --json', says: { en: 'The same for an editor or a script', ko: '편집기나 스크립트를 위한 출력' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/check.ts')).checkAnswer,
}
