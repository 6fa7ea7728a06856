import { describe } from '#calendar/describe.ts'
import type { Text } from '#expression/text.ts'
import type { Json } from '#model/json.ts'
import type { Identity } from './block-shape.ts'
import { stageTime } from './stage-time.ts'
import { firstStart, lastEnd, nameOf, scheduleOf, stageOf, type View } from './view.ts'

/** What of a plan is kept in its document, so that the next one can say what changed. Times are UTC ms. */
export interface PlanRecord {
  readonly id: string
  readonly revision: number
  /** Name of the workflow. */
  readonly definition: string
  readonly start: number
  readonly finish: number
  readonly p80: number | undefined
  readonly deadline: number | undefined
  readonly stages: { readonly [name: string]: StageRecord }
  readonly resources: { readonly [name: string]: number }
  /** When people, instruments and pools with a calendar are there, in words. */
  readonly hours: { readonly [name: string]: Text }
  readonly parameters: { readonly [name: string]: Json }
}

export interface StageRecord {
  readonly tasks: number
  readonly start: number
  readonly finish: number
  /** How its duration is known. */
  readonly source: string
  readonly expectedMs: number
  /** Amounts as the file has them, by pool. */
  readonly needs: { readonly [pool: string]: string }
  /** Stages that it waits for. */
  readonly waits: readonly string[]
  /** Checks by the gates' names. */
  readonly gates: { readonly [name: string]: string }
}

export function recordOf(view: View, identity: Identity, number: number): PlanRecord {
  const { plan, workflow } = view
  const { schedule, forecast, input } = plan
  const stages = Object.fromEntries(workflow.stages.map(({ index, name }) => [name, stageRecord(index, view)]))
  const things = [...workflow.people, ...workflow.instruments, ...workflow.pools]
  const hours = Object.fromEntries(things.flatMap(({ name, calendar }) => (calendar === undefined ? [] : [[name, describe(calendar)]])))
  return {
    ...{ id: identity.id, revision: number, definition: workflow.name, start: schedule.start, finish: schedule.finish },
    ...{ p80: forecast?.finish.p80, deadline: workflow.deadline, stages, resources: input.pools, hours, parameters: input.parameters },
  }
}

function stageRecord(index: number, view: View): StageRecord {
  const { schedule, durations } = view.plan
  const stage = stageOf(view, index)
  const planned = scheduleOf(view, index)
  const duration = durations[index]
  return {
    tasks: planned.count,
    start: planned.count === 0 ? schedule.start : firstStart(planned),
    finish: planned.count === 0 ? schedule.start : lastEnd(planned),
    source: duration?.source.kind ?? 'assumed',
    expectedMs: Math.round(stageTime(view.plan, index).meanMs),
    needs: Object.fromEntries(stage.needs.map(({ pool, amount }) => [pool, amount.source])),
    waits: stage.dependencies.map(({ stage: from }) => nameOf(view, from)),
    gates: Object.fromEntries(stage.gates.map(({ name, check }) => [name, check.source])),
  }
}
