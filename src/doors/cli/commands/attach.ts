import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { run } from '../shapes.ts'

export const attachCommand: CommandShape = {
  name: 'attach',
  summary: summaries.attach,
  details: {
    en: 'Shows the same live view as `pwos run`. If no process leads the store, this one does. Ctrl-C detaches.',
    ko: '`pwos run`과 같은 화면을 보여 줍니다. 저장소를 이끄는 프로세스가 없으면 이 프로세스가 이끕니다. Ctrl-C를 누르면 떨어집니다.',
  },
  positional: [run],
  options: [],
  examples: [
    { command: 'pwos attach', says: { en: 'The newest run', ko: '가장 최근 실행' } },
    { command: 'pwos attach 20261123-0312', says: { en: 'By the beginning of its name', ko: '이름의 앞부분으로 고릅니다' } },
  ],
  json: 'lines',
  load: async () => (await import('../answers/attach.ts')).attachAnswer,
}
