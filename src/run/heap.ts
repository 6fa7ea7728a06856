/** Something that can stand in a heap; it knows its place, so it can be moved or taken out from anywhere. */
export interface Heaped {
  /** Index in the heap's items; −1 outside. Kept by the heap. */
  heapAt: number
}

/** A binary heap, the first by `before` on top. */
export interface Heap<T extends Heaped> {
  readonly items: T[]
  readonly before: (a: T, b: T) => boolean
}

export function createHeap<T extends Heaped>(before: (a: T, b: T) => boolean): Heap<T> {
  return { items: [], before }
}

export function pushHeap<T extends Heaped>(heap: Heap<T>, item: T): void {
  heap.items.push(item)
  rise(heap, heap.items.length - 1, item)
}

export function removeFromHeap<T extends Heaped>(heap: Heap<T>, item: T): void {
  const at = item.heapAt
  if (at < 0) return
  item.heapAt = -1
  const last = heap.items.pop()
  if (last === undefined || last === item) return
  place(heap, at, last)
}

/** After the item's own order has changed. */
export function moveInHeap<T extends Heaped>(heap: Heap<T>, item: T): void {
  if (item.heapAt >= 0) place(heap, item.heapAt, item)
}

/** After the order of many has changed. */
export function rebuildHeap<T extends Heaped>(heap: Heap<T>): void {
  for (let at = (heap.items.length >> 1) - 1; at >= 0; at--) {
    const item = heap.items[at]
    if (item !== undefined) sink(heap, at, item)
  }
}

function place<T extends Heaped>(heap: Heap<T>, at: number, item: T): void {
  const up = heap.items[(at - 1) >> 1]
  if (at > 0 && up !== undefined && heap.before(item, up)) rise(heap, at, item)
  else sink(heap, at, item)
}

function rise<T extends Heaped>({ items, before }: Heap<T>, from: number, item: T): void {
  let at = from
  while (at > 0) {
    const up = (at - 1) >> 1
    const parent = items[up]
    if (parent === undefined || !before(item, parent)) break
    items[at] = parent
    parent.heapAt = at
    at = up
  }
  items[at] = item
  item.heapAt = at
}

function sink<T extends Heaped>({ items, before }: Heap<T>, from: number, item: T): void {
  let at = from
  for (;;) {
    const left = items[2 * at + 1]
    if (left === undefined) break
    const right = items[2 * at + 2]
    const child = right !== undefined && before(right, left) ? right : left
    if (!before(child, item)) break
    const down = child === left ? 2 * at + 1 : 2 * at + 2
    items[at] = child
    child.heapAt = at
    at = down
  }
  items[at] = item
  item.heapAt = at
}

/**
 * Gives a heap's items in order, without changing it: the first k cost O(k log k), however large the heap is.
 * A small heap holds the places that can come next: the children of those already given.
 */
export function walkHeap<T extends Heaped>({ items, before }: Heap<T>): () => T | undefined {
  interface Next extends Heaped {
    readonly at: number
    readonly item: T
  }
  const next = createHeap<Next>((a, b) => before(a.item, b.item))
  const offer = (at: number) => {
    const item = items[at]
    if (item !== undefined) pushHeap(next, { at, item, heapAt: -1 })
  }
  offer(0)
  return () => {
    const first = next.items[0]
    if (first === undefined) return undefined
    removeFromHeap(next, first)
    offer(2 * first.at + 1)
    offer(2 * first.at + 2)
    return first.item
  }
}
