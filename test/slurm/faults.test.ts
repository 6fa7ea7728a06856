import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainSite, type Site } from '#model/site.ts'
import { quoted } from '#worlds/attempt/quote.ts'
import { slurmExecutor } from '#worlds/slurm/executor.ts'
import { scratch } from '../scratch.ts'
import { type Bench, type Ended, failure, openBench } from '../worlds/stage.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'
import { soon } from './turning.ts'

const patient = 120_000

describe.skipIf(!hasSlurm)('Slurm in trouble', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 3, cpus: 2 })
  }, patient)
  afterAll(() => cluster?.stop())

  const open = (folder = scratch(), site: Partial<Site> = {}): Bench =>
    openBench(
      {
        slurm: (tools) =>
          slurmExecutor(tools, { environment: cluster.environment, siteOf: () => ({ ...plainSite, visibleMs: 3000, ...site }) }),
      },
      folder,
    )

  test(
    '[SLURM-14] while slurmctld is dead nothing fails: what runs goes on, what is new waits, and nothing is lost or run twice',
    async () => {
      const folder = scratch()
      const bench = open(folder, { mostInJob: 1 })
      const tasks = Array.from({ length: 12 }, (_, task) => task)
      for (const task of tasks) bench.specs.set(task, { script: `echo ${task} >> ${quoted(join(folder, 'ran'))}; sleep 3` })
      for (const task of tasks.slice(0, 6)) bench.start([task])
      await soon(bench, () => existsSync(join(folder, 'ran')))
      cluster.killController()
      for (const task of tasks.slice(6)) bench.start([task])
      const before = await bench.ended(2)
      cluster.startController()
      const ends = [...before, ...(await endedAfterCrash(bench, cluster, 10))]
      expect(ends.map(({ outcome }) => outcome.kind)).toEqual(tasks.map(() => 'succeeded'))
      expect(lines(join(folder, 'ran'))).toEqual(tasks.map(String).sort())
    },
    patient,
  )

  test(
    '[SLURM-15] a node that dies takes what ran on it along: node failure',
    async () => {
      const folder = scratch()
      const bench = open(folder, { options: ['--nodelist=node3'] })
      const script = `echo $SLURMD_NODENAME >> ${quoted(join(folder, 'where'))}; sleep 600`
      bench.specs.set(0, { script })
      bench.start([0])
      await soon(bench, () => existsSync(join(folder, 'where')))
      cluster.killNode(3)
      const [end] = await bench.ended()
      if (end === undefined) throw new Error('it did not end')
      expect(failure(end.outcome)).toMatchObject({ cause: 'node_failure' })
    },
    patient,
  )
})

/**
 * A controller that was killed may have forgotten the last seconds, and launches again what it had launched: nodes are then drained for
 * a duplicate job, until an administrator lets them go on, as here.
 */
async function endedAfterCrash(bench: Bench, cluster: TestCluster, count: number): Promise<Ended[]> {
  const ends: Ended[] = []
  for (let turns = 0; ends.length < count && turns < 900; turns++) {
    if (turns % 20 === 19 && /drain/.test(cluster.ask('sinfo', '-h', '-o', '%T'))) {
      cluster.ask('scontrol', 'update', 'nodename=ALL', 'state=resume')
    }
    for (const input of (await bench.world.next()) ?? []) if (input.type === 'ended') ends.push(input)
  }
  return ends
}

function lines(path: string): string[] {
  return readFileSync(path, 'utf8').trim().split('\n').sort()
}
