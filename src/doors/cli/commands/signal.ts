import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'

export const signalCommand: CommandShape = {
  name: 'signal',
  summary: summaries.signal,
  details: {
    en: 'Every run that is not over and whose file declares the signal receives it, or only the one named with --run. A run keeps it until a stage awaits it.',
    ko: '끝나지 않은 실행 가운데 파일에 그 신호가 선언된 것이 모두 받습니다. --run을 쓰면 그 실행만 받습니다. 받은 신호는 단계가 기다릴 때까지 남아 있습니다.',
  },
  positional: [
    { name: 'NAME', summary: { en: 'The signal, as `signals` of the file names it', ko: '파일의 `signals`에 있는 신호 이름' } },
    {
      name: 'FIELD=VALUE',
      summary: { en: 'What it tells; a unit may stand with the value', ko: '신호의 내용. 값에 단위를 붙일 수 있습니다' },
      optional: true,
      pairs: true,
    },
  ],
  options: [
    {
      name: 'run',
      kind: 'value',
      placeholder: 'RUN',
      summary: { en: 'To this run alone; the beginning of its name is enough', ko: '이 실행에만 보냅니다. 이름의 앞부분만 써도 됩니다' },
    },
    {
      name: 'from',
      kind: 'value',
      placeholder: 'NAME',
      summary: { en: 'Who or what sends it; kept in the journal', ko: '보내는 사람이나 장치. 일지에 남습니다' },
    },
  ],
  examples: [
    {
      command: 'pwos signal beam_ready energy=12.4 shift=A',
      says: { en: 'Tell all runs that the beam is there', ko: '모든 실행에 빔이 준비되었음을 알립니다' },
    },
    { command: 'pwos signal go --run 20261123-0312', says: { en: 'To one run', ko: '한 실행에만' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/signal.ts')).signalAnswer,
}
