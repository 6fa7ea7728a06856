import type { StageEdge, StageGraph, StageNode } from '#analyze/graph.ts'
import { withoutTurns } from './graph-loops.ts'

/** Beyond this a drawing of every stage helps nobody. */
export const mostStages = 300
const mostEdges = 1_500
const mostGroups = 24

/** The graph itself where it can be drawn; of a huge one, an outline in which neighbouring layers are one box. */
export function drawable(whole: StageGraph): { readonly graph: StageGraph; readonly outlined: boolean } {
  const graph = withoutTurns(whole)
  if (graph.nodes.length <= mostStages && graph.edges.length <= mostEdges) return { graph, outlined: false }
  const band = Math.max(1, Math.ceil(graph.layers.length / mostGroups))
  const byIndex = new Map(graph.nodes.map((node) => [node.index, node]))
  const groups: StageNode[][] = []
  graph.layers.forEach((layer, at) => {
    const group = Math.floor(at / band)
    const members = groups[group] ?? []
    groups[group] = members
    for (const index of layer) {
      const node = byIndex.get(index)
      if (node !== undefined) members.push(node)
    }
  })
  const nodes = groups.map(groupNode)
  const edges = groupEdges(graph, (index) => Math.floor((byIndex.get(index)?.layer ?? 0) / band))
  const order = nodes.map((node) => node.index)
  return { graph: { ...graph, nodes, edges, order, layers: order.map((index) => [index]) }, outlined: true }
}

function groupNode(members: readonly StageNode[], index: number): StageNode {
  const first = members[0]?.name ?? ''
  const last = members.at(-1)?.name ?? ''
  const known = members.every((node) => node.count !== undefined)
  return {
    index,
    name: members.length === 1 ? first : `${first} … ${last} (${members.length})`,
    title: undefined,
    layer: index,
    count: known ? members.reduce((total, node) => total + (node.count ?? 0), 0) : undefined,
    fanout: 'foreach',
    axes: [],
    gates: [...new Set(members.flatMap((node) => node.gates))],
    conditional: false,
    followed: members.some((node) => node.followed),
  }
}

function groupEdges(graph: StageGraph, groupOf: (index: number) => number): readonly StageEdge[] {
  const edges = new Map<string, StageEdge>()
  for (const edge of graph.edges) {
    const from = groupOf(edge.from)
    const to = groupOf(edge.to)
    if (from === to) continue
    const key = `${from} ${to}`
    if (!edges.has(key)) edges.set(key, { from, to, kind: 'whole', outputs: [] })
  }
  return [...edges.values()]
}
