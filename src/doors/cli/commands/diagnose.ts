import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'

export const diagnoseCommand: CommandShape = {
  name: 'diagnose',
  summary: summaries.diagnose,
  details: {
    en: 'Reads a log, all files of a folder, or what a failed task of a run printed, and looks for what the rule packs know. Says the cause, the line that proves it, where the fact comes from, and what helps, in order. Where nothing is known it says so and shows the last lines.',
    ko: '로그, 폴더의 모든 파일, 또는 실행에서 실패한 작업이 출력한 것을 읽고 규칙 묶음이 아는 것을 찾습니다. 원인, 그것을 보여 주는 줄, 근거의 출처, 해 볼 일을 차례로 알려 줍니다. 모르면 모른다고 하고 마지막 줄들을 보여 줍니다.',
  },
  positional: [
    {
      name: 'WHAT',
      summary: { en: 'A log, a folder, or RUN[/STAGE[/TASK]]', ko: '로그, 폴더, 또는 실행[/단계[/작업]]' },
      completes: 'file',
    },
  ],
  options: [
    {
      name: 'pack',
      kind: 'many',
      placeholder: 'FILE',
      summary: { en: 'A rule pack of your own, asked first', ko: '먼저 쓸 나의 규칙 묶음' },
      completes: 'file',
    },
    {
      name: 'exit-code',
      kind: 'value',
      placeholder: 'N',
      summary: { en: 'What the program exited with, where only its log is there', ko: '로그만 있을 때 프로그램의 종료 코드' },
    },
  ],
  examples: [
    { command: 'pwos diagnose slurm-812.out', says: { en: 'A log from anywhere', ko: '어디서 온 로그든' } },
    { command: 'pwos diagnose 20261123/scf', says: { en: 'What failed in a stage of a run', ko: '실행의 한 단계에서 실패한 것' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/diagnose.ts')).diagnoseAnswer,
}
