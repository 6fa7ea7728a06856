import type { z } from 'zod'
import { summaries } from './catalogue.ts'
import { decideAs, decisionInput } from './decision.ts'
import type { Operation } from './operation.ts'
import { type Said, said } from './tell-people-command.ts'

/** Agrees to what an approval asks for. */
export const approve: Operation<z.infer<typeof decisionInput>, Said> = {
  name: 'approve',
  summary: summaries.approve,
  input: decisionInput,
  output: said,
  handle: (given, host) => decideAs('approve', given, host),
}
