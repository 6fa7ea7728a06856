import type { Workflow } from '#model/workflow.ts'
import { randomStream } from '#worlds/simulated/random.ts'
import { drawLuck } from './draw-luck.ts'
import type { StageDuration } from './duration.ts'
import type { Forecast } from './forecast.ts'
import { createGathering, type Observed } from './forecast-gathering.ts'
import { forecastOf } from './make-forecast.ts'
import type { Schedule } from './schedule.ts'
import { scheduleWorkflow, type ToSchedule } from './scheduling/schedule-workflow.ts'

export interface ScheduledForecastOptions extends ToSchedule {
  readonly seeds: number
}

/**
 * Where people, instruments, calendars or options decide, each simulated run is a schedule made anew from durations that were drawn:
 * the engine does not hold these itself yet. A run in which some task fits into no opening counts as missing every deadline.
 */
export function scheduledForecast(options: ScheduledForecastOptions): Forecast | { readonly stuck: string } {
  const { workflow, start, seeds, pools, durations } = options
  const gathering = createGathering(workflow, start)
  let impossible = 0
  for (let seed = options.seed; seed < options.seed + seeds; seed++) {
    const schedule = scheduleWorkflow({ ...options, effort: 1, durations: drawn(workflow, durations, seed) })
    if ('reasons' in schedule) impossible++
    else gathering.add(observeSchedule(schedule, workflow))
  }
  if (impossible > seeds / 2) return { stuck: 'in most simulated runs a task fits into no opening' }
  return forecastOf(gathering, { start, seeds, pools, deadline: workflow.deadline })
}

/** One value of each duration, the same for the same task of the same seed, whatever the option. */
function drawn(workflow: Workflow, durations: readonly StageDuration[], seed: number): readonly StageDuration[] {
  return durations.map((duration, stage) => {
    const name = workflow.stages[stage]?.name ?? ''
    const luck = drawLuck(duration.common, seed, name, randomStream(seed, `tasks of ${name}`))
    const shares: number[] = []
    return {
      ...duration,
      of(task, option) {
        while (shares.length <= task) shares.push(luck())
        const ms = Math.round(duration.of(task, option).quantile(shares[task] ?? 0.5))
        return { expectedMs: ms, quantile: () => ms }
      },
    }
  })
}

function observeSchedule({ finish, stages, resources, chain, conflicts }: Schedule, { people }: Workflow): Observed {
  const isPerson = new Set(people.map(({ name }) => name))
  const least = (values: Float64Array) => values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY)
  const most = (values: Float64Array) => values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY)
  return {
    finish,
    first: Float64Array.from(stages, ({ starts }) => least(starts)),
    last: Float64Array.from(stages, ({ ends }) => most(ends)),
    chain: new Set(chain.map(({ stage }) => stage)),
    used: new Map(resources.map(({ name, usedMs }) => [name, usedMs])),
    waits: conflicts.flatMap(({ resource, waiting, waitMs }) => (isPerson.has(resource) ? [{ resource, stage: waiting, ms: waitMs }] : [])),
  }
}
