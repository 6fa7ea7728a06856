import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { run } from '../shapes.ts'

export const reportCommand: CommandShape = {
  name: 'report',
  summary: summaries.report,
  details: {
    en: 'One self-contained page: outcome, gates with measured values, timeline, resources, figures and files, parameters.',
    ko: '결과, 측정값이 담긴 관문, 시간표, 자원, 그림과 파일, 매개변수를 담은 한 장의 문서를 만듭니다.',
  },
  positional: [run],
  options: [
    {
      name: 'output',
      letter: 'o',
      kind: 'value',
      placeholder: 'FILE',
      completes: 'file',
      summary: { en: 'Where to write; report-RUN.html when left out', ko: '쓸 곳. 생략하면 report-실행.html' },
    },
  ],
  examples: [
    { command: 'pwos report', says: { en: 'Of the newest run', ko: '가장 최근 실행의 보고서' } },
    { command: 'pwos report 20261123 -o ising.html', says: { en: 'Named', ko: '이름을 정해서' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/report.ts')).reportAnswer,
}
