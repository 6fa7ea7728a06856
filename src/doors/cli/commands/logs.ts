import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { run, stageOrTask } from '../shapes.ts'

export const logsCommand: CommandShape = {
  name: 'logs',
  summary: summaries.logs,
  details: {
    en: 'Prints what the newest attempt of a task wrote. For a stage with many tasks, name one; without a task, the one that failed first, else the first.',
    ko: '작업의 가장 최근 시도가 출력한 내용을 보여 줍니다. 작업이 많은 단계에서는 작업을 지정하세요. 지정하지 않으면 먼저 실패한 작업, 없으면 첫 작업을 보여 줍니다.',
  },
  positional: [run, stageOrTask],
  options: [
    { name: 'follow', letter: 'f', kind: 'flag', summary: { en: 'Go on as the task writes', ko: '작업이 쓰는 대로 계속 보여 줍니다' } },
    {
      name: 'attempt',
      kind: 'value',
      placeholder: 'N',
      summary: { en: 'Another attempt than the newest', ko: '가장 최근이 아닌 다른 시도' },
    },
    {
      name: 'stream',
      kind: 'value',
      placeholder: 'WHICH',
      choices: ['both', 'out', 'err'],
      summary: { en: 'out, err or both', ko: 'out, err, both 가운데 하나' },
    },
    { name: 'lines', letter: 'n', kind: 'value', placeholder: 'N', summary: { en: 'Only the last lines', ko: '마지막 줄만' } },
  ],
  examples: [
    { command: 'pwos logs fit', says: { en: 'Of the newest run', ko: '가장 최근 실행에서' } },
    { command: 'pwos logs 20261123 sample/L=8,T=2.1 -f', says: { en: 'Follow one task', ko: '한 작업을 계속 지켜봅니다' } },
  ],
  json: 'lines',
  load: async () => (await import('../answers/logs.ts')).logsAnswer,
}
