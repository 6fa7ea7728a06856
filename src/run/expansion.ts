import { EvaluationError } from '#expression/evaluation-error.ts'
import { isArray, valueFromJson, valueToJson } from '#expression/show.ts'
import type { Value } from '#expression/value.ts'
import type { StageExpanded } from './events.ts'
import { decisionNames } from './names.ts'
import type { OwnedStage } from './owned.ts'

/** No stage has more tasks than this: a list that long is a mistake, and what is kept for each task must fit in memory. */
const mostTasks = 10_000_000

export interface Expansion {
  readonly count: number
  readonly axes: readonly (readonly Value[])[]
}

/** How many tasks a stage has, and of which values. A text says why that cannot be told. */
export function expansionOf(stage: OwnedStage): Expansion | string {
  const { fanout } = stage.definition
  if (fanout.kind === 'pieces') return { count: 0, axes: [] }
  if (fanout.kind !== 'foreach') return { count: 1, axes: [] }
  const axes: (readonly Value[])[] = []
  for (const { name, values } of fanout.axes) {
    const list = evaluated(stage, values)
    if (typeof list === 'string') return `foreach ${name}: ${list}`
    axes.push(list)
  }
  const [first] = axes
  if (fanout.zip) {
    if (axes.some((axis) => axis.length !== first?.length))
      return `foreach: lists of different lengths (${axes.map((axis) => axis.length).join(', ')}) cannot be paired`
    return limited({ count: first?.length ?? 0, axes }, fanout.atMost)
  }
  return limited({ count: axes.reduce((product, axis) => product * axis.length, 1), axes }, fanout.atMost)
}

function limited(expansion: Expansion, atMost = mostTasks): Expansion | string {
  const most = Math.min(atMost, mostTasks)
  return expansion.count > most ? `foreach: ${expansion.count} tasks are more than ${most}` : expansion
}

type Axis = Extract<OwnedStage['definition']['fanout'], { kind: 'foreach' }>['axes'][number]

function evaluated(stage: OwnedStage, values: Axis['values']): readonly Value[] | string {
  try {
    const list = values.evaluate(decisionNames(stage, undefined))
    return isArray(list) ? list : `\`${values.source}\` is not a list`
  } catch (error) {
    if (error instanceof EvaluationError) return error.message
    throw error
  }
}

/** Whether the values follow from the definition and the parameters alone, so that no event needs to carry them. */
export function isStatic({ definition }: OwnedStage): boolean {
  return !definition.dependencies.some((dependency) => dependency.expansion)
}

/** The values that an expanded stage has, from its event or from the definition. */
export function axesOf(stage: OwnedStage, event: StageExpanded): readonly (readonly Value[])[] {
  if (event.standIn !== undefined || stage.definition.fanout.kind !== 'foreach') return []
  if (event.axes !== undefined) return event.axes.map((axis) => axis.map((json) => valueFromJson(json)))
  const expansion = expansionOf(stage)
  return typeof expansion === 'string' ? [] : expansion.axes
}

export function axesToJson(axes: readonly (readonly Value[])[]): StageExpanded['axes'] {
  return axes.map((axis) => axis.map((value) => valueToJson(value)))
}
