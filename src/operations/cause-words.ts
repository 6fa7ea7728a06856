import type { Text } from '#expression/text.ts'
import type { Cause } from '#model/cause.ts'
import { causeTexts } from '#report/cause-text.ts'

/** `out of memory`; what no one has words for is shown as its code. */
export function causeText(cause: string): Text {
  return isCause(cause) ? causeTexts[cause] : { en: cause, ko: cause }
}

function isCause(cause: string): cause is Cause {
  return Object.hasOwn(causeTexts, cause)
}

const see: Text = { en: 'Read what it printed.', ko: '출력한 내용을 읽어 보세요.' }

/** What a person can do about a failed attempt. */
export const causeAdvice: { readonly [cause in Cause]: Text } = {
  out_of_memory: {
    en: 'Raise `needs.memory` of the stage, or let `on_error` double it for cause out_of_memory.',
    ko: '단계의 `needs.memory`를 늘리거나, `on_error`에서 out_of_memory일 때 두 배로 늘리게 하세요.',
  },
  out_of_time: { en: 'Raise `needs.time` of the stage.', ko: '단계의 `needs.time`을 늘리세요.' },
  stalled: {
    en: 'See where it hangs; a longer `stall` waits longer.',
    ko: '어디서 멈추는지 살펴보세요. `stall`을 늘리면 더 오래 기다립니다.',
  },
  disk_full: { en: 'Make room (`pwos clean`), then `pwos retry`.', ko: '공간을 마련하고(`pwos clean`) `pwos retry`를 하세요.' },
  killed: {
    en: 'Something outside killed it; `pwos retry` tries again.',
    ko: '바깥에서 강제로 종료했습니다. `pwos retry`로 다시 시도하세요.',
  },
  program_error: see,
  missing_output: {
    en: 'The program ended well, yet did not write an output that the stage promises.',
    ko: '프로그램은 정상 종료했지만 단계가 약속한 출력을 쓰지 않았습니다.',
  },
  bad_format: { en: 'Look at the output in the folder below.', ko: '아래 폴더에서 출력을 살펴보세요.' },
  bad_metrics: {
    en: 'Compare what the program wrote with what is expected: JSON in $PWOS_METRICS, or what `from` describes.',
    ko: '프로그램이 쓴 것과 기대한 것을 비교하세요: $PWOS_METRICS의 JSON 또는 `from`에 쓴 것.',
  },
  bad_input: { en: 'Mend the input, then `pwos retry`.', ko: '입력을 바로잡고 `pwos retry`를 하세요.' },
  input_changed: {
    en: 'A file beside the workflow was edited during the run; start a new run.',
    ko: '실행하는 동안 워크플로 옆의 파일이 바뀌었습니다. 새로 실행하세요.',
  },
  no_signal: {
    en: 'Send it (`pwos signal NAME`), or give it more time with `within`.',
    ko: '신호를 보내거나(`pwos signal 이름`) `within`을 늘리세요.',
  },
  no_result: {
    en: 'Start that run, or give it more time with `within`; then `pwos retry`.',
    ko: '그 실행을 시작하거나 `within`을 늘린 뒤 `pwos retry`를 하세요.',
  },
  not_converged: { en: 'Change parameters, or let `on_error` do it.', ko: '매개변수를 바꾸거나 `on_error`로 바꾸게 하세요.' },
  diverged: { en: 'Change parameters, or let `on_error` do it.', ko: '매개변수를 바꾸거나 `on_error`로 바꾸게 하세요.' },
  drifted: { en: 'Change parameters, or let `on_error` do it.', ko: '매개변수를 바꾸거나 `on_error`로 바꾸게 하세요.' },
  gate_failed: {
    en: 'The result is there, and a required gate does not accept it. Mend the stage or the gate, and run again; or let it pass with a reason: `pwos waive`.',
    ko: '결과는 나왔지만 필수 관문을 통과하지 못했습니다. 단계나 관문을 고쳐 다시 실행하거나, 사유를 적어 `pwos waive`로 통과시키세요.',
  },
  rejected: {
    en: 'See the reason that was given; change what was shown, then `pwos retry` asks again.',
    ko: '적힌 이유를 보고 내용을 고친 뒤 `pwos retry`로 다시 요청하세요.',
  },
  preempted: { en: '`pwos retry` tries again.', ko: '`pwos retry`로 다시 시도하세요.' },
  node_failure: { en: '`pwos retry` tries again.', ko: '`pwos retry`로 다시 시도하세요.' },
  bad_request: {
    en: 'Ask for what the cluster has: see `needs` of the stage and the site profile.',
    ko: '클러스터에 있는 만큼만 요청하세요. 단계의 `needs`와 사이트 프로필을 살펴보세요.',
  },
  lost: { en: '`pwos retry` tries again.', ko: '`pwos retry`로 다시 시도하세요.' },
  cancelled: { en: '`pwos retry` tries again.', ko: '`pwos retry`로 다시 시도하세요.' },
}

export function adviceFor(cause: string): Text {
  return isCause(cause) ? causeAdvice[cause] : see
}
