import { hold, release } from '#operations/hold.ts'
import { answering, textOf } from '../answering.ts'
import type { Given } from '../given.ts'
import { renderWaiting } from '../render/waiting.ts'

const input = (given: Given) => ({ run: textOf(given, 'run'), stage: given.positional[0], reason: textOf(given, 'reason') })

export const holdAnswer = answering({
  operation: hold,
  input,
  render: ({ run, stage, toStart, running, command }, look) => [
    look.speak({
      en: `${stage} of run ${run} is held: ${toStart} of its tasks wait, ${running} go on to their end.`,
      ko: `실행 ${run}의 ${stage}을(를) 멈췄습니다. 작업 ${toStart}개가 기다리고 ${running}개는 끝까지 갑니다.`,
    }),
    ...(command === 'taken' ? [] : renderWaiting(look)),
  ],
})

export const releaseAnswer = answering({
  operation: release,
  input,
  render: ({ run, stage, toStart, command }, look) => [
    look.speak({
      en: `${stage} of run ${run} goes on: ${toStart} of its tasks are still to start.`,
      ko: `실행 ${run}의 ${stage}을(를) 다시 진행합니다. 작업 ${toStart}개가 남아 있습니다.`,
    }),
    ...(command === 'taken' ? [] : renderWaiting(look)),
  ],
})
