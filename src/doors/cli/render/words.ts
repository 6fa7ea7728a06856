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
