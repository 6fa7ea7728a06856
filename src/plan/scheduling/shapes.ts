import { type CommonTimes, choicesOf, commonTimes, type GroupDemand } from './choices.ts'
import type { Demand } from './demands.ts'
import type { Shape } from './problem.ts'
import type { Resource, Resources } from './resources.ts'

/** Tasks that hold the same have one shape between them. */
export interface ShapeBook {
  readonly shapes: Shape[]
  /** Index of the shape; undefined: no choice of units does it. */
  shapeOf(kind: Shape['kind'], demand: Demand): number | undefined
}

export function shapeBook(resources: Resources): ShapeBook {
  const shapes: Shape[] = []
  const known = new Map<string, number | undefined>()
  const common = commonTimes()
  return {
    shapes,
    shapeOf(kind, demand) {
      const key = `${kind} ${JSON.stringify(demand)}`
      if (known.has(key)) return known.get(key)
      const shape = makeShape(kind, demand, resources, common)
      const index = shape.choices.length === 0 ? undefined : shapes.push(shape) - 1
      known.set(key, index)
      return index
    },
  }
}

function makeShape(kind: Shape['kind'], { amounts, whole }: Demand, resources: Resources, common: CommonTimes): Shape {
  const pools: Resource[] = amounts.map(({ resource }) => resources.all[resource] as Resource)
  const groups: GroupDemand[] = whole.map(({ resources: members, count }) => ({
    units: members.flatMap((member) => resources.all[member]?.units ?? []),
    count: kind === 'apart' ? 1 : count,
  }))
  return {
    kind,
    pools: pools.map(({ pool = 0 }) => pool),
    amounts: amounts.map(({ amount }) => amount),
    choices: choicesOf(resources, pools, groups, common),
    quorum: kind === 'apart' ? (whole[0]?.count ?? 1) : 1,
  }
}
