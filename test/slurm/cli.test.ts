import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, workspace } from '../cli/pwos.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'

const workflow = `pwos: 1
name: mixed
stages:
  far:
    on: slurm
    foreach: { i: [1, 2, 3, 4] }
    run: echo "$SLURM_JOB_ID" > \${{ outputs.id }}; [[ -n $SLURM_JOB_ID && -n $LAB ]]
    outputs: { id: id.txt }
  near:
    run: '[[ -z "\${SLURM_JOB_ID-}" ]]; cat "\${{ stages.far.outputs.id.manifest }}" > \${{ outputs.all }}'
    outputs: { all: all.json }
`

beforeAll(build, 240_000)

test('[SLURM-5] a profile with mistakes is refused before anything starts, with place and nearest word', async () => {
  await using space = workspace({ 'workflow.yaml': workflow, 'bad.yaml': 'acount: lab\nmax_jobs: many\n' })
  const { status, stderr, stdout } = space.pwos('run', 'workflow.yaml', '--site', 'bad.yaml')
  expect(status).toBe(3)
  expect(`${stdout}${stderr}`).toMatch(/bad\.yaml:1:1[\s\S]*account[\s\S]*bad\.yaml:2:/)
})

test('[SLURM-6] without the commands of Slurm the run is refused', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'pwos-path-'))
  await using space = workspace({ 'workflow.yaml': workflow }, { PATH: empty })
  const { status, stderr } = space.pwos('run', 'workflow.yaml')
  rmSync(empty, { recursive: true })
  expect(status).not.toBe(0)
  expect(stderr).toContain('sbatch, squeue, scancel cannot be found')
})

describe.skipIf(!hasSlurm)('with Slurm', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 2, cpus: 2 })
  }, 240_000)
  afterAll(() => cluster?.stop())

  test('[SLURM-1] one run uses the cluster and this machine, each where the file says', async () => {
    const files = { 'workflow.yaml': workflow, 'pwos.site.yaml': 'setup: export LAB=1\nscratch: /tmp\npartition: debug\n' }
    await using space = workspace(files, { SLURM_CONF: cluster.environment.SLURM_CONF ?? '' })
    const { status, stdout, stderr } = space.pwos('run', 'workflow.yaml')
    expect(`${stdout}${stderr}`).toContain('All 5 tasks have results')
    expect(status).toBe(0)
  }, 240_000)

  test('[SLURM-1] `--on` places stages that name no world', async () => {
    const file = `pwos: 1\nname: plain\nstages:\n  a: { run: '[[ -n $SLURM_JOB_ID ]]', needs: { cpu: 2, memory: 200 MB, time: 2 min } }\n`
    await using space = workspace({ 'workflow.yaml': file }, { SLURM_CONF: cluster.environment.SLURM_CONF ?? '' })
    expect(space.pwos('run', 'workflow.yaml', '--on', 'slurm').status).toBe(0)
    expect(space.pwos('run', 'workflow.yaml', '--on', 'slrm').status).not.toBe(0)
  }, 240_000)

  test('[SLURM-24] what jobs waited in the queue is part of the next plan', async () => {
    const file = `pwos: 1\nname: waits\nstages:\n  a: { foreach: { i: [1, 2, 3, 4] }, run: 'sleep 0.1; : \${{ i }}', needs: { cpu: 64, time: 2 min } }\n`
    const surroundings = { SLURM_CONF: cluster.environment.SLURM_CONF ?? '' }
    await using space = workspace(
      { 'workflow.yaml': file.replace('cpu: 64', 'cpu: 1'), 'pwos.site.yaml': 'partition: debug\n' },
      surroundings,
    )
    expect((await space.start('run', 'workflow.yaml', '--on', 'slurm').ended).status).toBe(0)
    const { stdout } = space.pwos('plan', 'workflow.yaml', '--on', 'slurm')
    expect(stdout).toMatch(/Waiting in the queue\s+a: .*learned from 4 jobs of about this size in this partition, of 1 run/)
    const [plan] = space.json('plan', 'workflow.yaml', '--on', 'slurm').lines
    const [{ duration, queue }] = plan.stages
    expect(duration).toMatchObject({ source: 'history', tasks: 4 })
    expect(duration.expectedMs).toBeLessThan(queue.expectedMs + 2_000)
    expect(plan.makespanMs).toBeGreaterThanOrEqual(Math.floor(queue.expectedMs))
    expect(space.json('plan', 'workflow.yaml').lines[0].stages[0].queue).toBeUndefined()
    space.write('large.yaml', file)
    expect(space.pwos('plan', 'large.yaml', '--on', 'slurm').status).toBe(0)
    expect(space.pwos('check', 'large.yaml', '--on', 'slurm').status).toBe(0)
    expect(space.pwos('check', 'large.yaml').status).not.toBe(0)
    expect(space.pwos('check', 'large.yaml', '--on', 'slurm', '--site', 'nowhere.yaml').status).not.toBe(0)
  }, 240_000)
})
