import { createHeap, type Heaped, pushHeap, removeFromHeap } from '#run/heap.ts'

interface Moment<T> extends Heaped {
  readonly at: number
  readonly items: T[]
}

/** What will happen, by time; what happens at the same time, in the order it was put there. */
export interface Agenda<T> {
  add(at: number, item: T): void
  /** The next moment and all that happens in it. */
  take(): { readonly at: number; readonly items: readonly T[] } | undefined
}

export function createAgenda<T>(): Agenda<T> {
  const moments = new Map<number, Moment<T>>()
  const order = createHeap<Moment<T>>((a, b) => a.at < b.at)
  return {
    add(at, item) {
      const known = moments.get(at)
      if (known !== undefined) {
        known.items.push(item)
        return
      }
      const moment: Moment<T> = { at, items: [item], heapAt: -1 }
      moments.set(at, moment)
      pushHeap(order, moment)
    },
    take() {
      const first = order.items[0]
      if (first === undefined) return undefined
      removeFromHeap(order, first)
      moments.delete(first.at)
      return first
    },
  }
}
