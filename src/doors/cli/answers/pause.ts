import { pause } from '#operations/pause.ts'
import { answering, textOf } from '../answering.ts'
import { renderWaiting } from '../render/waiting.ts'

export const pauseAnswer = answering({
  operation: pause,
  input: (given) => ({ run: given.positional[0], reason: textOf(given, 'reason') }),
  render: ({ run, command }, look) =>
    command === 'taken'
      ? [
          look.speak({
            en: `Run ${run} is paused: what runs goes on to its end, nothing more is started.`,
            ko: `실행 ${run}을(를) 멈췄습니다. 수행 중인 작업은 끝까지 가고 새 작업은 시작하지 않습니다.`,
          }),
        ]
      : renderWaiting(look),
})
