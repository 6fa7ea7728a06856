import type { StageEdge, StageGraph } from '#analyze/graph.ts'

/** The graph with each loop as one stage: its turns are stages of their own, but nobody wants to see twenty of them. */
export function withoutTurns(graph: StageGraph): StageGraph {
  const standsFor = new Map(graph.nodes.flatMap(({ index, partOf }) => (partOf === undefined ? [] : [[index, partOf] as const])))
  if (standsFor.size === 0) return graph
  const shown = (index: number) => standsFor.get(index) ?? index
  const isShown = (index: number) => !standsFor.has(index)
  const edges = new Map<string, StageEdge>()
  for (const edge of graph.edges) {
    const [from, to] = [shown(edge.from), shown(edge.to)]
    if (from === to) continue
    const known = edges.get(`${from} ${to}`)
    const outputs = [...new Set([...(known?.outputs ?? []), ...edge.outputs])]
    edges.set(`${from} ${to}`, { ...edge, from, to, kind: known?.kind === 'whole' ? known.kind : edge.kind, outputs })
  }
  const layers = graph.layers.map((layer) => layer.filter(isShown)).filter((layer) => layer.length > 0)
  const layerOf = new Map(layers.flatMap((layer, at) => layer.map((index) => [index, at] as const)))
  const nodes = graph.nodes.filter(({ index }) => isShown(index)).map((node) => ({ ...node, layer: layerOf.get(node.index) ?? 0 }))
  return { ...graph, nodes, edges: [...edges.values()], order: graph.order.filter(isShown), layers }
}
