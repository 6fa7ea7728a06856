import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { as, detach, file, on, parametersFile, set, site } from '../shapes.ts'

export const runCommand: CommandShape = {
  name: 'run',
  summary: summaries.run,
  details: {
    en: 'Checks the file, then runs its stages, on this machine unless they or `--on` say otherwise. If an unfinished run has the same definition and parameters, that one is continued. Results that the store already has under the same key are reused. Ctrl-C detaches and the run goes on in the background; a second Ctrl-C cancels it.',
    ko: '파일을 검사한 뒤 단계를 실행합니다. 단계나 `--on`에서 정하지 않으면 이 컴퓨터에서 실행합니다. 정의와 매개변수가 같은 끝나지 않은 실행이 있으면 그것을 이어 갑니다. 같은 키의 결과가 저장소에 있으면 다시 씁니다. Ctrl-C를 누르면 화면만 떨어지고 실행은 뒤에서 계속됩니다. 한 번 더 누르면 취소합니다.',
  },
  positional: [file],
  options: [
    set,
    parametersFile,
    detach,
    {
      name: 'until',
      kind: 'value',
      placeholder: 'STAGE',
      completes: 'stage',
      summary: {
        en: 'Only this stage and what it needs; several with commas',
        ko: '이 단계와 그에 필요한 것만. 쉼표로 여럿을 줄 수 있습니다',
      },
    },
    on,
    site,
    {
      name: 'controller-job',
      kind: 'flag',
      summary: {
        en: 'A job of the cluster leads the run, and the next one when its time is over; nothing stays on this machine',
        ko: '클러스터의 작업이 실행을 이끌고, 시간이 다 되면 다음 작업이 이어받습니다. 이 컴퓨터에는 아무것도 남지 않습니다',
      },
    },
    {
      name: 'dry-run',
      kind: 'flag',
      summary: {
        en: 'Say what would run and what would be reused; start nothing',
        ko: '무엇이 수행되고 무엇이 재사용될지만 알려 주고 시작하지 않습니다',
      },
    },
    {
      name: 'new',
      kind: 'flag',
      summary: { en: 'Start another run even if an unfinished one is the same', ko: '끝나지 않은 같은 실행이 있어도 새로 시작합니다' },
    },
    as,
  ],
  examples: [
    { command: 'pwos run workflow.yaml', says: { en: 'Run and follow', ko: '실행하고 지켜봅니다' } },
    {
      command: 'pwos run workflow.yaml --set sweeps=50000 --set sizes=[8,16]',
      says: { en: 'With other parameters', ko: '매개변수를 바꾸어 실행합니다' },
    },
    {
      command: 'pwos run workflow.yaml --detach',
      says: { en: 'In the background; the name of the run is printed', ko: '뒤에서 실행하고 실행 이름을 출력합니다' },
    },
    { command: 'pwos run workflow.yaml --on slurm', says: { en: 'As jobs of a cluster', ko: '클러스터의 작업으로 실행합니다' } },
    { command: 'pwos run workflow.yaml --dry-run', says: { en: 'What would run', ko: '무엇이 수행될지 봅니다' } },
  ],
  json: 'lines',
  load: async () => (await import('../answers/run.ts')).runAnswer,
}
