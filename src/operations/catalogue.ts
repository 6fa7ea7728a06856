import type { Text } from '#expression/text.ts'

/**
 * Everything PWOS can be asked, in the order in which a person meets it. Names and summaries only, so that a
 * door can list them without loading what carries them out.
 */
export const summaries = {
  init: { en: 'Start a workflow from a template', ko: '템플릿으로 워크플로 시작하기' },
  check: { en: 'Check a workflow file and list every problem', ko: '워크플로 파일을 검사하고 모든 문제 보기' },
  graph: { en: 'Draw the stages of a workflow and what they wait for', ko: '워크플로의 단계와 의존 관계 그리기' },
  plan: {
    en: 'Say when a workflow will end, what decides that, and what would change it',
    ko: '워크플로가 언제 끝나고 무엇이 그것을 정하며 무엇이 바꾸는지 알아보기',
  },
  export: {
    en: 'Give a plan to other tasks and templates, with the keys that they have',
    ko: '계획을 다른 작업과 템플릿의 키에 맞춰 내보내기',
  },
  run: { en: 'Run a workflow, or continue its unfinished run', ko: '워크플로를 실행하거나 끝나지 않은 실행 이어 하기' },
  why: { en: 'Say before a run which tasks would run again, and why', ko: '실행하기 전에 어떤 작업이 왜 다시 수행되는지 알아보기' },
  attach: { en: 'Follow a run that goes on', ko: '진행 중인 실행 지켜보기' },
  runs: { en: 'List the runs of the store', ko: '저장소의 실행 목록 보기' },
  status: { en: 'Show how far a run is', ko: '실행이 어디까지 왔는지 보기' },
  logs: { en: 'Show what a task printed', ko: '작업이 출력한 내용 보기' },
  metrics: { en: 'Show what the tasks of a run measured', ko: '실행의 작업들이 측정한 것 보기' },
  explain: {
    en: 'Say why a task is where it is: which input, pool or gate',
    ko: '작업이 왜 그 상태인지 설명하기: 어떤 입력, 자원, 관문 때문인지',
  },
  diagnose: {
    en: 'Say why a program failed, what proves it, and what helps',
    ko: '프로그램이 왜 실패했는지, 무엇이 그것을 보여 주는지, 어떻게 하면 되는지 알아보기',
  },
  inbox: { en: 'Show what waits for a person', ko: '사람을 기다리는 일 보기' },
  answer: { en: 'Answer work that was asked of you, and hand in files', ko: '요청받은 일에 답하고 파일 내기' },
  approve: { en: 'Approve what an approval asks for', ko: '승인 요청에 동의하기' },
  reject: { en: 'Refuse what an approval asks for', ko: '승인 요청 거절하기' },
  delegate: { en: 'Hand work or a decision to another person', ko: '일이나 결정을 다른 사람에게 넘기기' },
  waive: {
    en: 'Let results pass that a gate kept back, with a name and a reason',
    ko: '관문에 막힌 결과를 이름과 사유를 남기고 통과시키기',
  },
  issues: { en: 'List the quality issues of runs', ko: '실행의 품질 이슈 보기' },
  issue: { en: 'Resolve a quality issue, reopen it, or give it to somebody', ko: '품질 이슈를 해결하거나 다시 열거나 맡기기' },
  pause: { en: 'Start nothing more of a run until it is unpaused', ko: '다시 시작할 때까지 실행의 새 작업을 멈추기' },
  unpause: { en: 'Let a paused run go on', ko: '멈춘 실행 다시 진행하기' },
  hold: { en: 'Start nothing more of a stage until it is released', ko: '풀어 줄 때까지 한 단계의 새 작업을 멈추기' },
  release: { en: 'Let a held stage go on', ko: '멈춘 단계 다시 진행하기' },
  skip: { en: 'Say that tasks which have not begun are not to run', ko: '아직 시작하지 않은 작업을 건너뛰게 하기' },
  adjust: { en: 'Give a run more or less of its pools, or another priority', ko: '실행의 자원 양이나 우선순위 바꾸기' },
  cancel: { en: 'Stop a run and what it has running', ko: '실행과 수행 중인 작업을 모두 취소하기' },
  serve: { en: 'Begin runs by themselves: on a schedule, new files, signals', ko: '일정, 새 파일, 신호에 따라 실행을 저절로 시작하기' },
  starts: { en: 'Show what begins by itself, when, and what became of it', ko: '저절로 시작하는 것과 그 결과 보기' },
  signal: { en: 'Tell runs something that they wait for', ko: '실행이 기다리는 신호 보내기' },
  edit: { en: 'Let a changed file take the place of a run', ko: '바뀐 파일로 실행을 이어받게 하기' },
  retry: { en: 'Try the failed tasks of a run again', ko: '실행에서 실패한 작업 다시 시도하기' },
  resume: { en: 'Carry on with unfinished runs after a crash or reboot', ko: '장애나 재부팅 뒤에 끝나지 않은 실행 이어 하기' },
  report: { en: 'Write the HTML report of a run', ko: '실행의 HTML 보고서 만들기' },
  store: {
    en: 'Say where the store is, or copy its journal to another database',
    ko: '저장소가 어디 있는지 보거나 일지를 다른 데이터베이스로 복사하기',
  },
  quality: {
    en: 'Say how quality has gone from run to run: yields, gates, control charts',
    ko: '실행에 따른 품질 보기: 수율, 관문, 관리도',
  },
  clean: { en: 'Delete what finished runs left behind and nobody needs', ko: '끝난 실행이 남긴 필요 없는 것 지우기' },
} as const satisfies { readonly [name: string]: Text }
