import type { StageGraph } from '#analyze/graph.ts'

/** A stage as a row of a drawing in text: where its dot stands, and the lines that come to it and pass by. */
export interface Rail {
  readonly stage: number
  /** The rail it stands on, counted from the left. */
  readonly at: number
  /** The row of the stage, and what goes on below it. */
  readonly row: string
  readonly below: string
}

/**
 * The graph as rows with rails, as version histories are drawn: a stage stands on the rail of the first stage
 * that only it still waits for, else on a rail of its own; a rail goes on until its last follower is drawn.
 */
export function railsOf(graph: StageGraph): readonly Rail[] {
  const followers = new Map<number, number[]>()
  const parents = new Map<number, number[]>()
  for (const node of graph.nodes) {
    followers.set(node.index, [])
    parents.set(node.index, [])
  }
  const pairs = new Set<string>()
  for (const { from, to } of graph.edges) {
    if (pairs.has(`${from} ${to}`)) continue
    pairs.add(`${from} ${to}`)
    followers.get(from)?.push(to)
    parents.get(to)?.push(from)
  }
  const lanes: (number | undefined)[] = []
  const left = new Map([...followers].map(([stage, list]) => [stage, list.length]))
  return depthFirst(graph, followers, parents).map((stage) => {
    const own = parents.get(stage) ?? []
    for (const parent of own) left.set(parent, (left.get(parent) ?? 1) - 1)
    const ending = own.filter((parent) => left.get(parent) === 0)
    const at = laneFor(lanes, ending)
    const row = drawRow(lanes, at, own, new Set(ending))
    for (const parent of ending) lanes[lanes.indexOf(parent)] = undefined
    lanes[at] = (left.get(stage) ?? 0) > 0 ? stage : undefined
    while (lanes.length > 0 && lanes.at(-1) === undefined) lanes.pop()
    return { stage, at, row, below: lanes.map((lane) => (lane === undefined ? ' ' : '│')).join(' ') }
  })
}

/** An order that stays with a branch as long as it can, so that rails end soon. */
function depthFirst(
  graph: StageGraph,
  followers: ReadonlyMap<number, readonly number[]>,
  parents: ReadonlyMap<number, readonly number[]>,
): readonly number[] {
  const missing = new Map([...parents].map(([stage, list]) => [stage, list.length]))
  const ready = graph.order.filter((stage) => missing.get(stage) === 0).reverse()
  const order: number[] = []
  for (let stage = ready.pop(); stage !== undefined; stage = ready.pop()) {
    order.push(stage)
    for (const follower of [...(followers.get(stage) ?? [])].reverse()) {
      const count = (missing.get(follower) ?? 0) - 1
      missing.set(follower, count)
      if (count === 0) ready.push(follower)
    }
  }
  return order
}

function laneFor(lanes: readonly (number | undefined)[], ending: readonly number[]): number {
  const taken = ending.map((parent) => lanes.indexOf(parent)).filter((lane) => lane >= 0)
  if (taken.length > 0) return Math.min(...taken)
  const free = lanes.indexOf(undefined)
  return free < 0 ? lanes.length : free
}

function drawRow(lanes: readonly (number | undefined)[], at: number, own: readonly number[], ending: ReadonlySet<number>): string {
  const columns = own.map((parent) => lanes.indexOf(parent)).filter((lane) => lane >= 0)
  const low = Math.min(at, ...columns)
  const high = Math.max(at, ...columns)
  let row = ''
  for (let lane = 0; lane < Math.max(lanes.length, at + 1); lane++) {
    const stage = lanes[lane]
    const across = lane > low && lane < high
    if (lane === at) row += '●'
    else if (stage !== undefined && own.includes(stage)) row += joint(lane < at, ending.has(stage), across)
    else if (stage !== undefined) row += '│'
    else row += across ? '─' : ' '
    row += lane >= low && lane < high ? '─' : ' '
  }
  return row.trimEnd()
}

function joint(leftOfStage: boolean, ends: boolean, across: boolean): string {
  if (across) return ends ? '┴' : '┼'
  if (leftOfStage) return ends ? '╰' : '├'
  return ends ? '╯' : '┤'
}
