import { status } from '#operations/status.ts'
import { answering } from '../answering.ts'
import { renderStatus } from '../render/status.ts'

export const statusAnswer = answering({
  operation: status,
  input: (given) => ({ run: given.positional[0] }),
  render: renderStatus,
})
