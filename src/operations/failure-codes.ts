import { clusterFailures } from './failure-codes-cluster.ts'
import type { FailureKind } from './failure-kind.ts'
import { httpFailures } from './http-failures.ts'
import { peopleFailureCodes } from './people-failure-codes.ts'
import { signalFailures } from './signal-failures.ts'

/** Why an operation can fail, apart from problems in a workflow file. The one registry: exit status and documentation follow from it. */
export const failureCodes = {
  usage: {
    exit: 'usage',
    meaning: {
      en: 'The command line is wrong: an unknown command or option, or a value that does not fit.',
      ko: '명령줄이 잘못되었습니다. 없는 명령이나 옵션이거나, 값이 맞지 않습니다.',
    },
    advice: { en: 'Read `pwos help COMMAND`.', ko: '`pwos help 명령`을 읽어 보세요.' },
  },
  bad_definition: {
    exit: 'definition',
    meaning: {
      en: 'The workflow file has problems; each is listed with its line and column.',
      ko: '워크플로 파일에 문제가 있습니다. 문제마다 줄과 열을 함께 보여 줍니다.',
    },
    advice: {
      en: 'Mend what is listed and check again: `pwos check FILE`.',
      ko: '나열된 문제를 고치고 다시 검사하세요: `pwos check 파일`.',
    },
  },
  ...clusterFailures,
  bad_parameters: {
    exit: 'definition',
    meaning: {
      en: 'A value given with --set or --params-file does not fit its parameter.',
      ko: '--set이나 --params-file로 준 값이 매개변수에 맞지 않습니다.',
    },
    advice: {
      en: '`pwos check FILE` lists the parameters with their types and bounds.',
      ko: '`pwos check 파일`이 매개변수와 그 형식, 범위를 보여 줍니다.',
    },
  },
  no_schedule: {
    exit: 'definition',
    meaning: {
      en: 'No schedule exists: a task needs more than there is, or longer than a window, a calendar or a booking allows. Each reason is listed.',
      ko: '가능한 일정이 없습니다. 있는 것보다 많이 필요하거나, 창, 달력, 예약이 허락하는 것보다 오래 걸리는 작업이 있습니다. 이유를 모두 보여 줍니다.',
    },
    advice: {
      en: 'Give the stage more of what is named, a longer window, or a shorter time.',
      ko: '언급된 자원을 늘리거나, 창을 늘리거나, 시간을 줄이세요.',
    },
  },
  ...peopleFailureCodes,
  file_not_found: {
    exit: 'not_found',
    meaning: { en: 'A file that was named does not exist.', ko: '지정한 파일이 없습니다.' },
    advice: {
      en: 'Check the path; a relative path starts at the current folder.',
      ko: '경로를 확인하세요. 상대 경로는 현재 폴더에서 시작합니다.',
    },
  },
  file_unreadable: {
    exit: 'not_found',
    meaning: {
      en: 'A file that was named cannot be read: permissions, a folder, or not text.',
      ko: '지정한 파일을 읽을 수 없습니다. 권한이 없거나, 폴더이거나, 텍스트가 아닙니다.',
    },
    advice: { en: 'Check what it is and who may read it: `ls -l FILE`.', ko: '무엇인지, 누가 읽을 수 있는지 확인하세요: `ls -l 파일`.' },
  },
  file_unwritable: {
    exit: 'refused',
    meaning: { en: 'A file cannot be written where it was asked for.', ko: '요청한 곳에 파일을 쓸 수 없습니다.' },
    advice: { en: 'Name another place, or make room and permission there.', ko: '다른 곳을 지정하거나, 공간과 권한을 마련하세요.' },
  },
  file_exists: {
    exit: 'refused',
    meaning: { en: 'A file is already there and would have been overwritten.', ko: '파일이 이미 있어 덮어쓰게 됩니다.' },
    advice: { en: 'Choose another folder, or move the file away.', ko: '다른 폴더를 고르거나 그 파일을 옮기세요.' },
  },
  unknown_template: {
    exit: 'not_found',
    meaning: { en: 'There is no template of that name.', ko: '그런 이름의 템플릿이 없습니다.' },
    advice: { en: '`pwos init --list` shows the templates.', ko: '`pwos init --list`로 템플릿을 볼 수 있습니다.' },
  },
  no_store: {
    exit: 'not_found',
    meaning: {
      en: 'There is no store here: no run was ever started beside this folder’s workflow.',
      ko: '여기에 저장소가 없습니다. 이 폴더의 워크플로로 실행을 시작한 적이 없습니다.',
    },
    advice: {
      en: 'Go to the folder of the workflow file, or name the store with --store DIR.',
      ko: '워크플로 파일이 있는 폴더로 가거나 --store 폴더로 저장소를 지정하세요.',
    },
  },
  unknown_run: {
    exit: 'not_found',
    meaning: {
      en: 'No run of this store has that name, or no run at all was started yet.',
      ko: '이 저장소에 그런 이름의 실행이 없거나, 아직 시작한 실행이 없습니다.',
    },
    advice: { en: '`pwos runs` lists the runs.', ko: '`pwos runs`로 실행 목록을 볼 수 있습니다.' },
  },
  ambiguous_run: {
    exit: 'not_found',
    meaning: { en: 'Several runs begin with what was given.', ko: '주어진 글자로 시작하는 실행이 여럿입니다.' },
    advice: { en: 'Give more of the name.', ko: '이름을 더 길게 적으세요.' },
  },
  ...signalFailures,
  ...httpFailures,
  unknown_stage: {
    exit: 'not_found',
    meaning: { en: 'The workflow has no stage of that name.', ko: '워크플로에 그런 이름의 단계가 없습니다.' },
    advice: { en: '`pwos graph FILE` shows the stages.', ko: '`pwos graph 파일`로 단계를 볼 수 있습니다.' },
  },
  unknown_metric: {
    exit: 'not_found',
    meaning: { en: 'The run has measured no metric of that name.', ko: '실행에 그런 이름의 메트릭이 없습니다.' },
    advice: { en: '`pwos metrics RUN` lists the metrics of a run.', ko: '`pwos metrics 실행`으로 실행의 메트릭을 볼 수 있습니다.' },
  },
  unknown_task: {
    exit: 'not_found',
    meaning: { en: 'The stage has no task with that index or label.', ko: '그 단계에 그런 번호나 이름표의 작업이 없습니다.' },
    advice: {
      en: 'Name a task by its index (STAGE/3) or its label (STAGE/L=8,T=2.1).',
      ko: '작업은 번호(단계/3)나 이름표(단계/L=8,T=2.1)로 지정하세요.',
    },
  },
  no_attempt: {
    exit: 'not_found',
    meaning: {
      en: 'The task has not run yet in this run, so there is nothing to show.',
      ko: '이 실행에서 그 작업은 아직 수행되지 않아 보여 줄 것이 없습니다.',
    },
    advice: {
      en: '`pwos explain RUN STAGE/TASK` says what it waits for.',
      ko: '`pwos explain 실행 단계/작업`이 무엇을 기다리는지 알려 줍니다.',
    },
  },
  run_failed: {
    exit: 'run_failed',
    meaning: { en: 'The run ended, and a task or a required gate failed.', ko: '실행이 끝났고, 작업이나 필수 관문이 실패했습니다.' },
    advice: {
      en: 'Read the failures in the summary; `pwos retry RUN` tries them again.',
      ko: '요약에서 실패를 읽어 보세요. `pwos retry 실행`으로 다시 시도합니다.',
    },
  },
  run_cancelled: {
    exit: 'cancelled',
    meaning: { en: 'The run was cancelled.', ko: '실행이 취소되었습니다.' },
    advice: {
      en: '`pwos run FILE` starts another; results that are there are reused.',
      ko: '`pwos run 파일`로 새로 시작하면 이미 있는 결과는 다시 씁니다.',
    },
  },
  run_changed: {
    exit: 'refused',
    meaning: { en: 'The run is not as it was when it was looked at.', ko: '실행이 살펴본 때와 달라졌습니다.' },
    advice: { en: 'Look at it with `pwos status`, and try again.', ko: '`pwos status`로 확인한 뒤 다시 시도하세요.' },
  },
  run_over: {
    exit: 'refused',
    meaning: { en: 'The run is over, so this cannot be done to it any more.', ko: '실행이 이미 끝나서 더는 할 수 없습니다.' },
    advice: { en: '`pwos status RUN` shows how it ended.', ko: '`pwos status 실행`이 어떻게 끝났는지 보여 줍니다.' },
  },
  run_unfinished: {
    exit: 'refused',
    meaning: {
      en: 'The run is not over yet, and this is only possible afterwards.',
      ko: '실행이 아직 끝나지 않았고, 끝난 뒤에만 할 수 있습니다.',
    },
    advice: {
      en: 'Wait for it (`pwos attach RUN`) or cancel it (`pwos cancel RUN`).',
      ko: '끝나기를 기다리거나(`pwos attach 실행`) 취소하세요(`pwos cancel 실행`).',
    },
  },
  nothing_to_do: {
    exit: 'refused',
    meaning: { en: 'There is nothing this could be done to.', ko: '대상이 되는 것이 없습니다.' },
    advice: { en: '`pwos status RUN` shows what is there.', ko: '`pwos status 실행`으로 현재 상태를 볼 수 있습니다.' },
  },
  not_confirmed: {
    exit: 'refused',
    meaning: { en: 'Something would be deleted, and nobody said yes.', ko: '무언가 지워지는데 아무도 동의하지 않았습니다.' },
    advice: {
      en: 'Say yes when asked, or give --yes where nobody can be asked.',
      ko: '물을 때 동의하거나, 물을 수 없는 곳에서는 --yes를 주세요.',
    },
  },
  store_busy: {
    exit: 'store',
    meaning: { en: 'Another process holds the store and does not let go.', ko: '다른 프로세스가 저장소를 붙잡고 놓지 않습니다.' },
    advice: {
      en: 'Wait for it, or look which process it is; on a network disk, check that file locks work.',
      ko: '기다리거나 어떤 프로세스인지 확인하세요. 네트워크 디스크라면 파일 잠금이 되는지 확인하세요.',
    },
  },
  store_full: {
    exit: 'store',
    meaning: {
      en: 'The disk of the store is full. Everything recorded so far is safe.',
      ko: '저장소의 디스크가 가득 찼습니다. 지금까지 기록한 것은 안전합니다.',
    },
    advice: { en: 'Make room (`pwos clean`), then `pwos resume`.', ko: '공간을 마련하고(`pwos clean`) `pwos resume`을 하세요.' },
  },
  store_read_only: {
    exit: 'store',
    meaning: { en: 'The store may not be written to.', ko: '저장소에 쓸 수 없습니다.' },
    advice: {
      en: 'Give yourself permission, or use another store with --store DIR.',
      ko: '쓰기 권한을 주거나 --store 폴더로 다른 저장소를 쓰세요.',
    },
  },
  store_missing: {
    exit: 'store',
    meaning: {
      en: 'The store, or the folder it should lie in, is not there (any more).',
      ko: '저장소나 저장소가 놓일 폴더가 없거나 사라졌습니다.',
    },
    advice: {
      en: 'Check the disk or mount it lies on, then `pwos resume`.',
      ko: '저장소가 있는 디스크나 마운트를 확인하고 `pwos resume`을 하세요.',
    },
  },
  other_journal: {
    exit: 'usage',
    meaning: {
      en: 'The store has its journal elsewhere than in the database that was named.',
      ko: '저장소의 일지가 지정한 데이터베이스가 아닌 다른 곳에 있습니다.',
    },
    advice: {
      en: 'Leave `--store` out, or move the journal with `pwos store copy`.',
      ko: '`--store`를 빼거나 `pwos store copy`로 일지를 옮기세요.',
    },
  },
  copy_refused: {
    exit: 'usage',
    meaning: {
      en: 'The journal cannot be copied now: a process leads the store, or the place it should go to is not empty.',
      ko: '지금은 일지를 복사할 수 없습니다. 저장소를 이끄는 프로세스가 있거나 옮길 곳이 비어 있지 않습니다.',
    },
    advice: {
      en: 'End that process (Ctrl-C, or wait for its runs), or name another schema.',
      ko: '그 프로세스를 끝내거나(Ctrl-C 또는 실행이 끝날 때까지 대기) 다른 스키마를 지정하세요.',
    },
  },
  store_damaged: {
    exit: 'store',
    meaning: { en: 'The journal of the store is damaged.', ko: '저장소의 일지가 손상되었습니다.' },
    advice: {
      en: 'Copy the store away first; then restore a backup, or start again in another store.',
      ko: '먼저 저장소를 따로 복사해 두고, 백업을 되살리거나 다른 저장소에서 다시 시작하세요.',
    },
  },
  store_not_a_store: {
    exit: 'store',
    meaning: { en: 'What was named as the store is something else.', ko: '저장소로 지정한 것이 저장소가 아닙니다.' },
    advice: { en: 'Name the `.pwos` folder itself, or a new folder.', ko: '`.pwos` 폴더 자체나 새 폴더를 지정하세요.' },
  },
  store_newer: {
    exit: 'store',
    meaning: { en: 'The store was written by a newer PWOS than this one.', ko: '이보다 새로운 PWOS가 쓴 저장소입니다.' },
    advice: { en: 'Use that version, or another store.', ko: '그 버전을 쓰거나 다른 저장소를 쓰세요.' },
  },
  store_unreachable: {
    exit: 'store',
    meaning: {
      en: 'The system does not let the store be used; the message says what it answered.',
      ko: '시스템이 저장소를 쓰지 못하게 합니다. 시스템의 답을 메시지에서 볼 수 있습니다.',
    },
    advice: { en: 'Mend what the system complains of, then `pwos resume`.', ko: '시스템이 알린 문제를 해결하고 `pwos resume`을 하세요.' },
  },
  bash_missing: {
    exit: 'store',
    meaning: {
      en: 'Tasks are run by bash, and there is none, or one that is too old.',
      ko: '작업은 bash로 실행하는데, bash가 없거나 너무 오래되었습니다.',
    },
    advice: { en: 'Install bash and see that it is on the PATH.', ko: 'bash를 설치하고 PATH에 있는지 확인하세요.' },
  },
  interrupted: {
    exit: 'interrupted',
    meaning: {
      en: 'Ended by Ctrl-C or a signal. A run goes on in the background.',
      ko: 'Ctrl-C나 신호로 끝났습니다. 실행은 뒤에서 계속됩니다.',
    },
    advice: { en: '`pwos attach RUN` follows it again.', ko: '`pwos attach 실행`으로 다시 지켜볼 수 있습니다.' },
  },
  bug: {
    exit: 'bug',
    meaning: { en: 'A mistake in PWOS itself.', ko: 'PWOS 자체의 오류입니다.' },
    advice: {
      en: 'Please report it with the output of the same command under PWOS_DEBUG=1.',
      ko: '같은 명령을 PWOS_DEBUG=1로 실행한 출력과 함께 알려 주세요.',
    },
  },
} as const satisfies { readonly [code: string]: FailureKind }

export type FailureCode = keyof typeof failureCodes
