import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { as, detach, file, parametersFile, run, set } from '../shapes.ts'

export const editCommand: CommandShape = {
  name: 'edit',
  summary: summaries.edit,
  details: {
    en: 'Shows what the changed file, or other parameters, would mean for a run: which results stay, what goes on, what is made again, added, dropped or stopped. Then, when you agree, a new run takes the place of the old one, in one step. Results that are still valid are taken over; attempts that compute what the new run wants go on.',
    ko: '바뀐 파일이나 다른 매개변수가 실행에 어떤 뜻인지 보여 줍니다. 남는 결과, 계속되는 것, 다시 만드는 것, 더해지는 것, 빠지는 것, 멈추는 것입니다. 동의하면 한 번에 새 실행이 옛 실행을 이어받습니다. 아직 유효한 결과는 그대로 쓰고, 새 실행이 원하는 것을 계산하던 시도는 계속됩니다.',
  },
  positional: [
    run,
    {
      ...file,
      optional: true,
      summary: { en: 'The changed file; the file of the run when left out', ko: '바뀐 파일. 생략하면 실행을 시작한 파일' },
    },
  ],
  options: [
    set,
    parametersFile,
    {
      name: 'rerun',
      kind: 'value',
      placeholder: 'STAGE',
      completes: 'stage',
      summary: {
        en: 'Make the results of this stage, and all that follow, anew; several with commas',
        ko: '이 단계와 그 뒤의 결과를 새로 만듭니다. 쉼표로 여럿을 줄 수 있습니다',
      },
    },
    { name: 'yes', letter: 'y', kind: 'flag', summary: { en: 'Do not ask', ko: '묻지 않습니다' } },
    { name: 'dry-run', kind: 'flag', summary: { en: 'Say what it would do; change nothing', ko: '무엇이 달라질지 알려 주기만 합니다' } },
    detach,
    as,
  ],
  examples: [
    { command: 'pwos edit', says: { en: 'The newest run, by its file as it is now', ko: '가장 최근 실행을 지금의 파일로' } },
    {
      command: 'pwos edit 20261123-0312 scan.yaml --dry-run',
      says: { en: 'What another file would mean', ko: '다른 파일이면 어떻게 되는지' },
    },
    { command: 'pwos edit --set sweeps=4000 --yes', says: { en: 'Other parameters', ko: '다른 매개변수로' } },
    { command: 'pwos edit --rerun calibrate', says: { en: 'A stage and what follows, again', ko: '한 단계와 그 뒤를 다시' } },
  ],
  json: 'lines',
  load: async () => (await import('../answers/edit.ts')).editAnswer,
}
