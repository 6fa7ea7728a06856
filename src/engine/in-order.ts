import type { RunEvent } from '#run/events.ts'
import { createHeap, type Heaped, pushHeap, removeFromHeap } from '#run/heap.ts'
import type { JournalEntry } from './ports.ts'

interface Source extends Heaped {
  readonly rest: Iterator<JournalEntry>
  readonly next: JournalEntry
}

/** The events of several runs in the order in which they happened, without reading the runs between them. */
export function* inOrder(runs: readonly Iterable<JournalEntry>[]): Generator<RunEvent> {
  const sources = createHeap<Source>((a, b) => a.next.position < b.next.position)
  const offer = (rest: Iterator<JournalEntry>) => {
    const { value, done } = rest.next()
    if (done !== true) pushHeap(sources, { rest, next: value, heapAt: -1 })
  }
  for (const run of runs) offer(run[Symbol.iterator]())
  for (let first = sources.items[0]; first !== undefined; first = sources.items[0]) {
    yield first.next.event
    removeFromHeap(sources, first)
    offer(first.rest)
  }
}
