import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { as, run, waitingWork } from '../shapes.ts'

export const delegateCommand: CommandShape = {
  name: 'delegate',
  summary: summaries.delegate,
  details: {
    en: 'Hands what waits for you to another person of the workflow: work to one who is free, a decision to one who is not asked already and would be independent.',
    ko: '나를 기다리는 일을 워크플로의 다른 사람에게 넘깁니다. 일은 지금 비어 있는 사람에게, 결정은 아직 요청받지 않았고 독립인 사람에게 넘깁니다.',
  },
  positional: [run, waitingWork],
  options: [
    { name: 'to', kind: 'value', placeholder: 'NAME', summary: { en: 'Who does it, or decides, instead', ko: '대신 하거나 결정할 사람' } },
    as,
  ],
  examples: [
    {
      command: 'pwos delegate sign-off --to park --as kim',
      says: { en: 'Park decides in the place of Kim', ko: '김 대신 박이 결정합니다' },
    },
  ],
  json: 'document',
  load: async () => (await import('../answers/delegate.ts')).delegateAnswer,
}
