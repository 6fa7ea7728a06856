import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { file, parametersFile, set } from '../shapes.ts'

export const graphCommand: CommandShape = {
  name: 'graph',
  summary: summaries.graph,
  details: {
    en: 'Draws stages as boxes with the number of their tasks, and arrows for what they hand on.',
    ko: '단계를 작업 수가 적힌 상자로, 넘겨주는 것을 화살표로 그립니다.',
  },
  positional: [file],
  options: [
    {
      name: 'format',
      kind: 'value',
      placeholder: 'FORMAT',
      choices: ['text', 'mermaid', 'dot', 'svg'],
      summary: { en: 'text, mermaid, dot or svg', ko: 'text, mermaid, dot, svg 가운데 하나' },
    },
    {
      name: 'output',
      letter: 'o',
      kind: 'value',
      placeholder: 'FILE',
      completes: 'file',
      summary: { en: 'Write to a file', ko: '파일에 씁니다' },
    },
    set,
    parametersFile,
  ],
  examples: [
    { command: 'pwos graph workflow.yaml', says: { en: 'Draw in the terminal', ko: '터미널에 그립니다' } },
    {
      command: 'pwos graph workflow.yaml --format svg -o graph.svg',
      says: { en: 'A drawing for a paper or a talk', ko: '논문이나 발표에 쓸 그림' },
    },
    {
      command: 'pwos graph workflow.yaml --format mermaid',
      says: { en: 'For a page that understands Mermaid', ko: 'Mermaid를 아는 문서에 넣을 글' },
    },
  ],
  json: 'document',
  load: async () => (await import('../answers/graph.ts')).graphAnswer,
}
