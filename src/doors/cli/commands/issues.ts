import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { as, reason, run } from '../shapes.ts'

export const issuesCommand: CommandShape = {
  name: 'issues',
  summary: summaries.issues,
  details: {
    en: 'A gate that did not pass, and a failure that nothing repaired, open an issue. It is resolved when every task has passed since, by a waiver, or by a person.',
    ko: '통과하지 못한 관문과 복구되지 않은 실패는 이슈가 됩니다. 이후 모든 작업이 통과하거나, 면제되거나, 사람이 해결하면 닫힙니다.',
  },
  positional: [
    { ...run, summary: { en: 'A run; the newest of each workflow when left out', ko: '실행. 생략하면 워크플로마다 가장 최근 실행' } },
  ],
  options: [{ name: 'all', kind: 'flag', summary: { en: 'Resolved ones too, of all runs', ko: '해결된 것까지, 모든 실행에서' } }],
  examples: [{ command: 'pwos issues', says: { en: 'What is open', ko: '열려 있는 이슈' } }],
  json: 'document',
  load: async () => (await import('../answers/issues.ts')).issuesAnswer,
}

export const issueCommand: CommandShape = {
  name: 'issue',
  summary: summaries.issue,
  details: {
    en: 'What is said is kept in the journal of the run, also when that is over, and shown in its report.',
    ko: '남긴 말은 실행이 끝났더라도 그 일지에 기록되고 보고서에 나타납니다.',
  },
  positional: [
    { name: 'ID', summary: { en: 'RUN#1, or the number alone for the newest run', ko: 'RUN#1, 또는 가장 최근 실행이면 번호만' } },
    { name: 'ACTION', summary: { en: 'resolve, assign or reopen', ko: 'resolve, assign, reopen 중 하나' } },
    { name: 'NAME', summary: { en: 'To whom it is assigned', ko: '맡을 사람' }, optional: true },
  ],
  options: [reason, as],
  examples: [
    { command: 'pwos issue 1 assign kim', says: { en: 'Give it to somebody', ko: '맡기기' } },
    {
      command: 'pwos issue 1 resolve --reason "the detector was warmed up"',
      says: { en: 'Say that it is resolved', ko: '해결했다고 남기기' },
    },
  ],
  json: 'document',
  load: async () => (await import('../answers/issues.ts')).issueAnswer,
}
