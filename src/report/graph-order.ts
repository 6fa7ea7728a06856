/** A node of the drawing: a stage, or the place where a long edge passes a layer. */
export interface Slot {
  readonly layer: number
  readonly along: number
  readonly across: number
  readonly stage: boolean
  readonly before: number[]
  readonly after: number[]
}

const rounds = 12

/** Slots by layer, in an order with few crossings: barycentre sweeps, and the best order they passed through is kept. */
export function orderLayers(slots: readonly Slot[]): readonly (readonly number[])[] {
  const layers: number[][] = []
  slots.forEach((slot, at) => {
    const layer = layers[slot.layer] ?? []
    layers[slot.layer] = layer
    layer.push(at)
  })
  for (let at = 0; at < layers.length; at++) layers[at] ??= []
  const rank = new Float64Array(slots.length)
  for (const layer of layers) number(layer, rank)
  let best = layers.map((layer) => [...layer])
  let fewest = crossings(slots, layers, rank)
  for (let round = 0; round < rounds && fewest > 0; round++) {
    const forward = round % 2 === 0
    for (const layer of forward ? layers : [...layers].reverse()) {
      const wish = new Map(layer.map((at) => [at, barycentre(forward ? slots[at]?.before : slots[at]?.after, rank, at)]))
      layer.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0) || (rank[a] ?? 0) - (rank[b] ?? 0))
      number(layer, rank)
    }
    const count = crossings(slots, layers, rank)
    if (count < fewest) {
      fewest = count
      best = layers.map((layer) => [...layer])
    }
  }
  return best
}

function number(layer: readonly number[], rank: Float64Array): void {
  layer.forEach((at, position) => {
    rank[at] = layer.length === 1 ? 0.5 : position / (layer.length - 1)
  })
}

function barycentre(near: readonly number[] | undefined, rank: Float64Array, at: number): number {
  if (near === undefined || near.length === 0) return rank[at] ?? 0
  return near.reduce((total, slot) => total + (rank[slot] ?? 0), 0) / near.length
}

/** Pairs of edges between neighbouring layers that cross: inversions, counted with a Fenwick tree (Barth, Jünger & Mutzel, 2002). */
function crossings(slots: readonly Slot[], layers: readonly (readonly number[])[], rank: Float64Array): number {
  let total = 0
  const place = new Int32Array(slots.length)
  for (const layer of layers) for (let position = 0; position < layer.length; position++) place[layer[position] ?? 0] = position
  layers.forEach((layer, at) => {
    const width = layers[at + 1]?.length ?? 0
    if (width === 0) return
    const tree = new Int32Array(width + 1)
    let seen = 0
    for (const slot of layer) {
      const targets = [...(slots[slot]?.after ?? [])].map((next) => place[next] ?? 0).sort((a, b) => a - b)
      for (const target of targets) total += seen - prefix(tree, target + 1)
      for (const target of targets) add(tree, target + 1)
      seen += targets.length
    }
  })
  return rank.length === 0 ? 0 : total
}

function prefix(tree: Int32Array, upTo: number): number {
  let sum = 0
  for (let at = upTo; at > 0; at -= at & -at) sum += tree[at] ?? 0
  return sum
}

function add(tree: Int32Array, position: number): void {
  for (let at = position; at < tree.length; at += at & -at) tree[at] = (tree[at] ?? 0) + 1
}
