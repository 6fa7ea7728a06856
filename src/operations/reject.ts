import type { z } from 'zod'
import { summaries } from './catalogue.ts'
import { decideAs, decisionInput } from './decision.ts'
import type { Operation } from './operation.ts'
import { type Said, said } from './tell-people-command.ts'

/** Refuses what an approval asks for: the approval fails at once. */
export const reject: Operation<z.infer<typeof decisionInput>, Said> = {
  name: 'reject',
  summary: summaries.reject,
  input: decisionInput,
  output: said,
  handle: (given, host) => decideAs('reject', given, host),
}
