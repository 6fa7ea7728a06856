import { invariant } from '#model/invariant.ts'
import type { Workflow } from '#model/workflow.ts'

/**
 * Stage indices so that each comes after all it waits for; among those that could come next, the file's
 * order. Kahn's algorithm with a heap: nothing recurses, so a chain of 100,000 stages is no deeper than one of 3.
 */
export function topologicalOrder(workflow: Workflow): readonly number[] {
  const { missing, followers } = neighbours(workflow)
  const ready = new MinHeap()
  for (let stage = 0; stage < missing.length; stage++) if (missing[stage] === 0) ready.push(stage)
  const order: number[] = []
  for (let stage = ready.pop(); stage !== undefined; stage = ready.pop()) {
    order.push(stage)
    for (const follower of followers[stage] ?? []) {
      const left = (missing[follower] ?? 0) - 1
      missing[follower] = left
      if (left === 0) ready.push(follower)
    }
  }
  invariant(order.length === workflow.stages.length, 'the stages of a workflow wait for each other in no circle')
  return order
}

/** By stage: how many stages the longest way to it passes. Stages of one layer never wait for each other. */
export function layersOf(workflow: Workflow, order = topologicalOrder(workflow)): readonly number[] {
  const layers = new Array<number>(workflow.stages.length).fill(0)
  for (const index of order) {
    let layer = 0
    for (const dependency of workflow.stages[index]?.dependencies ?? []) layer = Math.max(layer, (layers[dependency.stage] ?? 0) + 1)
    layers[index] = layer
  }
  return layers
}

function neighbours(workflow: Workflow): { missing: Int32Array; followers: readonly number[][] } {
  const missing = new Int32Array(workflow.stages.length)
  const followers: number[][] = workflow.stages.map(() => [])
  for (const stage of workflow.stages) {
    for (const dependency of stage.dependencies) {
      followers[dependency.stage]?.push(stage.index)
      missing[stage.index] = (missing[stage.index] ?? 0) + 1
    }
  }
  return { missing, followers }
}

/** Numbers, smallest first. */
class MinHeap {
  private readonly items: number[] = []

  push(value: number): void {
    let at = this.items.length
    while (at > 0) {
      const up = (at - 1) >> 1
      const parent = this.items[up] ?? 0
      if (parent <= value) break
      this.items[at] = parent
      at = up
    }
    this.items[at] = value
  }

  pop(): number | undefined {
    const top = this.items[0]
    const last = this.items.pop()
    if (this.items.length > 0 && last !== undefined) this.sink(last)
    return top
  }

  private sink(value: number): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      if (left >= this.items.length) break
      const right = left + 1
      const down = right < this.items.length && (this.items[right] ?? 0) < (this.items[left] ?? 0) ? right : left
      const child = this.items[down] ?? 0
      if (child >= value) break
      this.items[at] = child
      at = down
    }
    this.items[at] = value
  }
}
