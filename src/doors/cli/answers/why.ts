import { why } from '#operations/why.ts'
import { answering, manyOf, textOf } from '../answering.ts'
import { renderWhy } from '../render/why.ts'

export const whyAnswer = answering({
  operation: why,
  input: (given) => ({
    of: given.positional[0],
    file: given.positional[1],
    set: manyOf(given, 'set'),
    parametersFile: textOf(given, 'params-file'),
  }),
  render: renderWhy,
})
