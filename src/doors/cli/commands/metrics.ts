import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { run } from '../shapes.ts'

export const metricsCommand: CommandShape = {
  name: 'metrics',
  summary: summaries.metrics,
  details: {
    en: 'Without a name, all metrics of the run. With one, its value in every task, drawn against the `foreach` value that differs most among them; arrays and histograms are drawn as what they are.',
    ko: '이름이 없으면 실행의 모든 메트릭을 보여 줍니다. 이름을 주면 작업마다의 값을 보여 주고, 작업 사이에서 가장 많이 다른 `foreach` 값에 대해 그립니다. 배열과 히스토그램은 그대로 그립니다.',
  },
  positional: [
    run,
    { name: 'METRIC', summary: { en: 'A metric: energy, or relax.energy', ko: '메트릭: energy 또는 relax.energy' }, optional: true },
  ],
  options: [
    {
      name: 'follow',
      letter: 'f',
      kind: 'flag',
      summary: {
        en: 'Show what comes while tasks run, until the run is over',
        ko: '작업이 수행되는 동안 들어오는 값을 실행이 끝날 때까지 보여 줍니다',
      },
    },
    { name: 'csv', kind: 'flag', summary: { en: 'Answer as a table of CSV', ko: 'CSV 표로 답합니다' } },
  ],
  examples: [
    { command: 'pwos metrics', says: { en: 'What the newest run measured', ko: '가장 최근 실행이 측정한 것' } },
    { command: 'pwos metrics 20261123 binder.u4', says: { en: 'One metric, with a plot', ko: '메트릭 하나와 그 그림' } },
    { command: 'pwos metrics 20261123 u4 --csv > u4.csv', says: { en: 'For another program', ko: '다른 프로그램에 넘기기' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/metrics.ts')).metricsAnswer,
}
