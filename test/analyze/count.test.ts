import { expect, test } from 'vitest'
import { countTasks } from '#analyze/count.ts'
import type { Expression } from '#expression/compiled.ts'
import { recordOf } from '#expression/record.ts'
import type { RecordValue, Value } from '#expression/value.ts'
import { axes, constant, whole, workflow } from '../report/by-hand.ts'

const parameters = recordOf({ sizes: [8, 16, 32] })
const range = (length: number): readonly Value[] => Array.from({ length }, (_, at) => at)

/** An expression that counts how often it is evaluated. */
function counting(evaluate: (environment: RecordValue) => Value): { readonly expression: Expression; readonly times: () => number } {
  let times = 0
  const evaluated = (environment: RecordValue) => {
    times++
    return evaluate(environment)
  }
  return { expression: { ...constant('counted'), evaluate: evaluated }, times: () => times }
}

const at = { file: 'workflow.yaml', line: 1, column: 1 }

test('[REP-2] tasks are counted from the parameters: product, zip, element by element, single', () => {
  const made = workflow([
    { name: 'product', fanout: axes({ L: [1, 2, 3], T: [1, 2, 3, 4] }) },
    { name: 'zipped', fanout: axes({ a: [1, 2, 3], b: [4, 5, 6] }, true) },
    { name: 'each', fanout: { kind: 'each', stage: 0 }, dependencies: [whole(0)] },
    { name: 'single' },
    { name: 'none', fanout: axes({ a: [] }) },
  ])
  expect(countTasks(made, parameters)).toEqual([12, 3, 12, 1, 0])
})

test('[REP-2] a million tasks are counted by evaluating each expression once', () => {
  const axis = counting(() => range(1_000))
  const values = { name: 'x', values: axis.expression, at }
  const made = workflow([{ name: 'million', fanout: { kind: 'foreach', zip: false, axes: [values, { ...values, name: 'y' }] } }])
  expect(countTasks(made, parameters)).toEqual([1_000_000])
  expect(axis.times()).toBe(2)
})

test('[REP-2] a count that follows from a result is not known before the run, and neither is what follows from it', () => {
  const made = workflow([
    { name: 'list' },
    { name: 'many', fanout: axes({ x: [] }), dependencies: [{ ...whole(0, 'found'), expansion: true }] },
    { name: 'each', fanout: { kind: 'each', stage: 1 }, dependencies: [whole(1)] },
  ])
  expect(countTasks(made, parameters)).toEqual([1, undefined, undefined])
})

test('[REP-2] an expression may use parameters and the counts of other stages', () => {
  const sizes = counting((environment) => environment.get('sizes') ?? [])
  const counted = counting((environment) => {
    const stages = environment.get('stages') as RecordValue
    return range((stages.get('first') as RecordValue).get('count') as number)
  })
  const made = workflow([
    { name: 'first', fanout: { kind: 'foreach', zip: false, axes: [{ name: 'L', values: sizes.expression, at }] } },
    {
      name: 'second',
      fanout: { kind: 'foreach', zip: false, axes: [{ name: 'n', values: counted.expression, at }] },
      dependencies: [whole(0)],
    },
  ])
  expect(countTasks(made, parameters)).toEqual([3, 3])
})
