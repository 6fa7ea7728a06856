import type { StageGraph } from '#analyze/graph.ts'
import { orderLayers, type Slot } from './graph-order.ts'
import { type Item, placeInOrder } from './isotonic.ts'

/**
 * A layered drawing (Sugiyama, Tagawa & Toda, 1981): layers by longest path, long edges cut into one piece a
 * layer, few crossings by barycentres, and straight edges by least squares within each layer's order. Along
 * is the direction of the data, across is the other one; the drawing decides which of them is x.
 */
export interface Layout {
  /** Beside the graph's nodes. */
  readonly nodes: readonly Placed[]
  /** Beside the graph's edges: the points it goes through, from the border of one node to that of the other. */
  readonly edges: readonly (readonly Point[])[]
  readonly along: number
  readonly across: number
}

/** The middle of a node and its size. */
export interface Placed {
  readonly along: number
  readonly across: number
  readonly alongSize: number
  readonly acrossSize: number
}

export interface Point {
  readonly along: number
  readonly across: number
}

export interface LayoutOptions {
  readonly sizes: readonly { readonly along: number; readonly across: number }[]
  readonly gapAlong: number
  readonly gapAcross: number
}

export function layOut(graph: StageGraph, options: LayoutOptions): Layout {
  const layerOf = drawingLayers(graph)
  const slots: Slot[] = graph.nodes.map((_, index) => ({
    layer: layerOf[index] ?? 0,
    along: options.sizes[index]?.along ?? 0,
    across: options.sizes[index]?.across ?? 0,
    stage: true,
    before: [],
    after: [],
  }))
  const position = new Map(graph.nodes.map((node, at) => [node.index, at]))
  const ways = graph.edges.map((edge) => threadEdge(slots, position.get(edge.from) ?? 0, position.get(edge.to) ?? 0))
  const layers = orderLayers(slots)
  const across = placeAcross(slots, layers, options.gapAcross)
  const { starts, ends, total } = placeAlong(slots, layers, options.gapAlong)
  const lowest = slots.reduce((low, slot, at) => Math.min(low, (across[at] ?? 0) - slot.across / 2), Number.POSITIVE_INFINITY)
  const highest = slots.reduce((high, slot, at) => Math.max(high, (across[at] ?? 0) + slot.across / 2), Number.NEGATIVE_INFINITY)
  const acrossAt = (slot: number) => (across[slot] ?? 0) - lowest
  const nodes = graph.nodes.map((_, at): Placed => {
    const slot = slots[at]
    const layer = slot?.layer ?? 0
    const middle = ((starts[layer] ?? 0) + (ends[layer] ?? 0)) / 2
    return { along: middle, across: acrossAt(at), alongSize: slot?.along ?? 0, acrossSize: slot?.across ?? 0 }
  })
  const edges = ways.map((way) => edgePoints(way, slots, nodes, acrossAt, starts, ends))
  return { nodes, edges, along: total, across: slots.length === 0 ? 0 : highest - lowest }
}

/** Longest-path layers, but a stage that waits for nothing stands just before the first that needs it. */
function drawingLayers(graph: StageGraph): readonly number[] {
  const position = new Map(graph.nodes.map((node, at) => [node.index, at]))
  const layers = graph.nodes.map((node) => node.layer)
  const waits = new Set(graph.edges.map((edge) => edge.to))
  graph.nodes.forEach((node, at) => {
    if (waits.has(node.index)) return
    let nearest = Number.POSITIVE_INFINITY
    for (const edge of graph.edges) {
      if (edge.from === node.index) nearest = Math.min(nearest, layers[position.get(edge.to) ?? 0] ?? 0)
    }
    if (Number.isFinite(nearest)) layers[at] = nearest - 1
  })
  return layers
}

