import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graphOf } from '#analyze/graph.ts'
import { layersOf, topologicalOrder } from '#analyze/order.ts'
import type { Workflow } from '#model/workflow.ts'
import { after, axes, element, gate, whole, workflow } from '../report/by-hand.ts'

/** Workflows in which each stage waits for some of the stages before it, in the file's order or against it. */
const workflows: fc.Arbitrary<Workflow> = fc
  .array(fc.array(fc.nat(1_000), { maxLength: 3 }), { minLength: 1, maxLength: 30 })
  .map((lists) =>
    workflow(
      lists.map((list, at) => ({
        name: `s${at}`,
        dependencies: at === 0 ? [] : [...new Set(list.map((one) => one % at))].map((from) => whole(from)),
      })),
    ),
  )

test('[REP-1] an order puts every stage after all it waits for, and keeps the order of the file otherwise', () => {
  fc.assert(
    fc.property(workflows, (made) => {
      const order = topologicalOrder(made)
      const place = new Map(order.map((stage, at) => [stage, at]))
      expect([...order].sort((a, b) => a - b)).toEqual(made.stages.map((stage) => stage.index))
      for (const stage of made.stages)
        for (const { stage: from } of stage.dependencies) expect(place.get(from)).toBeLessThan(place.get(stage.index)!)
    }),
  )
  expect(topologicalOrder(workflow([{ name: 'b', dependencies: [whole(2)] }, { name: 'c' }, { name: 'a' }]))).toEqual([1, 2, 0])
})

test('[REP-1] a layer is the longest way to it', () => {
  fc.assert(
    fc.property(workflows, (made) => {
      const layers = layersOf(made)
      for (const stage of made.stages) {
        const before = stage.dependencies.map((dependency) => layers[dependency.stage]!)
        expect(layers[stage.index]).toBe(before.length === 0 ? 0 : Math.max(...before) + 1)
      }
    }),
  )
})

test('[REP-1] a chain of 100,000 stages has an order, and layers, without recursion', () => {
  const chain = workflow(Array.from({ length: 100_000 }, (_, at) => ({ name: `s${at}`, dependencies: at === 0 ? [] : [whole(at - 1)] })))
  const graph = graphOf(chain)
  expect(graph.layers).toHaveLength(100_000)
  expect(graph.order.at(-1)).toBe(99_999)
})

test('[REP-1] an edge says what goes along it', () => {
  const made = workflow([
    { name: 'sample', fanout: axes({ L: [1, 2] }), gates: [gate('thermalised', 'a < b')] },
    { name: 'binder', fanout: { kind: 'each', stage: 0 }, dependencies: [element(0, 'series')] },
    { name: 'fit', dependencies: [whole(1, 'u4', 'error'), after(0)] },
  ])
  const graph = graphOf(made, [2, 2, 1])
  expect(graph.edges).toEqual([
    { from: 0, to: 1, kind: 'element', outputs: ['series'] },
    { from: 1, to: 2, kind: 'whole', outputs: ['u4', 'error'] },
    { from: 0, to: 2, kind: 'order', outputs: [] },
  ])
  expect(graph.nodes.map((node) => [node.name, node.count, node.layer, node.followed])).toEqual([
    ['sample', 2, 0, true],
    ['binder', 2, 1, true],
    ['fit', 1, 2, false],
  ])
  expect(graph.nodes[0]).toMatchObject({ fanout: 'foreach', axes: ['L'], gates: ['thermalised'], conditional: false })
  expect(graph.tasks).toEqual({ count: 5, exact: true })
  expect(graphOf(made).tasks).toEqual({ count: 1, exact: false })
})
