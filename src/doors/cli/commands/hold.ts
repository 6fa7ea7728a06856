import { summaries } from '#operations/catalogue.ts'
import type { CommandShape, PositionalShape } from '../command.ts'
import { reason } from '../shapes.ts'

const stage: PositionalShape = { name: 'STAGE', summary: { en: 'A stage of the run', ko: '실행의 단계' }, completes: 'stage' }
const run = {
  name: 'run',
  kind: 'value',
  placeholder: 'RUN',
  summary: { en: 'The run, if it is not the newest', ko: '가장 최근 실행이 아닌 다른 실행' },
} as const

export const holdCommand: CommandShape = {
  name: 'hold',
  summary: summaries.hold,
  details: {
    en: 'What runs of the stage goes on to its end; nothing more of it is started until `pwos release`. The rest of the run goes on.',
    ko: '그 단계에서 수행 중인 것은 끝까지 가고, `pwos release`를 할 때까지 새로 시작하지 않습니다. 나머지 단계는 계속됩니다.',
  },
  positional: [stage],
  options: [run, reason],
  examples: [{ command: 'pwos hold fit --reason "the calibration looks wrong"', says: { en: 'Hold a stage', ko: '한 단계를 멈춥니다' } }],
  json: 'document',
  load: async () => (await import('../answers/hold.ts')).holdAnswer,
}

export const releaseCommand: CommandShape = {
  name: 'release',
  summary: summaries.release,
  details: { en: 'Its tasks stand in line again as they did.', ko: '그 단계의 작업이 다시 차례를 기다립니다.' },
  positional: [stage],
  options: [run],
  examples: [{ command: 'pwos release fit', says: { en: 'Let the stage go on', ko: '단계를 다시 진행합니다' } }],
  json: 'document',
  load: async () => (await import('../answers/hold.ts')).releaseAnswer,
}
