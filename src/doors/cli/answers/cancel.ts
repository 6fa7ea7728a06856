import { cancel } from '#operations/cancel.ts'
import { answering, textOf } from '../answering.ts'
import { paintedPhase } from '../render/words.ts'

export const cancelAnswer = answering({
  operation: cancel,
  input: (given) => ({ run: given.positional[0], reason: textOf(given, 'reason') }),
  render: ({ run, outcome }, look) => [`${run}: ${paintedPhase(outcome ?? 'cancelling', look)}`],
})
