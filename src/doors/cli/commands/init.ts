import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'

export const initCommand: CommandShape = {
  name: 'init',
  summary: summaries.init,
  details: {
    en: 'Writes a small workflow that runs as it is, to be changed from there. Nothing that exists is overwritten.',
    ko: '그대로 실행되는 작은 워크플로를 써 줍니다. 거기서부터 고쳐 나가면 됩니다. 이미 있는 파일은 덮어쓰지 않습니다.',
  },
  positional: [
    {
      name: 'TEMPLATE',
      summary: { en: 'Which one; `--list` shows them', ko: '템플릿 이름. `--list`로 볼 수 있습니다' },
      optional: true,
      completes: 'template',
    },
  ],
  options: [
    { name: 'list', kind: 'flag', summary: { en: 'Show the templates', ko: '템플릿 목록을 보여 줍니다' } },
    {
      name: 'into',
      kind: 'value',
      placeholder: 'DIR',
      completes: 'folder',
      summary: { en: 'The folder to write to; the current one when left out', ko: '쓸 폴더. 생략하면 현재 폴더' },
    },
  ],
  examples: [
    { command: 'pwos init', says: { en: 'Writes workflow.yaml here', ko: '여기에 workflow.yaml을 씁니다' } },
    { command: 'pwos init --list', says: { en: 'Which templates there are', ko: '어떤 템플릿이 있는지 봅니다' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/init.ts')).initAnswer,
}
