import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { as, detach, reason, run } from '../shapes.ts'

export const waiveCommand: CommandShape = {
  name: 'waive',
  summary: summaries.waive,
  details: {
    en: 'The results that this gate kept back pass, nothing is computed again, and what was skipped behind them runs. Who did it and why stays in the journal, the summary and the report.',
    ko: '이 관문에 막힌 결과가 통과합니다. 다시 계산하지 않으며, 그 때문에 건너뛴 작업을 수행합니다. 누가 왜 했는지는 일지와 요약, 보고서에 남습니다.',
  },
  positional: [
    run,
    {
      name: 'STAGE[/TASK].GATE',
      summary: {
        en: 'The gate of a stage, or of one task of it: fit.agrees, sample/L=8,T=2.1.converged',
        ko: '단계의 관문, 또는 한 작업의 관문: fit.agrees, sample/L=8,T=2.1.converged',
      },
    },
  ],
  options: [reason, as, detach],
  examples: [
    {
      command: 'pwos waive fit.agrees --reason "the reference is being corrected" --as kim',
      says: { en: 'In the newest run', ko: '가장 최근 실행에서' },
    },
  ],
  json: 'lines',
  load: async () => (await import('../answers/waive.ts')).waiveAnswer,
}
