import type { OptionShape, PositionalShape } from './command.ts'

/** Arguments and options that several commands share. */

export const file: PositionalShape = { name: 'FILE', summary: { en: 'The workflow file', ko: '워크플로 파일' }, completes: 'file' }

export const optionalFile: PositionalShape = {
  name: 'FILE',
  summary: { en: 'The workflow file; workflow.yaml when left out', ko: '워크플로 파일. 생략하면 workflow.yaml' },
  optional: true,
  completes: 'file',
}

export const run: PositionalShape = {
  name: 'RUN',
  summary: { en: 'A run, or the beginning of its name; the newest when left out', ko: '실행 이름이나 그 앞부분. 생략하면 가장 최근 실행' },
  optional: true,
  completes: 'run',
}

export const stageOrTask: PositionalShape = {
  name: 'STAGE[/TASK]',
  summary: {
    en: 'A stage, or one task of it by index or label: sample, sample/3, sample/L=8,T=2.1',
    ko: '단계, 또는 번호나 이름표로 고른 작업: sample, sample/3, sample/L=8,T=2.1',
  },
  completes: 'stage',
}

/** What waits for people. */
export const waitingWork: PositionalShape = {
  name: 'STAGE[/TASK]',
  summary: {
    en: 'What waits, as the inbox names it: sign-off, weigh/x=0.1',
    ko: '기다리는 일. 받은 일 목록에 나온 이름: sign-off, weigh/x=0.1',
  },
  completes: 'waiting',
}

export const as: OptionShape = {
  name: 'as',
  kind: 'value',
  placeholder: 'NAME',
  summary: {
    en: 'Who you are; else PWOS_AS, else your login name if the workflow has it',
    ko: '누구인지. 없으면 PWOS_AS, 그것도 없으면 워크플로에 있는 로그인 이름',
  },
}

export const set: OptionShape = {
  name: 'set',
  letter: 's',
  kind: 'many',
  placeholder: 'NAME=VALUE',
  summary: { en: 'Give a parameter a value; may be repeated', ko: '매개변수 값을 지정합니다. 여러 번 쓸 수 있습니다' },
}

export const parametersFile: OptionShape = {
  name: 'params-file',
  kind: 'value',
  placeholder: 'FILE',
  summary: {
    en: 'Take parameter values from a JSON or YAML file; --set goes before it',
    ko: 'JSON이나 YAML 파일에서 매개변수 값을 읽습니다. --set이 우선합니다',
  },
  completes: 'file',
}

export const reason: OptionShape = {
  name: 'reason',
  kind: 'value',
  placeholder: 'TEXT',
  summary: { en: 'Why; kept in the journal', ko: '이유. 일지에 남습니다' },
}

export const detach: OptionShape = {
  name: 'detach',
  kind: 'flag',
  summary: { en: 'Go on in the background and return at once', ko: '뒤에서 계속 진행하고 바로 돌아옵니다' },
}

/** Options that every command has. */
export const everywhere: readonly OptionShape[] = [
  { name: 'json', kind: 'flag', summary: { en: 'Answer in JSON, for programs', ko: '프로그램이 읽을 수 있게 JSON으로 답합니다' } },
  {
    name: 'store',
    kind: 'value',
    placeholder: 'DIR',
    summary: { en: 'The store, if it is not .pwos beside the workflow file', ko: '워크플로 파일 옆의 .pwos가 아닌 다른 저장소' },
    completes: 'folder',
  },
  {
    name: 'lang',
    kind: 'value',
    placeholder: 'LANG',
    choices: ['en', 'ko'],
    summary: { en: 'Language: en or ko', ko: '언어: en 또는 ko' },
  },
  {
    name: 'color',
    kind: 'value',
    placeholder: 'WHEN',
    choices: ['auto', 'always', 'never'],
    summary: { en: 'Colours: auto, always or never', ko: '색: auto, always, never' },
  },
]

export const on: OptionShape = {
  name: 'on',
  kind: 'value',
  placeholder: 'WORLD',
  summary: {
    en: 'Where stages run that do not say it themselves: `local`, `slurm` or `ssh`',
    ko: '따로 정하지 않은 단계를 실행할 곳: `local`, `slurm` 또는 `ssh`',
  },
}

export const site: OptionShape = {
  name: 'site',
  kind: 'value',
  placeholder: 'FILE',
  completes: 'file',
  summary: {
    en: 'Site profile of the cluster or the machine by SSH; else pwos.site.yaml beside the workflow file, if there is one',
    ko: '클러스터나 SSH로 쓰는 컴퓨터의 사이트 프로필. 없으면 워크플로 파일 옆의 pwos.site.yaml을 씁니다',
  },
}
