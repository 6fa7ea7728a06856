import { z } from 'zod'
import type { WaiverFact } from '#report/waivers.ts'

/** A waiver, in the run or in one from which it took a result. */
export const waiver = z.object({
  gate: z.string(),
  /** Whose result was let pass, in the run where that was. */
  stage: z.string(),
  /** Of the first task. */
  label: z.string(),
  by: z.string(),
  reason: z.string(),
  /** The run where it was given, and its workflow, where the result was taken from there. */
  run: z.string().optional(),
  workflow: z.string().optional(),
})

/** A waiver of a run, with everything that rests on it. */
export const runWaiver = waiver.extend({
  /** For how many tasks of the stage. */
  tasks: z.int(),
  /** Names of the stages with results that rest on it. */
  resting: z.array(z.string()),
})

export type RunWaiver = z.infer<typeof runWaiver>

export function describeWaivers(facts: readonly WaiverFact[], stages: readonly { readonly name: string }[]): RunWaiver[] {
  return facts.map(({ resting, ...rest }) => ({ ...rest, resting: resting.map((index) => stages[index]?.name ?? '') }))
}
