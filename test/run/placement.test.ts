import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { resolvePools } from '#define/pools.ts'
import type { AttemptsStarted } from '#run/events.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { acts, tell } from '../simulation/story.ts'

const file = (stages: string) => `pwos: 1\nname: test\nresources: { licence: 1 }\nstages:\n${stages}`

test('[SLURM-2] what a cluster has is asked of it and not held; other pools are, and one of the cluster’s own', async () => {
  const stages = `
  far: { on: slurm, foreach: { i: [1, 2, 3] }, run: "true", needs: { cpu: 500, memory: 4 TB, licence: 1 } }
  near: { after: far, run: "true" }
`
  const events = await simulate({ behaviour: acts({}) }).send(
    startOf(file(stages), { pools: { cpu: 1, memory: 1e9, licence: 2, slurm: 2 } }),
  )
  const started = events.filter((event): event is AttemptsStarted => event.type === 'AttemptsStarted')
  expect(started.map(({ holds, at }) => [at, holds])).toEqual([
    [0, { licence: 1, slurm: 1 }],
    [0, { licence: 1, slurm: 1 }],
    [1000, { licence: 1, slurm: 1 }],
    [2000, { cpu: 1 }],
  ])
  expect(tell(events).at(-1)).toBe('3000 succeeded')
})

test('[SLURM-2] what was asked of a cluster can be raised after a failure, by its cause', async () => {
  const stages = `
  far:
    on: slurm
    run: "true"
    needs: { memory: 1 GB, time: 10 min }
    on_error:
      - { cause: out_of_memory, retry: { needs: { memory: "\${{ needs.memory * 2 }}" }, at_most: 2 } }
      - { cause: out_of_time, retry: { needs: { time: "\${{ needs.time * 2 }}" }, at_most: 2 } }
`
  const behaviour = acts({ 'far#1': { fails: 'out_of_memory' }, 'far#2': { fails: 'preempted' }, 'far#3': { fails: 'out_of_time' } })
  const events = await simulate({ behaviour }).send(startOf(file(stages), { pools: { cpu: 1, slurm: 2 } }))
  const thens = events.flatMap((event) => (event.type === 'AttemptEnded' && event.then.kind === 'retry' ? [event.then] : []))
  expect(thens.map(({ budget, needs }) => [budget, needs])).toEqual([
    ['rule:0', { memory: 2e9 }],
    ['lost', {}],
    ['rule:1', { time: 1200 }],
  ])
  expect(tell(events).at(-1)).toMatch(/succeeded/)
})

test('[SLURM-3] nodes, tasks and gpu need not be declared for a cluster, and are unknown on a machine', () => {
  const stage = (on: string) => file(`  a: { ${on} run: "true", needs: { nodes: 2, tasks: 64, gpu: 1 } }\n`)
  expect(loadWorkflow(stage('on: slurm,'), 'w.yaml').problems).toEqual([])
  expect(loadWorkflow(stage(''), 'w.yaml').problems.map(({ code }) => code)).toEqual(['unknown_pool', 'unknown_pool', 'unknown_pool'])
  const [problem] = loadWorkflow(stage('on: slrm,'), 'w.yaml').problems
  expect(problem).toMatchObject({ code: 'bad_value', hint: { en: 'Did you mean `slurm`?' } })
})

test('[SLURM-2] too large for this machine is no problem for a cluster', () => {
  const { workflow } = loadWorkflow(file('  a: { run: "true", needs: { cpu: 500 } }\n'), 'w.yaml')
  if (workflow === undefined) throw new Error('it loads')
  const machine = { cpu: 2, memory: 1e9 }
  expect(resolvePools(workflow, {}, machine).problems.map(({ code }) => code)).toEqual(['need_too_large'])
  expect(resolvePools(workflow, {}, machine, { on: 'slurm', atOnce: 50 })).toMatchObject({ problems: [], pools: { slurm: 50, cpu: 2 } })
})
