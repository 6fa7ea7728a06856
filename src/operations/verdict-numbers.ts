import { z } from 'zod'
import type { Verdict } from '#run/outcome.ts'

const side = z.json()

/** What a verdict was made of, as answers carry it. */
export const verdictNumbers = {
  /** Values of the names in the check. */
  measured: z.record(z.string(), z.json()),
  /** Both sides of each comparison that must hold. */
  comparisons: z
    .array(
      z.object({
        left: side,
        operator: z.enum(['<', '<=', '>', '>=', '==', '!=']),
        right: side,
        /** Distance to the threshold with its unit, positive on the passing side. */
        margin: side.optional(),
        /** The same in standard errors. */
        sigmas: z.number().optional(),
      }),
    )
    .optional(),
}

const shape = z.object(verdictNumbers)

export function numbersOf({ measured, comparisons }: Verdict): z.infer<typeof shape> {
  const numbers = { measured, ...(comparisons === undefined ? {} : { comparisons }) }
  return numbers as z.infer<typeof shape>
}
