import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainSite, type Site } from '#model/site.ts'
import { slurmExecutor } from '#worlds/slurm/executor.ts'
import { build, workspace } from '../cli/pwos.ts'
import { scratch } from '../scratch.ts'
import { type Bench, failure, openBench } from '../worlds/stage.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'

const patient = 180_000

const workflow = `pwos: 1
name: spoiled
stages:
  sample:
    on: slurm
    foreach: { i: "\${{ range(0, 40) }}" }
    run: echo "\${{ i }} $SLURMD_NODENAME" > \${{ outputs.x }}; lab-tool
    outputs: { x: x.txt }
`

/** On node3 the lab's software is missing. */
const profile = `max_bundle: 1
visible_within: 3 s
setup: |
  lab-tool() { sleep 0.2; }
  [[ $SLURMD_NODENAME = node3 ]] || export -f lab-tool
`

describe.skipIf(!hasSlurm)('a node of Slurm that spoils tasks', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    build()
    cluster = await startCluster({ nodes: 3, cpus: 2 })
  }, patient)
  afterAll(() => cluster?.stop())

  const open = (more: Partial<Site>, folder = scratch()): Bench =>
    openBench(
      {
        slurm: (tools) =>
          slurmExecutor(tools, {
            environment: cluster.environment,
            siteOf: () => ({ ...plainSite, visibleMs: 2000, mostInJob: 1, ...more }),
          }),
      },
      folder,
    )

  test(
    '[SLURM-21] [SLURM-22] what fails there fast is done elsewhere, the node is left out, and `status` says so',
    async () => {
      await using space = workspace(
        { 'workflow.yaml': workflow, 'pwos.site.yaml': profile },
        { SLURM_CONF: cluster.environment.SLURM_CONF ?? '' },
      )
      const { status, stdout, stderr } = await space.start('run', 'workflow.yaml').ended
      expect(`${stdout}${stderr}`).toContain('All 40 tasks have results')
      expect(status).toBe(0)
      const where = Array.from({ length: 40 }, (_, i) =>
        readFileSync(space.path(`.pwos/results/spoiled/sample/i=${i}/x.txt`), 'utf8').trim(),
      )
      expect(where.filter((line) => line.endsWith('node3'))).toEqual([])
      expect(space.pwos('status').stdout).toMatch(/Nodes left out\s+node3 until .*: \d+ of sample failed there fast/)
    },
    patient,
  )

  test(
    '[SLURM-21] a node on which jobs cannot be prepared is left out, also by the next controller',
    async () => {
      const spoiled = open({ setup: '[[ $SLURMD_NODENAME != node3 ]] || exit 1' })
      const tasks = Array.from({ length: 12 }, (_, task) => task)
      for (const task of tasks) spoiled.specs.set(task, { script: 'sleep 1; [[ $SLURMD_NODENAME != node3 ]]' })
      for (const task of tasks) spoiled.start([task])
      const ends = await spoiled.ended(12)
      expect(ends.map(({ outcome }) => outcome.kind)).toEqual(tasks.map(() => 'succeeded'))
      expect(JSON.parse(readFileSync(`${spoiled.store}/nodes.json`, 'utf8'))).toMatchObject([{ node: 'node3' }])
      await spoiled.reopen()
      spoiled.specs.set(20, { script: 'sleep 600' })
      spoiled.start([20])
      for (let turns = 0; turns < 300 && !/node3/.test(excluded(cluster)); turns++) await spoiled.world.next()
      expect(excluded(cluster)).toContain('ExcNodeList=node3')
      spoiled.perform({ type: 'stop', run: 'r1', stage: 0, task: 20, attempt: 1 })
      await spoiled.ended()
    },
    patient,
  )

  test(
    '[SLURM-21] a job that can run on no other node is submitted all the same',
    async () => {
      const bench = open({ options: ['--nodelist=node3'] })
      await bench.world.close()
      const resting = { node: 'node3', stage: 'r1/sample', failed: 3, since: Date.now(), until: Date.now() + 3_600_000 }
      writeFileSync(`${bench.store}/nodes.json`, JSON.stringify([resting]))
      await bench.reopen()
      expect((await bench.run({})).kind).toBe('succeeded')
    },
    patient,
  )

  test(
    '[SLURM-21] what fails on every node is the program’s own matter: it is answered as it is, and no node is left out',
    async () => {
      const bench = open({})
      const tasks = Array.from({ length: 12 }, (_, task) => task)
      for (const task of tasks) bench.specs.set(task, { script: 'exit 7' })
      for (const task of tasks) bench.start([task])
      const ends = await bench.ended(12)
      expect(new Set(ends.map(({ outcome }) => failure(outcome).cause))).toEqual(new Set(['program_error']))
      expect(() => readFileSync(`${bench.store}/nodes.json`)).toThrow()
    },
    patient,
  )
})

function excluded(cluster: TestCluster): string {
  return cluster.ask('scontrol', 'show', 'job', '-o')
}
