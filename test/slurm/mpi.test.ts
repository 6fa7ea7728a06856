import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainSite } from '#model/site.ts'
import { slurmExecutor } from '#worlds/slurm/executor.ts'
import { isInstalled } from '../installed.ts'
import { openBench, output, succeeded } from '../worlds/stage.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'

describe.skipIf(!hasSlurm)('MPI on Slurm', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 2, cpus: 2 })
  }, 240_000)
  afterAll(() => cluster?.stop())
  const open = () =>
    openBench({
      slurm: (tools) => slurmExecutor(tools, { environment: cluster.environment, siteOf: () => ({ ...plainSite, visibleMs: 3000 }) }),
    })

  test('[SLURM-4] srun starts the tasks of MPI on all nodes', async () => {
    const script = 'srun bash -c \'echo "$SLURM_PROCID $SLURMD_NODENAME"\' | sort > out.txt'
    const needs = { nodes: 2, tasks: 4, memory: 300e6 }
    const { outputs } = succeeded(await open().run({ script, outputs: [output('out.txt', { contentUsed: true })], needs }))
    expect(outputs.out?.content).toBe('0 node1\n1 node1\n2 node2\n3 node2\n')
  }, 120_000)

  test.skipIf(!isInstalled('mpirun'))(
    '[SLURM-4] mpirun of Open MPI finds the nodes of the job',
    async () => {
      const launch = 'mpirun --allow-run-as-root --mca btl tcp,self --mca btl_tcp_if_include lo --mca oob_tcp_if_include lo -np 4'
      const script = `${launch} bash -c 'echo "$OMPI_COMM_WORLD_RANK of $OMPI_COMM_WORLD_SIZE on $SLURMD_NODENAME"' | sort > out.txt`
      const needs = { nodes: 2, tasks: 4, memory: 300e6 }
      const { outputs } = succeeded(await open().run({ script, outputs: [output('out.txt', { contentUsed: true })], needs }))
      expect(outputs.out?.content).toBe('0 of 4 on node1\n1 of 4 on node1\n2 of 4 on node2\n3 of 4 on node2\n')
    },
    120_000,
  )
})
