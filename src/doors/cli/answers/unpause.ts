import { unpause } from '#operations/unpause.ts'
import { answering } from '../answering.ts'
import { renderWaiting } from '../render/waiting.ts'

export const unpauseAnswer = answering({
  operation: unpause,
  input: (given) => ({ run: given.positional[0] }),
  render: ({ run, command }, look) =>
    command === 'taken' ? [look.speak({ en: `Run ${run} goes on.`, ko: `실행 ${run}을(를) 계속합니다.` })] : renderWaiting(look),
})
