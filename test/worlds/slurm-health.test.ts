import { describe, expect, test } from 'vitest'
import { createHealth, type Health, restingAtMost } from '#worlds/slurm/health.ts'

const hour = 3_600_000

function fails(health: Health, node: string, ...tasks: readonly string[]): void {
  for (const what of tasks) health.did({ node, stage: 's', how: 'failed', what })
}

function doesWell(health: Health, node: string, ...tasks: readonly string[]): void {
  for (const what of tasks) health.did({ node, stage: 's', how: 'well', what })
}

const names = (health: Health, now = 0) => health.resting(now).map(({ node }) => node)

describe('[SLURM-21] a node rests where tasks fail fast that do well elsewhere', () => {
  test('three different tasks, with others that do well on another node', () => {
    const health = createHealth(hour)
    doesWell(health, 'n1', '0', '1')
    fails(health, 'n3', '2', '2', '3')
    expect(health.judge(0, 3)).toBe(false)
    fails(health, 'n3', '4')
    expect(health.judge(0, 3)).toBe(true)
    expect(health.resting(0)).toEqual([{ node: 'n3', stage: 's', failed: 3, since: 0, until: hour }])
  })

  test('where they do well nowhere, or the node does well in between, it is the program', () => {
    const alone = createHealth(hour)
    fails(alone, 'n3', '1', '2', '3', '4')
    expect(alone.judge(0, 3)).toBe(false)
    const between = createHealth(hour)
    doesWell(between, 'n1', '0')
    fails(between, 'n3', '1', '2')
    doesWell(between, 'n3', '5')
    fails(between, 'n3', '3', '4')
    expect(between.judge(0, 3)).toBe(false)
    const everywhere = createHealth(hour)
    doesWell(everywhere, 'n1', '0', '1')
    fails(everywhere, 'n1', '6', '7')
    fails(everywhere, 'n3', '1', '2', '3')
    expect(everywhere.judge(0, 3)).toBe(false)
  })

  test('others that run on elsewhere for long are word enough', () => {
    const health = createHealth(hour)
    fails(health, 'n3', '1', '2', '3')
    health.getsOn('s', new Set(['n3']))
    expect(health.judge(0, 3)).toBe(false)
    health.getsOn('s', new Set(['n2']))
    expect(health.judge(0, 3)).toBe(true)
  })

  test('jobs that end before any of their attempts begins tell of the node where no other has such trouble', () => {
    const health = createHealth(hour)
    for (const what of ['a/0', 'a/1', 'b/0']) health.did({ node: 'n3', stage: 's', how: 'unbegun', what })
    health.judge(0, 3)
    expect(names(health)).toEqual(['n3'])
    for (const what of ['a/0', 'b/0']) health.did({ node: 'n2', stage: 's', how: 'unbegun', what })
    expect(health.judge(0, 3)).toBe(true)
    expect(names(health)).toEqual([])
  })

  test('it is let go when its time is over, and when the same tasks fail elsewhere, too', () => {
    const health = createHealth(hour)
    doesWell(health, 'n1', '0', '1', '7', '8')
    fails(health, 'n3', '2', '3', '4')
    health.judge(0, 3)
    fails(health, 'n1', '3')
    expect(health.judge(1, 3)).toBe(true)
    expect(names(health, 1)).toEqual([])
    fails(health, 'n3', '9')
    health.judge(2, 3)
    expect(names(health, 2)).toEqual(['n3'])
    expect(health.judge(hour + 2, 3)).toBe(true)
    expect(names(health, hour + 2)).toEqual([])
  })

  test('never more than a quarter of the nodes, and never the only one', () => {
    expect([1, 2, 3, 7, 8, 100].map(restingAtMost)).toEqual([0, 1, 1, 1, 2, 25])
    const health = createHealth(hour)
    doesWell(health, 'n1', '0')
    for (const node of ['n2', 'n3']) fails(health, node, `${node}a`, `${node}b`, `${node}c`)
    health.judge(0, 3)
    expect(names(health)).toEqual(['n2'])
  })

  test('what an earlier controller found holds until its time is over', () => {
    const health = createHealth(hour, [{ node: 'n3', stage: 's', failed: 4, since: 0, until: 1000 }])
    doesWell(health, 'n1', '0')
    expect(health.judge(500, 3)).toBe(false)
    expect(names(health, 500)).toEqual(['n3'])
    expect(health.judge(1000, 3)).toBe(true)
    expect(names(health, 1000)).toEqual([])
  })
})
