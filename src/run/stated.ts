import type { Option } from '#model/resources.ts'
import { decisionNames } from './names.ts'
import { amountOf, usesParametersOnly } from './needs.ts'
import type { OwnedStage } from './owned.ts'

/** What the file says of how long tasks take: `time:`, the mean of its three points, else the limit `needs.time`. In ms. */

/** Tasks looked at for the mean of a stage whose time hangs on their values. */
const mostSampled = 32

/** Whether it has to be worked out task by task. */
export function statedVaries(stage: OwnedStage): boolean {
  const { definition } = stage
  return [definition, ...definition.alternatives].some((option) =>
    expressionsOf(option).some((expression) => !usesParametersOnly(stage, expression)),
  )
}

function expressionsOf({ time, needs }: Option) {
  if (time !== undefined) return [time.optimistic, time.likely, time.pessimistic]
  const limit = needs.find(({ pool }) => pool === 'time')
  return limit === undefined ? [] : [limit.amount]
}

/** Of one task, or of all where it is the same for all; undefined: nothing is said, or only the run can tell. */
export function statedOf(stage: OwnedStage, task: number | undefined, option: number): number | undefined {
  const { definition } = stage
  const [first, ...rest] = expressionsOf(option === 0 ? definition : (definition.alternatives[option - 1] ?? definition))
  if (first === undefined) return undefined
  const names = decisionNames(stage, task)
  let sum = 0
  for (const expression of [first, ...rest]) {
    const seconds = amountOf(expression, names)
    if (typeof seconds !== 'number') return undefined
    sum += seconds
  }
  return (sum / (1 + rest.length)) * 1000
}

/** The mean over some tasks of a stage that is expanded. */
export function meanStated(stage: OwnedStage, option: number): number | undefined {
  const count = stage.count ?? 0
  const sampled = Math.min(count, mostSampled)
  let sum = 0
  let found = 0
  for (let index = 0; index < sampled; index++) {
    const stated = statedOf(stage, Math.floor((index * count) / sampled), option)
    if (stated === undefined) continue
    sum += stated
    found++
  }
  return found === 0 ? undefined : sum / found
}
