import { z } from 'zod'
import { countTasks } from '#analyze/count.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import { worldNames } from '#model/placement.ts'
import type { Problem } from '#model/problem.ts'
import { summaries } from './catalogue.ts'
import { checkDefinition } from './definition.ts'
import { effectivenessOf, effectivenessShape } from './effectiveness.ts'
import { Failure } from './failure.ts'
import type { Operation } from './operation.ts'
import { givenParameters, parameterRecord, type ResolvedDefinition, resolveDefinition } from './parameters.ts'
import { placementForPlan } from './placement.ts'
import { describedStarts, startShape } from './starts.ts'

const text = z.object({ en: z.string(), ko: z.string() })

const input = z.object({
  file: z.string(),
  ...givenParameters,
  /** Where stages run that do not say it. */
  on: z.enum(worldNames).optional(),
  /** Site profile of the cluster. */
  site: z.string().optional(),
  /** Judges how well the work is orchestrated, too, by the rules of `docs/reference/effectiveness.md`. */
  effectiveness: z.boolean().default(false),
})

const output = z.object({
  file: z.string(),
  ok: z.boolean(),
  problems: z.array(
    z.object({
      code: z.string(),
      level: z.enum(['error', 'warning']),
      at: z
        .object({ file: z.string(), line: z.int(), column: z.int(), endLine: z.int().optional(), endColumn: z.int().optional() })
        .optional(),
      message: text,
      hint: text.optional(),
    }),
  ),
  /** What a run would consist of; left out when there are errors. */
  workflow: z
    .object({
      name: z.string(),
      title: z.string().optional(),
      /** All tasks that can be counted before the run. */
      tasks: z.int(),
      /** Some stage's number of tasks only the run can tell. */
      open: z.boolean(),
      stages: z.array(z.object({ name: z.string(), tasks: z.int().nullable(), gates: z.int() })),
      parameters: z.record(z.string(), z.json()),
      pools: z.record(z.string(), z.number()),
    })
    .optional(),
  /** What begins its runs by itself, and when; left out: nothing, or there are errors. */
  starts: z.array(startShape).optional(),
  /** How well it is orchestrated; left out: not asked, or there are errors. */
  effectiveness: effectivenessShape.optional(),
})

type Output = z.infer<typeof output>

/** Lists every problem of a workflow file, and says what a run of it would be. */
export const check: Operation<z.infer<typeof input>, Output> = {
  name: 'check',
  summary: summaries.check,
  input,
  output,
  async handle(given, host) {
    const { workflow, problems, ...read } = checkDefinition(host.folder, given.file)
    if (workflow === undefined) return { file: given.file, ok: false, problems: problems.map(problemOf) }
    const starting = workflow.starts === undefined ? {} : { starts: describedStarts(workflow, host.now()) }
    try {
      const definition = { file: given.file, ...read, workflow, warnings: problems }
      const placement = placementForPlan(definition, given, host.folder)
      const resolved = resolveDefinition(definition, given, host.folder, placement)
      const judged = given.effectiveness ? { effectiveness: await effectivenessOf(resolved, host, placement) } : {}
      return { file: given.file, ok: true, problems: problems.map(problemOf), workflow: outlineOf(resolved), ...starting, ...judged }
    } catch (error) {
      if (!(error instanceof Failure) || error.problems.length === 0) throw error
      // Every start gives what has no default: runs that begin by themselves lack nothing.
      const isGivenLater = workflow.starts !== undefined && error.problems.every(({ code }) => code === 'missing_parameter')
      if (isGivenLater && !given.effectiveness) return { file: given.file, ok: true, problems: problems.map(problemOf), ...starting }
      return { file: given.file, ok: false, problems: [...problems, ...error.problems].map(problemOf) }
    }
  },
}

/** A problem without what is undefined, as JSON has it. */
export function problemOf({ code, level, at, message, hint }: Problem): Output['problems'][number] {
  return {
    code,
    level,
    ...(at === undefined ? {} : { at: { ...at } }),
    message,
    ...(hint === undefined ? {} : { hint }),
  } as Output['problems'][number]
}

function outlineOf(resolved: ResolvedDefinition): NonNullable<Output['workflow']> {
  const { workflow, parameters, pools } = resolved
  const counts = countsOf(resolved)
  return {
    name: workflow.name,
    ...(workflow.title === undefined ? {} : { title: workflow.title }),
    tasks: counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    open: counts.includes(undefined),
    stages: workflow.stages.map((stage) => ({ name: stage.name, tasks: counts[stage.index] ?? null, gates: stage.gates.length })),
    parameters: parameters as NonNullable<Output['workflow']>['parameters'],
    pools,
  }
}

/** Tasks of each stage from the parameters alone, without making an object for any task. */
export function countsOf(resolved: ResolvedDefinition): readonly (number | undefined)[] {
  try {
    return countTasks(resolved.workflow, parameterRecord(resolved))
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error
    const message = error.message
    const said = {
      en: `The tasks of ${resolved.file} cannot be counted: ${message}`,
      ko: `${resolved.file}의 작업을 셀 수 없습니다: ${message}`,
    }
    throw new Failure('bad_parameters', said, { problems: [{ code: 'evaluation_failed', level: 'error', at: undefined, message: said }] })
  }
}
