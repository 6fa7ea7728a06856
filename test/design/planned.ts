import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { loadWorkflow } from '#define/load.ts'
import { resolveParameters } from '#define/parameters.ts'
import { blockOf } from '#design/block.ts'
import type { Identity } from '#design/block-shape.ts'
import { documentOf } from '#design/document.ts'
import { judgeEffectiveness } from '#design/effectiveness/effectiveness.ts'
import type { PlanRecord } from '#design/plan-record.ts'
import { recordOf } from '#design/plan-record.ts'
import { commentOf } from '#design/record-comment.ts'
import type { View } from '#design/view.ts'
import { viewOf } from '#design/view-of.ts'
import type { Json } from '#model/json.ts'
import type { Workflow } from '#model/workflow.ts'
import { makePlan } from '#plan/make-plan.ts'
import type { Plan } from '#plan/plan.ts'
import type { PlanInput } from '#plan/plan-input.ts'

/** 2026-12-01T00:00Z, a Tuesday. */
export const tuesday = Date.UTC(2026, 11, 1)

export interface Planning {
  readonly parameters?: { readonly [name: string]: Json }
  readonly pools?: { readonly [name: string]: number }
  readonly history?: PlanInput['history']
  readonly start?: number
  readonly seeds?: number
}

/** A plan with its forecast and sensitivities, from 1 December 2026 on. */
export async function planOf(workflow: Workflow, { parameters = {}, pools, history, start, seeds = 20 }: Planning = {}): Promise<Plan> {
  const people = [...workflow.people, ...workflow.instruments]
  const holders = Object.fromEntries(people.map((one) => [one.name, 'capacity' in one ? one.capacity : 1]))
  const made = await makePlan(
    {
      ...{ workflow, parameters, pools: pools ?? { cpu: 4, memory: 16e9, ...holders }, start: start ?? workflow.start ?? tuesday },
      ...{ history: history ?? { samples: new Map(), counts: new Map() }, stretch: new Map(), fixed: new Map() },
    },
    { effort: 50, seed: 1, seeds, sensitivities: true },
  )
  if ('reasons' in made) throw new Error(made.reasons.map(({ message }) => message.en).join('\n'))
  return made
}

/** A workflow file's text as a plan. */
export async function planOfFile(text: string, planning: Planning = {}, given: { readonly [name: string]: Json } = {}): Promise<Plan> {
  const { workflow, problems } = loadWorkflow(text, 'workflow.yaml')
  if (workflow === undefined) throw new Error(problems.map(({ message }) => message.en).join('\n'))
  return planOf(workflow, { parameters: resolveParameters(workflow, given).values, ...planning })
}

export function exampleText(name: string): string {
  return readFileSync(`examples/${name}/workflow.yaml`, 'utf8')
}

export function viewFor(plan: Plan, language: 'en' | 'ko' = 'en', file = 'workflow.yaml'): View {
  const { findings } = judgeEffectiveness({ workflow: plan.input.workflow, plan })
  return viewOf(plan, { file, language, findings })
}

export const identity: Identity = { id: 'WO_20261201000000_001', date: '2026-12-01' }

export function blockFor(plan: Plan, language: 'en' | 'ko' = 'en', file = 'workflow.yaml') {
  return blockOf(viewFor(plan, language, file), identity)
}

/** The whole document as it is written to a file. */
export function documentFor(view: View, before?: PlanRecord): string {
  const number = (before?.revision ?? 0) + 1
  const now = recordOf(view, identity, number)
  const charts = { gantt: 'plan.schedule.svg', loading: 'plan.load.svg' }
  return `${documentOf(view, blockOf(view, identity), { identity, number, before, now }, charts)}\n${commentOf(now)}`
}

/** The YAML between the first fence and its end, as any reader of Markdown finds it. */
export function blockIn(document: string): unknown {
  const found = /^```yaml\n([\s\S]*?)^```$/m.exec(document)
  return parse(found?.[1] ?? '')
}

/** Every text in lists of a block. */
export function entriesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => (typeof one === 'string' ? [one] : entriesIn(one)))
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(entriesIn) : []
}
