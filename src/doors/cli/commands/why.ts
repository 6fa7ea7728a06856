import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { optionalFile, parametersFile, set, stageOrTask } from '../shapes.ts'

export const whyCommand: CommandShape = {
  name: 'why',
  summary: summaries.why,
  details: {
    en: 'Compares each task’s key with that of its newest earlier result in the store, part by part, and shows old and new value where they differ. Nothing is run.',
    ko: '각 작업의 키를 저장소에 있는 가장 최근 결과의 키와 부분별로 견주어, 다른 곳의 옛 값과 새 값을 보여 줍니다. 아무것도 수행하지 않습니다.',
  },
  positional: [stageOrTask, optionalFile],
  options: [set, parametersFile],
  examples: [
    { command: 'pwos why fit', says: { en: 'Would the stage fit run again?', ko: 'fit 단계가 다시 수행될까요?' } },
    {
      command: 'pwos why sample/L=8,T=2.1 study.yaml --set sweeps=50000',
      says: { en: 'One task, with another parameter', ko: '매개변수를 바꾸었을 때 한 작업' },
    },
  ],
  json: 'document',
  load: async () => (await import('../answers/why.ts')).whyAnswer,
}
