import { explain } from '#operations/explain.ts'
import { answering } from '../answering.ts'
import { statusText, taskName } from '../render/words.ts'
import { wrap } from '../terminal/width.ts'

export const explainAnswer = answering({
  operation: explain,
  input: (given) => ({ run: given.positional[0], of: given.positional[1] }),
  render: (explained, { speak, paint, width }) => [
    `${paint.strong(taskName(explained))} ${paint.dim(explained.run)}: ${speak(statusText(explained.status))}`,
    ...explained.reasons.flatMap((reason) =>
      wrap(reason.text === undefined ? reason.code : speak(reason.text), width - 2).map((line) => `  ${line}`),
    ),
  ],
})
