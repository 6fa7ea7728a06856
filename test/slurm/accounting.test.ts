import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainSite, type Site } from '#model/site.ts'
import { quoted } from '#worlds/attempt/quote.ts'
import { slurmExecutor } from '#worlds/slurm/executor.ts'
import { type Bench, failure, openBench } from '../worlds/stage.ts'
import { hasAccounting } from './accounting.ts'
import { hasSlurm, startCluster, type TestCluster, until } from './cluster.ts'
import { soon } from './turning.ts'

const patient = 240_000

for (const accounting of [true, false]) {
  describe.skipIf(!hasSlurm || (accounting && !hasAccounting))(`Slurm ${accounting ? 'with' : 'without'} accounting`, () => {
    let cluster: TestCluster
    beforeAll(async () => {
      cluster = await startCluster({
        nodes: 2,
        cpus: 2,
        accounting,
        settings: accounting ? 'AccountingStorageEnforce=associations,qos' : '',
      })
    }, patient)
    afterAll(() => cluster?.stop())

    const open = (site: Partial<Site> = {}): Bench =>
      openBench({
        slurm: (tools) =>
          slurmExecutor(tools, { environment: cluster.environment, siteOf: () => ({ ...plainSite, visibleMs: 3000, ...site }) }),
      })

    /** What it said while nobody was there to hear it, and has forgotten since. */
    async function endsUnheard(bench: Bench, end: (job: string) => void): Promise<void> {
      const begun = join(bench.folder, 'begun')
      bench.specs.set(0, { script: `echo > ${quoted(begun)}; sleep 600` })
      bench.start([0])
      await soon(bench, () => existsSync(begun))
      await bench.world.close()
      const job = cluster.ask('squeue', '-h', '-o', '%F').trim()
      end(job)
      const queue = () => cluster.ask('squeue', '-h')
      await until(() => queue() === '', 60_000, queue)
      if (accounting) await until(() => cluster.ask('sacct', '-n', '-X', '-o', 'State%20', '-j', `${job}_0`).includes('CANCELLED'), 30_000)
      cluster.killController()
      const state = join(cluster.folder, 'state')
      for (const name of readdirSync(state)) rmSync(join(state, name), { recursive: true })
      cluster.startController()
      await until(() => cluster.ask('sinfo', '-h', '-t', 'idle', '-o', '%N').trim() !== '', 60_000)
      expect(cluster.ask('squeue', '-h', '-t', 'all')).toBe('')
      await bench.reopen()
      bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
    }

    test(
      `[SLURM-25] what the queue has forgotten ${accounting ? 'the accounting still knows' : 'is judged by its own record'}`,
      async () => {
        const bench = open()
        await endsUnheard(bench, (job) => cluster.ask('scancel', job))
        const [end] = await bench.ended()
        if (end === undefined) throw new Error('it did not end')
        if (accounting) expect(failure(end.outcome)).toMatchObject({ cause: 'cancelled', detail: expect.stringContaining('by hand') })
        else expect(failure(end.outcome).cause).toBe('killed')
      },
      patient,
    )

    test('[SLURM-25] what does well does so with the books and without them', async () => {
      expect((await open().run({ script: 'sleep 0.2' })).kind).toBe('succeeded')
    })

    if (!accounting) return
    test('[SLURM-11] an account or a quality of service that is not there is a bad request', async () => {
      expect(failure(await open({ qos: 'nowhere' }).run({}))).toMatchObject({ cause: 'bad_request', detail: expect.stringMatching(/qos/i) })
      expect(failure(await open({ account: 'nobody' }).run({}))).toMatchObject({
        cause: 'bad_request',
        detail: expect.stringMatching(/account/i),
      })
    })
  })
}
