import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainSite, type Site } from '#model/site.ts'
import { quoted } from '#worlds/attempt/quote.ts'
import { slurmExecutor } from '#worlds/slurm/executor.ts'
import { build, type Started, type Workspace, workspace } from '../cli/pwos.ts'
import { type Bench, type Ended, failure, openBench } from '../worlds/stage.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'
import { soon } from './turning.ts'

const patient = 240_000

/** Two classes of jobs, of which the better one drives the other out, and nodes that can be made to refuse every job. */
const settings = (broken: string) => `PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
Prolog=${broken}/prolog.sh
PartitionName=cancelled Nodes=node[1-3] PriorityTier=1 PreemptMode=CANCEL State=UP
PartitionName=requeued Nodes=node[1-3] PriorityTier=1 PreemptMode=REQUEUE State=UP
PartitionName=better Nodes=node[1-3] PriorityTier=10 PreemptMode=OFF State=UP
`

describe.skipIf(!hasSlurm)('why Slurm ended it', () => {
  const broken = mkdtempSync(join(tmpdir(), 'pwos-prolog-'))
  let cluster: TestCluster
  let space: Workspace
  let run: Started | undefined
  beforeAll(async () => {
    build()
    writeFileSync(join(broken, 'prolog.sh'), `#!/bin/bash\n[[ ! -e '${broken}'/$SLURMD_NODENAME ]]\n`)
    chmodSync(join(broken, 'prolog.sh'), 0o755)
    cluster = await startCluster({ nodes: 3, cpus: 2, settings: settings(broken) })
    const surroundings = { SLURM_CONF: cluster.environment.SLURM_CONF ?? '' }
    space = workspace({ 'pwos.site.yaml': 'options: [--time=1, --nodelist=node3]\nvisible_within: 3 s\n' }, surroundings)
    space.write('workflow.yaml', workflow.replaceAll('LOG', space.path('log')))
    // It takes as long as the shortest limit of Slurm, and more than a minute: the other tests go on meanwhile.
    run = space.start('run', 'workflow.yaml', '--on', 'slurm')
  }, patient)
  afterAll(async () => {
    await space?.[Symbol.asyncDispose]()
    cluster?.stop()
    rmSync(broken, { recursive: true, force: true })
  })

  const open = (more: Partial<Site> = {}): Bench =>
    openBench({
      slurm: (tools) =>
        slurmExecutor(tools, { environment: cluster.environment, siteOf: () => ({ ...plainSite, visibleMs: 3000, ...more }) }),
    })

  for (const partition of ['cancelled', 'requeued']) {
    test(
      `[SLURM-15] a job that another one drives out is preempted, where such jobs are ${partition}`,
      async () => {
        const bench = open({ partition, options: ['--nodelist=node1', '--exclusive'] })
        const begun = join(bench.folder, 'begun')
        bench.specs.set(0, { script: `echo >> ${quoted(begun)}; sleep 600` })
        bench.start([0])
        await soon(bench, () => existsSync(begun))
        const other = cluster
          .ask('sbatch', '--parsable', '-p', 'better', '-w', 'node1', '--exclusive', '-o', '/dev/null', '--wrap', 'sleep 600')
          .trim()
        const [end] = await bench.ended()
        cluster.ask('scancel', other)
        expect(failure(outcomeOf(end))).toMatchObject({ cause: 'preempted' })
      },
      patient,
    )
  }

  for (const [how, options] of [
    ['ends', []],
    ['holds', ['--requeue']],
  ] as const) {
    test(
      `[SLURM-23] a job that its node cannot launch, and that Slurm therefore ${how}, goes into another one`,
      async () => {
        const nodes = ['node1', 'node2']
        for (const node of nodes) writeFileSync(join(broken, node), '')
        const bench = open({ exclude: ['node3'], options })
        bench.start([0])
        await soon(bench, () => /drain/.test(cluster.ask('sinfo', '-h', '-o', '%T')))
        for (const node of nodes) rmSync(join(broken, node))
        const ends: Ended[] = []
        for (let turns = 0; ends.length === 0 && turns < 900; turns++) {
          if (turns % 20 === 0) cluster.ask('scontrol', 'update', 'nodename=ALL', 'state=resume')
          for (const input of (await bench.world.next()) ?? []) if (input.type === 'ended') ends.push(input)
        }
        expect(outcomeOf(ends[0]).kind).toBe('succeeded')
      },
      patient,
    )
  }

  test('[SLURM-11] a partition that is not there is a bad request, with the cluster’s words', async () => {
    expect(failure(await open({ partition: 'nowhere' }).run({}))).toMatchObject({
      cause: 'bad_request',
      detail: expect.stringMatching(/invalid partition/i),
    })
  })

  test(
    '[SLURM-15] more memory after too little of it only, more time after its limit only, and neither uses up what is for the program',
    async () => {
      const { stdout, stderr } = await (run?.ended ?? Promise.reject(new Error('not begun')))
      expect(`${stdout}${stderr}`).toMatch(/limit.*out_of_time|out of time/s)
      expect(space.read('log').trim().split('\n')).toEqual(['144 2:00', '287 2:00', '287 3:00', '287 3:00'])
      const { lines } = space.json('status')
      expect(lines[0].failures).toEqual([expect.objectContaining({ stage: 'limit', cause: 'out_of_time', ignored: true })])
      expect(lines[0].phase).toBe('succeeded')
    },
    patient,
  )
})

/** Four attempts: too much memory, too much time, an error of its own, and one that does well. The other stage meets Slurm's own limit. */
const workflow = `pwos: 1
name: causes
stages:
  grows:
    needs: { cpu: 1, memory: 150 MB, time: 20 s }
    run: |
      echo "$SLURM_MEM_PER_NODE $(squeue -h -j "$SLURM_JOB_ID" -o %l)" >> \${{ outputs.x }} 
      cat \${{ outputs.x }} >> LOG
      case $(wc -l < LOG) in
        1) exec node -e 'const a = []; setInterval(() => a.push(Buffer.alloc(30e6, 1)), 50)' ;;
        2) sleep 600 ;;
        3) exit 3 ;;
      esac
    outputs: { x: x.txt }
    on_error:
      - { cause: out_of_memory, retry: { needs: { memory: "\${{ needs.memory * 2 }}" }, at_most: 1 } }
      - { cause: out_of_time, retry: { needs: { time: "\${{ needs.time * 4 }}" }, at_most: 1 } }
      - { cause: program_error, retry: { at_most: 1 } }
  limit:
    run: sleep 600
    on_error:
      - { cause: out_of_time, ignore: true }
`

function outcomeOf(end: Ended | undefined): Ended['outcome'] {
  if (end === undefined) throw new Error('it did not end')
  return end.outcome
}