/** Adds a slot for each layer that the edge passes; gives all its slots from end to end. */
function threadEdge(slots: Slot[], from: number, to: number): readonly number[] {
  const way = [from]
  const last = slots[to]?.layer ?? 0
  for (let layer = (slots[from]?.layer ?? 0) + 1; layer < last; layer++) {
    way.push(slots.length)
    slots.push({ layer, along: 0, across: 4, stage: false, before: [], after: [] })
  }
  way.push(to)
  for (let at = 1; at < way.length; at++) {
    slots[way[at - 1] ?? 0]?.after.push(way[at] ?? 0)
    slots[way[at] ?? 0]?.before.push(way[at - 1] ?? 0)
  }
  return way
}

function placeAlong(slots: readonly Slot[], layers: readonly (readonly number[])[], gap: number) {
  const starts: number[] = []
  const ends: number[] = []
  let at = 0
  for (const layer of layers) {
    starts.push(at)
    at += layer.reduce((size, slot) => Math.max(size, slots[slot]?.along ?? 0), 0)
    ends.push(at)
    at += gap
  }
  return { starts, ends, total: Math.max(0, at - gap) }
}

/** The first few find a place, the others straighten: a chain converges to a line. */
const placingRounds = 6
const straighteningRounds = 60

/**
 * Each layer in turn moves as near to its neighbours as its order allows: first to the layer before it, then to
 * the one after it, and so on; in the end to both. Then each step lessens one sum, the weighted squares of how
 * far edges are from straight, so it comes to rest.
 */
function placeAcross(slots: readonly Slot[], layers: readonly (readonly number[])[], gap: number): Float64Array {
  const across = new Float64Array(slots.length)
  for (const layer of layers) settle(slots, layer, () => [], across, gap)
  const backward = [...layers].reverse()
  for (let round = 0; round < placingRounds + straighteningRounds; round++) {
    const forward = round % 2 === 0
    const near = (slot: Slot) => (round >= placingRounds ? [...slot.before, ...slot.after] : forward ? slot.before : slot.after)
    for (const layer of forward ? layers : backward) settle(slots, layer, near, across, gap)
  }
  return across
}

/** How much it matters that an edge is straight: most where it only passes (Gansner et al., 1993). */
function straightness(a: Slot, b: Slot): number {
  if (a.stage && b.stage) return 1
  return a.stage || b.stage ? 2 : 8
}

function settle(
  slots: readonly Slot[],
  layer: readonly number[],
  near: (slot: Slot) => readonly number[],
  across: Float64Array,
  gap: number,
): void {
  const items: Item[] = []
  let previous: Slot | undefined
  for (const at of layer) {
    const slot = slots[at]
    if (slot === undefined) continue
    let weight = 0
    let sum = 0
    for (const other of near(slot)) {
      const neighbour = slots[other]
      const matters = neighbour === undefined ? 0 : straightness(slot, neighbour)
      weight += matters
      sum += matters * (across[other] ?? 0)
    }
    const between = previous === undefined ? 0 : slot.stage && previous.stage ? gap : gap * 0.7
    const apart = previous === undefined ? 0 : (slot.across + previous.across) / 2 + between
    // What has no neighbour on that side stays where it is, as far as the others let it.
    items.push(weight > 0 ? { wish: sum / weight, weight, apart } : { wish: across[at] ?? 0, weight: 0.01, apart })
    previous = slot
  }
  placeInOrder(items).forEach((value, position) => {
    across[layer[position] ?? 0] = value
  })
}

function edgePoints(
  way: readonly number[],
  slots: readonly Slot[],
  nodes: readonly Placed[],
  acrossAt: (slot: number) => number,
  starts: readonly number[],
  ends: readonly number[],
): readonly Point[] {
  const points: Point[] = []
  way.forEach((slot, step) => {
    const layer = slots[slot]?.layer ?? 0
    const node = nodes[slot]
    if (node !== undefined && step === 0) points.push({ along: node.along + node.alongSize / 2, across: acrossAt(slot) })
    if (node !== undefined && step === way.length - 1) points.push({ along: node.along - node.alongSize / 2, across: acrossAt(slot) })
    // It goes straight through the layers it passes, so it keeps clear of the boxes there.
    if (node === undefined)
      points.push({ along: starts[layer] ?? 0, across: acrossAt(slot) }, { along: ends[layer] ?? 0, across: acrossAt(slot) })
  })
  return points
}
