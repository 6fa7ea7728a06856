import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { as, run, waitingWork } from '../shapes.ts'

export const answerCommand: CommandShape = {
  name: 'answer',
  summary: summaries.answer,
  details: {
    en: 'Answers the form of work that waits for you. Numbers may carry a unit of the same kind (0.3 g for a field in mg). Files are copied, checked and published like the outputs of any task. Without answers, in a terminal, the form is gone through field by field.',
    ko: '나를 기다리는 일의 양식에 답합니다. 숫자에는 같은 종류의 단위를 붙일 수 있습니다(mg 항목에 0.3 g). 파일은 복사하고 검사한 뒤 다른 작업의 출력처럼 내보냅니다. 터미널에서 답 없이 실행하면 항목마다 차례로 묻습니다.',
  },
  positional: [
    run,
    waitingWork,
    {
      name: 'FIELD=VALUE',
      summary: { en: 'Answers, any number', ko: '답. 여러 개를 쓸 수 있습니다' },
      optional: true,
      pairs: true,
    },
  ],
  options: [
    {
      name: 'file',
      kind: 'value',
      placeholder: 'FILE',
      completes: 'file',
      summary: {
        en: 'Take answers from a JSON or YAML file; FIELD=VALUE goes before it',
        ko: 'JSON이나 YAML 파일에서 답을 읽습니다. 항목=값이 우선합니다',
      },
    },
    {
      name: 'attach',
      kind: 'many',
      placeholder: 'OUTPUT=PATH',
      completes: 'file',
      summary: { en: 'Hand in a file or folder; may be repeated', ko: '파일이나 폴더를 냅니다. 여러 번 쓸 수 있습니다' },
    },
    as,
  ],
  examples: [
    {
      command: 'pwos answer prepare/x=0.1 silicon=181.2 germanium="0.052 g" --attach photograph=capillary.jpg',
      says: { en: 'With a file handed in', ko: '파일과 함께 답합니다' },
    },
    { command: 'pwos answer 20261123 assess --file answers.yaml --as sora', says: { en: 'Answers from a file', ko: '파일에 적은 답' } },
    { command: 'pwos answer assess', says: { en: 'Be asked field by field', ko: '항목마다 묻게 합니다' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/answer.ts')).answerAnswer,
}
