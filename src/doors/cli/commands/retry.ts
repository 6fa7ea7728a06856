import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { detach, run, stageOrTask } from '../shapes.ts'

export const retryCommand: CommandShape = {
  name: 'retry',
  summary: summaries.retry,
  details: {
    en: 'Failed tasks, and those skipped behind them, are tried again with fresh budgets; then the run is followed.',
    ko: '실패한 작업과 그 때문에 건너뛴 작업을 새 예산으로 다시 시도하고 실행을 지켜봅니다.',
  },
  positional: [run, { ...stageOrTask, optional: true }],
  options: [detach],
  examples: [
    { command: 'pwos retry', says: { en: 'All failed tasks of the newest run', ko: '가장 최근 실행에서 실패한 작업 모두' } },
    { command: 'pwos retry 20261123-0312 fit', says: { en: 'One stage', ko: '한 단계만' } },
  ],
  json: 'lines',
  load: async () => (await import('../answers/retry.ts')).retryAnswer,
}
