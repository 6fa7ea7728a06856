import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { run, stageOrTask } from '../shapes.ts'

export const explainCommand: CommandShape = {
  name: 'explain',
  summary: summaries.explain,
  details: {
    en: 'Says for a task what it waits for, how it was judged, or why it was skipped.',
    ko: '작업이 무엇을 기다리는지, 어떻게 판정되었는지, 왜 건너뛰었는지 알려 줍니다.',
  },
  positional: [run, stageOrTask],
  options: [],
  examples: [
    { command: 'pwos explain fit', says: { en: 'Why is it not running?', ko: '왜 수행되지 않을까요?' } },
    { command: 'pwos explain 20261123 sample/7', says: { en: 'One task of an older run', ko: '예전 실행의 한 작업' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/explain.ts')).explainAnswer,
}
