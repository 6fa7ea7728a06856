import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'

export const qualityCommand: CommandShape = {
  name: 'quality',
  summary: summaries.quality,
  details: {
    en: 'First-pass yield, rework and the time that failed gates cost; every gate from run to run; and control charts of the metrics (Shewhart, EWMA, CUSUM), which show a drift before a gate fails. One value a run counts, over a fan-out their mean; results that were reused do not. The first 20 values are what is normal, or all where there are fewer.',
    ko: '한 번에 통과한 비율, 재작업, 불통과한 관문이 쓴 시간, 실행마다의 관문 판정, 그리고 관문이 실패하기 전에 드리프트를 보여 주는 메트릭 관리도(Shewhart, EWMA, CUSUM)를 보여 줍니다. 실행마다 값 하나(팬아웃은 평균)를 쓰고, 재사용한 결과는 세지 않습니다. 처음 20개 값, 모자라면 전체를 정상으로 봅니다.',
  },
  positional: [
    {
      name: 'WORKFLOW|METRIC',
      summary: {
        en: 'A workflow, or a metric such as tc or fit.tc; all when left out',
        ko: '워크플로, 또는 tc나 fit.tc 같은 메트릭. 생략하면 전부',
      },
      optional: true,
    },
  ],
  options: [
    {
      name: 'svg',
      kind: 'value',
      placeholder: 'FILE',
      completes: 'file',
      summary: { en: 'Write the control charts to a file', ko: '관리도를 파일에 씁니다' },
    },
    {
      name: 'baseline',
      kind: 'value',
      placeholder: 'N',
      summary: { en: 'The first N values are what is normal; at least 5', ko: '처음 N개 값을 정상으로 봅니다. 5 이상' },
    },
    {
      name: 'rules',
      kind: 'value',
      placeholder: 'RULES',
      choices: ['western-electric', 'nelson'],
      summary: {
        en: 'Rules for points together: western-electric or nelson',
        ko: '여러 점을 함께 보는 규칙: western-electric 또는 nelson',
      },
    },
  ],
  examples: [
    { command: 'pwos quality', says: { en: 'Over all runs of the store', ko: '저장소의 모든 실행에 대해' } },
    { command: 'pwos quality calibrate.gain --svg gain.svg', says: { en: 'One metric, with its charts', ko: '메트릭 하나와 그 관리도' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/quality.ts')).qualityAnswer,
}
