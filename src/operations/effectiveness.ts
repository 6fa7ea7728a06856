import { z } from 'zod'
import { judgeEffectiveness } from '#design/effectiveness/effectiveness.ts'
import type { Host } from './operation.ts'
import type { ResolvedDefinition } from './parameters.ts'
import type { Placement } from './placement.ts'
import { planInputOf, planned } from './planning.ts'

const text = z.object({ en: z.string(), ko: z.string() })
const score = z.object({ score: z.number(), looked: z.int(), found: z.int() })

/** Scores by criterion, and what the rules found, the heaviest first. */
export const effectivenessShape = z.object({
  scores: z.object({ V1: score, V2: score, V3: score, V4: score }),
  findings: z.array(
    z.object({
      rule: z.string(),
      weight: z.enum(['wrong', 'weak', 'remark']),
      stage: z.string().optional(),
      at: z.object({ file: z.string(), line: z.int(), column: z.int() }).optional(),
      message: text,
      fix: text,
    }),
  ),
})

type Judged = z.infer<typeof effectivenessShape>

/** A forecast of fewer runs tells well enough what is weak. */
const options = { effort: 500, seed: 1, seeds: 200, sensitivities: false }

export async function effectivenessOf(resolved: ResolvedDefinition, host: Host, placement: Placement): Promise<Judged> {
  const plan = await planned(planInputOf(resolved, host, undefined, placement), options, resolved.file)
  const { scores, findings } = judgeEffectiveness({ workflow: resolved.workflow, plan })
  return {
    scores,
    findings: findings.map(({ rule, weight, stage, at, message, fix }) => ({
      ...{ rule, weight, message, fix },
      ...(stage === undefined ? {} : { stage: resolved.workflow.stages[stage]?.name ?? '' }),
      ...(at === undefined ? {} : { at: { file: at.file, line: at.line, column: at.column } }),
    })),
  }
}
