import type { Stage, Workflow } from '#model/workflow.ts'
import { layersOf, topologicalOrder } from './order.ts'

/** A workflow as nodes and edges, for drawing and for reasoning about its shape. */
export interface StageGraph {
  readonly name: string
  readonly title: string | undefined
  readonly nodes: readonly StageNode[]
  readonly edges: readonly StageEdge[]
  /** Stage indices, each after all it waits for. */
  readonly order: readonly number[]
  /** Stage indices by layer: no stage of a layer waits for another of it. */
  readonly layers: readonly (readonly number[])[]
  /** Tasks of all stages, and whether a stage whose count only the run can tell is missing from it. */
  readonly tasks: { readonly count: number; readonly exact: boolean }
}

export interface StageNode {
  readonly index: number
  readonly name: string
  readonly title: string | undefined
  readonly layer: number
  /** Undefined: only the run can tell. */
  readonly count: number | undefined
  readonly fanout: 'single' | 'foreach' | 'each' | 'pieces'
  /** Names of the `foreach` axes. */
  readonly axes: readonly string[]
  readonly gates: readonly string[]
  /** It has a `when`, or a decision leads to it, so it may be skipped. */
  readonly conditional: boolean
  /** The loop that it is a turn of, or decides in; left out: none. */
  readonly partOf?: number
  /** Of a loop: until when, and how many turns there may be. */
  readonly loop?: { readonly until: string; readonly atMost: number }
  /** Of a decision: its branches, with where they lead; left out: it decides nothing. */
  readonly branches?: readonly { readonly name: string; readonly condition: string | undefined; readonly then: readonly string[] }[]
  /** Others wait for it. */
  readonly followed: boolean
}

export interface StageEdge {
  readonly from: number
  readonly to: number
  /** `element`: task by task; `whole`: all tasks at once; `order`: waits, and takes no data. */
  readonly kind: 'element' | 'whole' | 'order'
  /** The outputs that go along it. */
  readonly outputs: readonly string[]
}

/** The stage graph; `given` are the tasks of each stage, as far as they are known. */
export function graphOf(workflow: Workflow, given?: readonly (number | undefined)[]): StageGraph {
  const order = topologicalOrder(workflow)
  const layerOf = layersOf(workflow, order)
  const counts = given ?? staticCounts(workflow, order)
  const layers: number[][] = []
  for (const index of order) {
    const layer = layerOf[index] ?? 0
    const members = layers[layer]
    if (members === undefined) layers[layer] = [index]
    else members.push(index)
  }
  const edges = workflow.stages.flatMap(edgesInto)
  const followed = new Set(edges.map((edge) => edge.from))
  const partOf = partsOfLoops(workflow)
  const nodes = workflow.stages.map(
    (stage): StageNode => ({
      index: stage.index,
      name: stage.name,
      title: stage.title,
      layer: layerOf[stage.index] ?? 0,
      count: counts[stage.index],
      fanout: stage.fanout.kind,
      axes: stage.fanout.kind === 'foreach' ? stage.fanout.axes.map((axis) => axis.name) : [],
      gates: stage.gates.map((gate) => gate.name),
      conditional: stage.when !== undefined || stage.dependencies.some(({ branches }) => branches !== undefined),
      ...branchesOf(stage, workflow),
      ...loopOf(stage, workflow),
      ...partIn(partOf[stage.index]),
      followed: followed.has(stage.index),
    }),
  )
  return { name: workflow.name, title: workflow.title, nodes, edges, order, layers, tasks: sum(nodes) }
}

/** By stage: the outermost loop that it was made of; the stages of its turns have its name before theirs. */
function partsOfLoops({ stages }: Workflow): readonly (number | undefined)[] {
  const loops = new Map(stages.flatMap(({ name, index, loop }) => (loop === undefined ? [] : [[name, index] as const])))
  if (loops.size === 0) return []
  return stages.map(({ name }) => {
    for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
      const loop = loops.get(name.slice(0, dot))
      if (loop !== undefined) return loop
    }
    return undefined
  })
}

function partIn(loop: number | undefined): Pick<StageNode, 'partOf'> {
  return loop === undefined ? {} : { partOf: loop }
}

function loopOf({ loop }: Stage, { stages }: Workflow): Pick<StageNode, 'loop'> {
  const until = stages[loop?.checks[0] ?? -1]?.decision?.branches[0]?.condition?.source
  return loop === undefined ? {} : { loop: { until: until ?? '', atMost: loop.turns.length } }
}

function branchesOf({ decision }: Stage, { stages }: Workflow): Pick<StageNode, 'branches'> {
  if (decision === undefined) return {}
  const branches = decision.branches.map(({ name, condition, then }) => ({
    ...{ name, condition: condition?.source },
    then: then.map((index) => stages[index]?.name ?? ''),
  }))
  return { branches }
}

function edgesInto(stage: Stage): readonly StageEdge[] {
  return stage.dependencies.map((dependency) => ({
    from: dependency.stage,
    to: stage.index,
    kind: dependency.order ? 'order' : dependency.kind,
    outputs: dependency.outputs,
  }))
}

function sum(nodes: readonly StageNode[]): StageGraph['tasks'] {
  let count = 0
  let exact = true
  for (const node of nodes) {
    count += node.count ?? 0
    exact &&= node.count !== undefined
  }
  return { count, exact }
}

/** What is known without evaluating anything: a single stage has one task. */
function staticCounts(workflow: Workflow, order: readonly number[]): readonly (number | undefined)[] {
  const counts: (number | undefined)[] = []
  for (const index of order) {
    const fanout = workflow.stages[index]?.fanout
    counts[index] = fanout?.kind === 'single' ? 1 : fanout?.kind === 'each' ? counts[fanout.stage] : undefined
  }
  return counts
}
