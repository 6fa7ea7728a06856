import { inbox } from '#operations/inbox.ts'
import { answering, flagOf, textOf } from '../answering.ts'
import { renderInbox } from '../render/inbox.ts'

export const inboxAnswer = answering({
  operation: inbox,
  input: (given) => ({ run: given.positional[0], as: textOf(given, 'as'), all: flagOf(given, 'all') }),
  render: renderInbox,
})
