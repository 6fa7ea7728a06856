import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainSite, type Site } from '#model/site.ts'
import type { CheckpointSpec } from '#run/attempt.ts'
import type { Outcome } from '#run/outcome.ts'
import { slurmExecutor } from '#worlds/slurm/executor.ts'
import { type Bench, openBench } from '../worlds/stage.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'
import { soon } from './turning.ts'

const patient = 180_000

const settings = `PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PartitionName=cancelled Nodes=node[1-2] PriorityTier=1 PreemptMode=CANCEL State=UP
PartitionName=requeued Nodes=node[1-2] PriorityTier=1 PreemptMode=REQUEUE State=UP
PartitionName=better Nodes=node[1-2] PriorityTier=10 PreemptMode=OFF State=UP
`

/** Counts, and saves how far it has come when it is told to. */
const saves = (signal: string) =>
  `n=$(cat "$PWOS_CHECKPOINT/n" 2>/dev/null || echo 0); echo "$PWOS_RESTART $n"; ` +
  `trap 'echo $((n + 1)) > "$PWOS_CHECKPOINT/n"; exit 0' ${signal}; echo > begun; while :; do sleep 0.05; done`

describe.skipIf(!hasSlurm)('states that are saved on Slurm', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 2, cpus: 2, settings })
  }, patient)
  afterAll(() => cluster?.stop())

  const open = (more: Partial<Site> = {}): Bench =>
    openBench({
      slurm: (tools) =>
        slurmExecutor(tools, { environment: cluster.environment, siteOf: () => ({ ...plainSite, visibleMs: 3000, ...more }) }),
    })

  function begin(bench: Bench, attempt: number, checkpoint: Partial<CheckpointSpec>, limitMs: number): void {
    const spec: CheckpointSpec = { signal: 'USR1', whole: 'at_end', graceMs: 20_000, kept: [], ...checkpoint }
    bench.specs.set(0, { script: saves(spec.signal), checkpoint: spec, limitMs })
    bench.start([0], attempt)
  }

  const outcomeOf = async (bench: Bench): Promise<Outcome> => {
    const [end] = await bench.ended()
    if (end === undefined) throw new Error('it did not end')
    return end.outcome
  }

  const folder = (bench: Bench, attempt: number) => join(bench.store, `runs/r1/sample/0-${attempt}`)

  for (const [where, site] of [
    ['', {}],
    [' of a prepared job', { scratch: '/tmp' }],
  ] as const) {
    test(
      `[SLURM-28] a program${where} is asked to save before its limit, and the next job goes on from there`,
      async () => {
        const bench = open(site)
        begin(bench, 1, {}, 22_000)
        const first = await outcomeOf(bench)
        expect(first).toMatchObject({ kind: 'failed', cause: 'out_of_time', goesOn: true, saved: { bytes: 2 } })
        begin(bench, 2, { from: { attempt: 1, fingerprint: first.saved?.fingerprint ?? '' }, kept: [1] }, 22_000)
        expect(await outcomeOf(bench)).toMatchObject({ goesOn: true })
        expect(readFileSync(join(folder(bench, 2), 'stdout.txt'), 'utf8')).toBe('checkpoint 1\n')
        expect(readFileSync(join(folder(bench, 2), 'checkpoint/n'), 'utf8')).toBe('2\n')
      },
      patient,
    )
  }

  for (const partition of ['cancelled', 'requeued']) {
    test(
      `[SLURM-29] a program that is driven out saves its state at TERM and goes on, where such jobs are ${partition}`,
      async () => {
        const bench = open({ partition, options: ['--nodelist=node1', '--exclusive'] })
        begin(bench, 1, { signal: 'TERM' }, 3_600_000)
        await soon(bench, () => existsSync(join(folder(bench, 1), 'work/begun')))
        const words = ['--parsable', '-p', 'better', '-w', 'node1', '--exclusive', '-o', '/dev/null', '--wrap', 'sleep 600']
        const other = cluster.ask('sbatch', ...words).trim()
        const outcome = await outcomeOf(bench)
        cluster.ask('scancel', other)
        expect(outcome).toMatchObject({ kind: 'failed', cause: 'preempted', goesOn: true, saved: { bytes: 2 } })
      },
      patient,
    )
  }

  test(
    '[SLURM-29] an end of its own is an end like any other',
    async () => {
      const bench = open()
      const checkpoint: CheckpointSpec = { signal: 'TERM', whole: 'at_end', graceMs: 20_000, kept: [] }
      expect(await bench.run({ script: 'echo 1 > "$PWOS_CHECKPOINT/n"', checkpoint })).toMatchObject({ kind: 'succeeded' })
    },
    patient,
  )
})
