import { starts } from '#operations/starts.ts'
import { answering } from '../answering.ts'
import { renderStarts } from '../render/starting.ts'

export const startsAnswer = answering({
  operation: starts,
  input: (given) => ({ file: given.positional[0] }),
  render: renderStarts,
})
