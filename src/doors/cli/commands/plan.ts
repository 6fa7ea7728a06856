import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { file, on, parametersFile, set, site } from '../shapes.ts'

export const planCommand: CommandShape = {
  name: 'plan',
  summary: summaries.plan,
  details: {
    en: 'Schedules the workflow over computers, people and instruments, and simulates many runs of it with the engine that would run it: when it ends, how sure that is, what decides it, who waits for whom. Durations come from the file and from earlier runs in the store. With -o FILE.md it writes the whole plan as a document; written again, the document becomes its next revision.',
    ko: '컴퓨터, 사람, 장비에 걸쳐 워크플로의 일정을 짜고, 실제로 실행할 엔진으로 여러 번 모의실행합니다. 언제 끝나는지, 얼마나 확실한지, 무엇이 끝을 정하는지, 누가 누구를 기다리는지 알려 줍니다. 소요 시간은 파일과 저장소의 지난 실행에서 얻습니다. -o FILE.md를 주면 전체 계획을 문서로 쓰고, 다시 쓰면 다음 판이 됩니다.',
  },
  positional: [file],
  options: [
    {
      name: 'what-if',
      kind: 'many',
      placeholder: 'CHANGE',
      summary: {
        en: 'Plan a change too and compare: cpu=64, analyst-1=away:2026-12-01/2026-12-07, sample.time=x0.5; may be repeated',
        ko: '바꾼 계획과 비교합니다: cpu=64, analyst-1=away:2026-12-01/2026-12-07, sample.time=x0.5. 여러 번 쓸 수 있습니다',
      },
    },
    {
      name: 'deadline',
      kind: 'flag',
      summary: {
        en: 'Say what is the least that must be added to meet the deadline',
        ko: '마감을 지키려면 최소한 무엇을 더해야 하는지 알려 줍니다',
      },
    },
    {
      name: 'rest',
      kind: 'flag',
      summary: {
        en: 'Plan only what a run now would not find in the store',
        ko: '지금 실행하면 저장소에서 찾지 못할 것만 계획합니다',
      },
    },
    {
      name: 'start',
      kind: 'value',
      placeholder: 'WHEN',
      summary: {
        en: 'Plan from this time on, such as 2026-12-01T09:00; now when left out',
        ko: '이 시각부터 계획합니다. 예: 2026-12-01T09:00. 생략하면 지금',
      },
    },
    {
      name: 'output',
      letter: 'o',
      kind: 'value',
      placeholder: 'FILE',
      completes: 'file',
      summary: {
        en: 'Write to a file; a name ending in .md gets the whole document',
        ko: '파일에 씁니다. 이름이 .md로 끝나면 전체 문서를 씁니다',
      },
    },
    {
      name: 'force',
      kind: 'flag',
      summary: {
        en: 'Overwrite a Markdown file that is no plan of PWOS',
        ko: 'PWOS 계획 문서가 아닌 마크다운 파일도 덮어씁니다',
      },
    },
    {
      name: 'format',
      kind: 'value',
      placeholder: 'FORMAT',
      choices: ['svg', 'html', 'csv', 'ical', 'json'],
      summary: { en: 'The schedule as svg, html, csv, ical or json', ko: '일정을 svg, html, csv, ical, json 가운데 하나로' },
    },
    {
      name: 'seeds',
      kind: 'value',
      placeholder: 'N',
      summary: {
        en: 'Simulated runs of the forecast, 0 for none; 1000 when left out, fewer of a large workflow',
        ko: '예측에 쓸 모의실행 수, 0이면 예측하지 않음. 생략하면 1000, 큰 워크플로에서는 더 적게',
      },
    },
    {
      name: 'effort',
      kind: 'value',
      placeholder: 'N',
      summary: { en: 'Schedules that the search may make; 2000 when left out', ko: '탐색이 만들 수 있는 일정 수. 생략하면 2000' },
    },
    on,
    site,
    set,
    parametersFile,
  ],
  examples: [
    {
      command: 'pwos plan workflow.yaml',
      says: { en: 'When it will end, and what decides that', ko: '언제 끝나고 무엇이 그것을 정하는지' },
    },
    {
      command: 'pwos plan workflow.yaml --what-if cpu=64 --what-if sample.time=x0.5',
      says: { en: 'Two changes beside the plan, in one table', ko: '두 가지 변경을 계획과 함께 한 표로' },
    },
    {
      command: 'pwos plan workflow.yaml -o workflow-orchestration-plan.md',
      says: { en: 'The plan as a document, with charts beside it', ko: '계획 문서와 그림' },
    },
    { command: 'pwos plan workflow.yaml --format ical -o beamtime.ics', says: { en: 'For a calendar', ko: '달력에 넣기' } },
  ],
  json: 'document',
  load: async () => (await import('../answers/plan.ts')).planAnswer,
}
