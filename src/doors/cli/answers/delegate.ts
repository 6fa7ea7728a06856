import { delegate } from '#operations/delegate.ts'
import { answering, textOf } from '../answering.ts'
import { renderSaid } from '../render/said.ts'

export const delegateAnswer = answering({
  operation: delegate,
  input: (given) => ({ run: given.positional[0], of: given.positional[1], to: textOf(given, 'to'), as: textOf(given, 'as') }),
  render: (said, look) => renderSaid(said, 'delegate', look),
})
