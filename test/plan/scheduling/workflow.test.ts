import { expect, test } from 'vitest'
import { scheduled } from './planned.ts'

const diamond = `pwos: 1
name: diamond
stages:
  a: { run: "true", needs: { time: 10 s } }
  b: { run: "true", needs: { time: 20 s }, after: [a] }
  c: { run: "true", needs: { time: 5 s }, after: [a] }
  d: { run: "true", needs: { time: 1 s }, after: [b, c] }
`

test('[SCHED-20] what waits for others starts when they have ended', () => {
  const { finish, stages } = scheduled(diamond, { start: 1000 })
  expect(finish).toBe(32_000)
  expect(stages.map(({ starts }) => starts[0])).toEqual([1000, 11_000, 11_000, 31_000])
})

test('[SCHED-20] one core is shared', () => {
  const { finish, resources } = scheduled(diamond, { pools: { cpu: 1, memory: 1e9 } })
  expect(finish).toBe(36_000)
  expect(resources[0]).toMatchObject({ name: 'cpu', kind: 'pool', capacity: 1, usedMs: 36_000, availableMs: 36_000, peak: 1 })
})
