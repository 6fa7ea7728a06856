import { resolve } from 'node:path'
import { z } from 'zod'
import { worldNames } from '#model/placement.ts'
import { leastAdditions } from '#plan/least-additions.ts'
import type { PlanOptions } from '#plan/make-plan.ts'
import type { Plan } from '#plan/plan.ts'
import type { PlanInput } from '#plan/plan-input.ts'
import { applyChange } from '#plan/what-if.ts'
import { summaries } from './catalogue.ts'
import { loadDefinition } from './definition.ts'
import { Failure } from './failure.ts'
import { writeText } from './graph.ts'
import type { Operation } from './operation.ts'
import { givenParameters, resolveDefinition } from './parameters.ts'
import { placementForPlan } from './placement.ts'
import { type PlanAnswer, planAnswer } from './plan-answer.ts'
import { answerOf, scenarioOf } from './plan-answer-of.ts'
import { drawSchedule, planView, writeDocument } from './plan-files.ts'
import { planInputOf, planned, restOf } from './planning.ts'

const input = z.object({
  file: z.string(),
  ...givenParameters,
  /** Where stages run that do not say it. */
  on: z.enum(worldNames).optional(),
  /** Site profile of the cluster. */
  site: z.string().optional(),
  /** `cpu=64`, `analyst-1=away:2026-12-01/2026-12-07`, `sample.time=x0.5`; each is a line of the table, `;` joins several in one. */
  whatIf: z.array(z.string()).default([]),
  /** Says what is the least that must be added to meet the deadline. */
  deadline: z.boolean().default(false),
  /** Only what a run now would not take from the store. */
  rest: z.boolean().default(false),
  /** Instant or date from which to plan; left out: the file's `start`, else now. */
  start: z.string().optional(),
  format: z.enum(['svg', 'html', 'csv', 'ical', 'json']).optional(),
  /** Written there: a name that ends with `.md` gets the whole document. */
  to: z.string().optional(),
  /** Also over a Markdown file that is no plan of PWOS. */
  force: z.boolean().default(false),
  /** Simulated runs of the forecast; left out: 1,000, and fewer of a large workflow. */
  seeds: z.int().min(0).max(100_000).optional(),
  /** Schedules that the search may make. */
  effort: z.int().min(1).max(10_000_000).default(2000),
  language: z.enum(['en', 'ko']).default('en'),
})

type Input = z.infer<typeof input>

/** Says what will happen, when, and what would change it, before anything runs. */
export const plan: Operation<Input, PlanAnswer> = {
  name: 'plan',
  summary: summaries.plan,
  input,
  output: planAnswer,
  async handle(given, host) {
    const definition = loadDefinition(host.folder, given.file)
    const placement = placementForPlan(definition, given, host.folder)
    const resolved = resolveDefinition(definition, given, host.folder, placement)
    const whole = planInputOf(resolved, host, given.start, placement)
    const base = given.rest ? await restOf(whole, resolved, host) : whole
    const options: PlanOptions = { effort: given.effort, seed: 1, seeds: given.seeds, sensitivities: given.to !== undefined }
    const made = await planned(base, options, given.file)
    const scenarios = [scenarioOf('', made)]
    for (const change of given.whatIf) {
      const changed = applyChange(base, change)
      if ('problem' in changed) throw new Failure('usage', changed.problem, changed.hint === undefined ? {} : { hint: changed.hint })
      scenarios.push(scenarioOf(change, await planned(changed.input, { ...options, sensitivities: false }, given.file)))
    }
    const additions = given.deadline ? { additions: await additionsTo(base, made, options) } : {}
    const answer = { ...answerOf(made, given.file), scenarios, ...additions, written: [] }
    return { ...answer, ...written(made, answer, given, host.folder, host.now()) }
  },
}

async function additionsTo(base: PlanInput, made: Plan, options: PlanOptions): Promise<NonNullable<PlanAnswer['additions']>> {
  const found = await leastAdditions(base, made, options)
  return found.map(({ change, plan: { schedule, forecast } }) => ({
    change,
    finish: schedule.finish,
    ...(forecast === undefined ? {} : { p80: forecast.finish.p80 }),
  }))
}

function written(made: Plan, answer: PlanAnswer, given: Input, folder: string, now: number): Pick<PlanAnswer, 'written' | 'drawing'> {
  const { to, format, force } = given
  const view = planView(made, given.file, given.language)
  const path = to === undefined ? undefined : resolve(folder, to)
  if (path?.endsWith('.md') && format === undefined) return { written: [...writeDocument(view, path, now, force)] }
  if (format === undefined && path === undefined) return { written: [] }
  const drawing = format === undefined || format === 'json' ? `${JSON.stringify(answer, undefined, 2)}\n` : drawSchedule(view, format, now)
  if (path === undefined) return { written: [], drawing }
  writeText(path, drawing)
  return { written: [path] }
}
