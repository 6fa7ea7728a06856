import type { SchedulingProblem } from './problem.ts'

/**
 * All activities, each after its predecessors; among those that may come next, the one with the smallest key, then the first.
 * A binary heap of activities, so that a million take seconds.
 */
export function listByKey({ count, predecessorStart, successorStart, successors }: SchedulingProblem, keys: Float64Array): Int32Array {
  const waits = new Int32Array(count)
  const heap = new Int32Array(count)
  const list = new Int32Array(count)
  let size = 0
  const isBefore = (a: number, b: number) => {
    const keyA = keys[a] as number
    const keyB = keys[b] as number
    return keyA < keyB || (keyA === keyB && a < b)
  }
  const push = (activity: number) => {
    let at = size++
    while (at > 0) {
      const up = (at - 1) >> 1
      if (!isBefore(activity, heap[up] as number)) break
      heap[at] = heap[up] as number
      at = up
    }
    heap[at] = activity
  }
  const pop = (): number => {
    const top = heap[0] as number
    const last = heap[--size] as number
    let at = 0
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(heap[child + 1] as number, heap[child] as number)) child++
      if (!isBefore(heap[child] as number, last)) break
      heap[at] = heap[child] as number
      at = child
    }
    heap[at] = last
    return top
  }
  for (let activity = 0; activity < count; activity++) {
    waits[activity] = (predecessorStart[activity + 1] as number) - (predecessorStart[activity] as number)
    if (waits[activity] === 0) push(activity)
  }
  for (let at = 0; size > 0; at++) {
    const activity = pop()
    list[at] = activity
    const last = successorStart[activity + 1] as number
    for (let i = successorStart[activity] as number; i < last; i++) {
      const next = successors[i] as number
      waits[next] = (waits[next] as number) - 1
      if (waits[next] === 0) push(next)
    }
  }
  return list
}
