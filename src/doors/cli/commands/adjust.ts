import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'

export const adjustCommand: CommandShape = {
  name: 'adjust',
  summary: summaries.adjust,
  details: {
    en: 'What runs keeps what it holds: where a pool is made smaller than what is held, nothing that needs it starts until enough was given back. With `--preempt` tasks whose stage has `checkpoint` save their state, give their place, and go on when there is room. Parameters and stages are changed with `pwos edit`.',
    ko: '수행 중인 작업은 쥔 것을 그대로 씁니다. 쓰이는 것보다 자원을 줄이면 충분히 돌아올 때까지 그 자원이 필요한 작업은 시작하지 않습니다. `--preempt`를 쓰면 `checkpoint`가 있는 단계의 작업은 상태를 저장하고 자리를 비켰다가 자리가 나면 이어서 합니다. 매개변수와 단계는 `pwos edit`으로 바꿉니다.',
  },
  positional: [
    {
      name: 'POOL=AMOUNT',
      summary: { en: 'A new amount: cpu=8, memory=16GB, licence=+1, cpu=x0.5', ko: '새로운 양: cpu=8, memory=16GB, licence=+1, cpu=x0.5' },
      optional: true,
    },
  ],
  options: [
    {
      name: 'pool',
      kind: 'many',
      placeholder: 'POOL=AMOUNT',
      summary: { en: 'Another pool; may be repeated', ko: '다른 자원. 여러 번 쓸 수 있습니다' },
    },
    {
      name: 'priority',
      kind: 'value',
      placeholder: 'N',
      summary: { en: 'From -1000 to 1000; higher goes first', ko: '-1000에서 1000까지. 클수록 먼저' },
    },
    {
      name: 'preempt',
      kind: 'flag',
      summary: {
        en: 'What does not fit any more gives its place, if it can save its state',
        ko: '더는 맞지 않는 작업 중 상태를 저장할 수 있는 것이 자리를 비킵니다',
      },
    },
    {
      name: 'run',
      kind: 'value',
      placeholder: 'RUN',
      summary: { en: 'The run, if it is not the newest', ko: '가장 최근 실행이 아닌 다른 실행' },
    },
  ],
  examples: [
    { command: 'pwos adjust cpu=8', says: { en: 'Use eight cores from now on', ko: '이제부터 코어 여덟 개를 씁니다' } },
    { command: 'pwos adjust --run 20261123-0312 --priority 10', says: { en: 'Let a run go first', ko: '한 실행을 먼저 보냅니다' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/adjust.ts')).adjustAnswer,
}
