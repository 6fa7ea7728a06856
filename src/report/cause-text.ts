import type { Text } from '#expression/text.ts'
import type { Cause } from '#model/cause.ts'

/** Why an attempt failed, in words. */
export const causeTexts: { readonly [cause in Cause]: Text } = {
  out_of_memory: { en: 'out of memory', ko: '메모리 부족' },
  out_of_time: { en: 'out of time', ko: '시간 초과' },
  stalled: { en: 'stalled (no output)', ko: '멈춤(출력 없음)' },
  disk_full: { en: 'disk full', ko: '디스크 가득 참' },
  killed: { en: 'killed', ko: '강제 종료됨' },
  program_error: { en: 'program error', ko: '프로그램 오류' },
  missing_output: { en: 'output missing', ko: '출력 파일 없음' },
  bad_format: { en: 'output has the wrong format', ko: '출력 형식 오류' },
  bad_metrics: { en: 'metrics unreadable', ko: '측정값을 읽을 수 없음' },
  bad_input: { en: 'input missing or unreadable', ko: '입력이 없거나 읽을 수 없음' },
  input_changed: { en: 'input changed during the run', ko: '실행 중에 입력이 바뀜' },
  no_signal: { en: 'a signal did not come in time', ko: '신호가 제때 오지 않음' },
  no_result: { en: 'another run had no result in time', ko: '다른 실행의 결과가 제때 나오지 않음' },
  not_converged: { en: 'not converged', ko: '수렴하지 않음' },
  diverged: { en: 'diverged', ko: '발산' },
  drifted: { en: 'drifted', ko: '드리프트' },
  gate_failed: { en: 'gate failed', ko: '관문 불통과' },
  rejected: { en: 'rejected', ko: '반려됨' },
  preempted: { en: 'preempted', ko: '선점당함' },
  node_failure: { en: 'node failure', ko: '노드 장애' },
  bad_request: { en: 'refused by the cluster', ko: '클러스터가 거절' },
  lost: { en: 'lost (its supervisor ended)', ko: '유실(감독 프로세스 종료)' },
  cancelled: { en: 'cancelled', ko: '취소됨' },
}
