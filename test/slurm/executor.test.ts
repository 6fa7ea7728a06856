import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainSite, type Site } from '#model/site.ts'
import { slurmExecutor } from '#worlds/slurm/executor.ts'
import { scratch } from '../scratch.ts'
import { type Bench, type Ended, failure, openBench, output, succeeded } from '../worlds/stage.ts'
import { hasSlurm, startCluster, type TestCluster, until } from './cluster.ts'
import { soon } from './turning.ts'

const minute = 120_000

describe.skipIf(!hasSlurm)('Slurm', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 3, cpus: 2 })
  }, minute)
  afterAll(() => cluster?.stop())

  const open = (site: Partial<Site> = {}, folder = scratch()): Bench =>
    openBench(
      {
        slurm: (tools) =>
          slurmExecutor(tools, { environment: cluster.environment, siteOf: () => ({ ...plainSite, visibleMs: 3000, ...site }) }),
      },
      folder,
    )
  const queue = () => cluster.ask('squeue', '-h', '-o', '%F %T %r').split('\n').filter(Boolean)

  test('[SLURM-4] [SLURM-17] an attempt has what it asked for, and says how long it waited apart from how long it ran', async () => {
    const bench = open({ options: ['--nice=5'] })
    const script =
      'echo "$SLURM_CPUS_PER_TASK $SLURM_MEM_PER_NODE $SLURM_JOB_NUM_NODES" > out.txt; sleep 0.3; echo "{\\"a\\": 1}" > "$PWOS_METRICS"'
    const outcome = await bench.run({
      script,
      outputs: [output('out.txt', { contentUsed: true })],
      needs: { cpu: 2, memory: 300e6, nodes: 1 },
    })
    const { outputs, metrics, usage } = succeeded(outcome)
    expect(outputs.out?.content).toBe('2 287 1\n')
    expect(metrics).toEqual({ a: 1 })
    expect(usage.wallMs).toBeGreaterThan(290)
    expect(usage.wallMs).toBeLessThan(2000)
    expect(usage.queuedMs).toBeGreaterThanOrEqual(0)
  })

  test(
    '[SLURM-8] [SLURM-9] a hundred short attempts are a few jobs, each answered once',
    async () => {
      const bench = open()
      const tasks = Array.from({ length: 100 }, (_, task) => task)
      for (const task of tasks)
        bench.specs.set(task, { script: `echo ${task} > out.txt`, outputs: [output('out.txt', { contentUsed: true })] })
      for (const task of tasks) bench.start([task])
      const ends = await bench.ended(100)
      expect(
        ends.map(({ task, outcome }) => [task, succeeded(outcome).outputs.out?.content]).sort((a, b) => Number(a[0]) - Number(b[0])),
      ).toEqual(tasks.map((task) => [task, `${task}\n`]))
      const ids = cluster.ask('squeue', '-h', '-t', 'all', '-r', '-o', '%j').split('\n')
      expect(ids.length).toBeLessThan(60)
      for (let turns = 0; turns < 3; turns++) expect(await bench.world.next()).toEqual([])
    },
    minute,
  )

  test(
    '[SLURM-30] pieces come through the shared folder while the job runs, and all of them with its end',
    async () => {
      const bench = open()
      const frames = output('frame-*', { name: 'frames', kind: 'glob', stream: { atMost: 9, backlog: 9, expect: undefined } })
      const script =
        'echo one > frame-1; echo frame-1 >> "$PWOS_STREAM"; until test -e go; do sleep 0.1; ls . > /dev/null; done; echo two > frame-2'
      bench.specs.set(0, { script, outputs: [frames] })
      bench.start([0])
      const told: string[] = []
      for (let turns = 0; told.length === 0 && turns < 900; turns++)
        for (const input of (await bench.world.next()) ?? [])
          if (input.type === 'pieces') told.push(...input.pieces.map(({ name }) => name))
      expect(told).toEqual(['frame-1'])
      writeFileSync(join(bench.store, 'runs/r1/sample/0-1/work/go'), '')
      const [end] = await bench.ended()
      expect(succeeded(outcomeOf(end)).outputs.frames?.pieces?.map(({ name }) => name)).toEqual(['frame-1', 'frame-2'])
    },
    minute,
  )

  test('[SLURM-11] what the cluster refuses for good fails with its words', async () => {
    const outcome = failure(await open().run({ needs: { cpu: 1, memory: 1e12 } }))
    expect(outcome.cause).toBe('bad_request')
    expect(outcome.detail).toMatch(/refused.*Requested node configuration is not available|Memory/)
  })

  test(
    '[SLURM-15] a job cancelled by hand says so',
    async () => {
      const bench = open()
      bench.specs.set(0, { script: 'echo begun; sleep 600' })
      bench.start([0])
      await soon(bench, () => queue().some((line) => line.includes('RUNNING')))
      cluster.ask('scancel', queue()[0]?.split(' ')[0] ?? '')
      const [end] = await bench.ended()
      expect(failure(outcomeOf(end))).toMatchObject({ cause: 'cancelled', detail: expect.stringContaining('by hand') })
    },
    minute,
  )

  test(
    '[SLURM-15] too much memory is told from other ends',
    async () => {
      const script = 'exec node -e "const a=[]; setInterval(() => a.push(Buffer.alloc(30e6, 1)), 50)"'
      const outcome = failure(await open().run({ script, needs: { cpu: 1, memory: 150e6 } }))
      expect(outcome.cause).toBe('out_of_memory')
    },
    minute,
  )

  test(
    '[SLURM-19] an attempt past its time is ended; those of its job that had not begun run in another one',
    async () => {
      const bench = open()
      bench.specs.set(0, { script: 'echo {\\"step\\":1} >> "$PWOS_METRICS"; sleep 600', limitMs: 2000 })
      for (const task of [1, 2]) bench.specs.set(task, { script: 'true', limitMs: 2000 })
      bench.start([0, 1, 2])
      const ends = await bench.ended(3)
      const [late, ...others] = ends.sort((a, b) => a.task - b.task).map(({ outcome }) => outcome)
      if (late === undefined) throw new Error('it did not end')
      expect(failure(late)).toMatchObject({ cause: 'out_of_time', metrics: { step: 1 } })
      for (const outcome of others) succeeded(outcome)
    },
    minute,
  )

  test('[SLURM-12] an exit code is the program’s own, and what it printed is there', async () => {
    const bench = open()
    const outcome = failure(await bench.run({ script: 'echo no such field >&2; exit 3' }))
    expect(outcome).toMatchObject({ cause: 'program_error', exitCode: 3, detail: expect.stringContaining('no such field') })
  })

  test(
    '[SLURM-16] a job that waits for what can never come is cancelled',
    async () => {
      const bench = open({ options: ['--dependency=afterok:1', '--hold'] })
      cluster.ask('sbatch', '--wrap', 'exit 1', '-o', '/dev/null')
      const failing = cluster.ask('sbatch', '--parsable', '--wrap', 'exit 1', '-o', '/dev/null').trim()
      await bench.world.close()
      const other = open({ options: [`--dependency=afterok:${failing}`] })
      const outcome = failure(await other.run({}))
      expect(outcome).toMatchObject({ cause: 'bad_request', detail: expect.stringContaining('DependencyNeverSatisfied') })
      await until(() => queue().length === 0, 10_000)
    },
    minute,
  )

  test(
    '[SLURM-18] stopping reaches the jobs; what was not submitted is over at once',
    async () => {
      const bench = open()
      const tasks = Array.from({ length: 40 }, (_, task) => task)
      for (const task of tasks) bench.specs.set(task, { script: 'sleep 600' })
      for (const task of tasks) bench.start([task])
      await soon(bench, () => queue().some((line) => line.includes('RUNNING')))
      for (const task of tasks) bench.perform({ type: 'stop', run: 'r1', stage: 0, task, attempt: 1 })
      const ends = await bench.ended(40)
      expect(new Set(ends.map(({ outcome }) => failure(outcome).cause))).toEqual(new Set(['cancelled']))
      await until(() => queue().length === 0, 15_000)
    },
    minute,
  )

  test(
    '[SLURM-7] after a crash what was submitted is found again, and runs once',
    async () => {
      const folder = scratch()
      const bench = open({}, folder)
      const tasks = [0, 1, 2, 3, 4, 5]
      for (const task of tasks) bench.specs.set(task, { script: `echo ${task} >> ${quoted(join(folder, 'ran'))}; sleep 4` })
      for (const task of tasks) bench.start([task])
      await soon(bench, () => existsSync(join(folder, 'ran')))
      await bench.reopen()
      for (const task of tasks) bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [task], attempts: [1] })
      const ends = await bench.ended(6)
      expect(ends.map(({ outcome }) => outcome.kind)).toEqual(tasks.map(() => 'succeeded'))
      expect(readFileSync(join(folder, 'ran'), 'utf8').trim().split('\n').sort()).toEqual(tasks.map(String))
    },
    minute,
  )

  test(
    '[SLURM-7] a submission of which no answer was heard is looked up: one that Slurm has is not submitted again',
    async () => {
      const folder = scratch()
      const bench = open({}, folder)
      bench.specs.set(0, { script: `echo 0 >> ${quoted(join(folder, 'ran'))}; sleep 4` })
      bench.start([0])
      await soon(bench, () => existsSync(join(folder, 'ran')))
      await bench.world.close()
      const jobs = join(bench.store, 'jobs')
      const [name = ''] = readdirSync(jobs)
      const { rmSync } = await import('node:fs')
      rmSync(join(jobs, name, 'id'))
      await bench.reopen()
      bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
      const [end] = await bench.ended()
      expect(end?.outcome.kind).toBe('succeeded')
      expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('0\n')
    },
    minute,
  )

  test(
    '[SLURM-7] one that never reached Slurm is submitted',
    async () => {
      const folder = scratch()
      const bench = open({ options: ['--hold'] }, folder)
      bench.specs.set(0, { script: `echo 0 >> ${quoted(join(folder, 'ran'))}` })
      bench.start([0])
      await soon(bench, () => queue().length > 0)
      await bench.world.close()
      const jobs = join(bench.store, 'jobs')
      const [name = ''] = readdirSync(jobs)
      const { rmSync } = await import('node:fs')
      cluster.ask('scancel', readFileSync(join(jobs, name, 'id'), 'utf8').trim())
      rmSync(join(jobs, name, 'id'))
      const text = readFileSync(join(jobs, name, 'job.json'), 'utf8').replace('"--hold"', '"--nice=1"')
      writeFileSync(join(jobs, name, 'job.json'), text)
      // Of the cancelled one Slurm would still know: as if it had been forgotten.
      const { renameSync } = await import('node:fs')
      renameSync(join(jobs, name), join(jobs, `${name}x`))
      await bench.reopen()
      bench.perform({ type: 'adopt', run: 'r1', stage: 0, tasks: [0], attempts: [1] })
      const [end] = await bench.ended()
      expect(end?.outcome.kind).toBe('succeeded')
      expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('0\n')
    },
    minute,
  )
})

const quoted = (path: string) => `'${path.replaceAll("'", "'\\''")}'`

function outcomeOf(end: Ended | undefined): Ended['outcome'] {
  if (end === undefined) throw new Error('it did not end')
  return end.outcome
}
