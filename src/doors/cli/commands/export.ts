import { summaries } from '#operations/catalogue.ts'
import type { CommandShape } from '../command.ts'
import { file, parametersFile, set } from '../shapes.ts'

export const exportCommand: CommandShape = {
  name: 'export',
  summary: summaries.export,
  details: {
    en: 'Fills the keys of a sister task or template with what the workflow and its plan say. Where they say nothing a key is null or empty, and `unstated` says why.',
    ko: '자매 작업이나 템플릿의 키를 워크플로와 그 계획이 말하는 것으로 채웁니다. 말하는 것이 없는 키는 비어 있고, 그 이유는 `unstated`에 있습니다.',
  },
  positional: [file],
  options: [
    {
      name: 'for',
      kind: 'value',
      placeholder: 'NAME',
      choices: [
        'system-design',
        'integration-planning',
        'performance-architecture',
        'coordination-mechanisms',
        'workflow-design-tmpl',
        'system-architecture-tmpl',
      ],
      summary: { en: 'The task or template whose keys are filled', ko: '키를 채울 작업이나 템플릿' },
    },
    {
      name: 'format',
      kind: 'value',
      placeholder: 'FORMAT',
      choices: ['yaml', 'json'],
      summary: { en: 'yaml or json', ko: 'yaml 또는 json' },
    },
    {
      name: 'start',
      kind: 'value',
      placeholder: 'WHEN',
      summary: { en: 'Plan from this time on; now when left out', ko: '이 시각부터 계획합니다. 생략하면 지금' },
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
    {
      command: 'pwos export workflow.yaml --for system-design',
      says: { en: 'What the task system-design can go on with', ko: 'system-design 작업이 이어받을 내용' },
    },
    {
      command: 'pwos export workflow.yaml --for workflow-design-tmpl --format json -o design.json',
      says: { en: 'A template filled in, for a program', ko: '프로그램이 읽을, 채워진 템플릿' },
    },
  ],
  json: 'document',
  load: async () => (await import('../answers/export.ts')).exportAnswer,
}
