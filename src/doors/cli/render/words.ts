import type { Text } from '#expression/text.ts'
import type { RunStatus } from '#operations/run-status.ts'
import type { Look } from '../answer.ts'

/** How a run stands, in a word. */
export const phaseWords: { readonly [phase in RunStatus['phase']]: Text } = {
  running: { en: 'running', ko: '진행 중' },
  paused: { en: 'paused', ko: '멈춤' },
  cancelling: { en: 'being cancelled', ko: '취소하는 중' },
  succeeded: { en: 'succeeded', ko: '성공' },
  failed: { en: 'failed', ko: '실패' },
  cancelled: { en: 'cancelled', ko: '취소됨' },
}

export function paintedPhase(phase: RunStatus['phase'], look: Look): string {
  const word = look.speak(phaseWords[phase])
  if (phase === 'succeeded') return look.paint.good(word)
  if (phase === 'failed') return look.paint.bad(word)
  return phase === 'running' ? look.paint.busy(word) : look.paint.warn(word)
}

/** `sample/L=8,T=2.1`; the only task of a stage is the stage. */
export function taskName(task: { readonly stage: string; readonly label: string }): string {
  return task.label === '' ? task.stage : `${task.stage}/${task.label}`
}

const statusWords: { readonly [status: string]: Text } = {
  waiting: { en: 'waiting', ko: '대기' },
  released: { en: 'being looked up', ko: '조회 중' },
  queued: { en: 'ready', ko: '준비됨' },
  running: { en: 'running', ko: '수행 중' },
  retrying: { en: 'waiting to be tried again', ko: '재시도 대기' },
  asked: { en: 'a person is asked about its gates', ko: '관문에 대해 사람의 결정 대기' },
  done: { en: 'done', ko: '완료' },
  failed: { en: 'failed', ko: '실패' },
  ignored: { en: 'failed and ignored', ko: '실패했지만 무시함' },
  skipped: { en: 'skipped', ko: '건너뜀' },
  unexpanded: { en: 'its tasks are not known yet', ko: '작업이 아직 정해지지 않음' },
  not_asked_for: { en: 'not asked for', ko: '요청하지 않음' },
}

/** Where a task is, in words; what no one has words for is shown as its code. */
export function statusText(status: string): Text {
  return statusWords[status] ?? { en: status, ko: status }
}
