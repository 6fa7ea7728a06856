import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, main, type Workspace, workspace } from '../cli/pwos.ts'
import { hasSlurm, startCluster, type TestCluster, until } from './cluster.ts'

const count = 22

/** More than one job of a minute can lead to its end: three at a time beside the one that leads. */
const workflow = (log: string) => `pwos: 1
name: long
stages:
  sample:
    foreach: { i: "\${{ range(0, ${count}) }}" }
    needs: { cpu: 1, time: 1 min }
    run: |
      echo "\${{ i }}" >> '${log}'
      sleep 9
      echo \${{ i }} > \${{ outputs.x }}
    outputs: { x: x.txt }
`

describe.skipIf(!hasSlurm)('a job of Slurm that leads', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    build()
    cluster = await startCluster({ nodes: 2, cpus: 2 })
  }, 240_000)
  afterAll(() => cluster?.stop())

  const stateOf = (job: string) => cluster.ask('squeue', '-h', '-t', 'all', '-j', job, '-o', '%T').trim()
  const submitted = (space: Workspace, minutes: number, script: string) => {
    const words = ['--parsable', `--chdir=${space.folder}`, '--output=out.txt', `--time=${minutes}`, '--mem=1000M', '--wrap', script]
    return cluster.ask('sbatch', ...words).trim()
  }
  const queue = () => cluster.ask('squeue', '-h', '-o', '%j %T %r')

  test('[SLURM-26] a script of a minute: what runs in it lets go before the job is ended, and its task waits on', async () => {
    const file = 'pwos: 1\nname: held\nstages:\n  a: { run: "true" }\n'
    await using space = workspace({ 'workflow.yaml': file, 'pwos.site.yaml': 'options: [--hold]\n' }, surroundings(cluster))
    const job = submitted(space, 1, `'${process.execPath}' '${main}' run workflow.yaml --on slurm`)
    await until(
      () => stateOf(job) === 'FAILED',
      180_000,
      () => `${stateOf(job)}\n${textOf(space.path('out.txt'))}`,
    )
    expect(textOf(space.path('out.txt'))).toContain('goes on in the background')
    expect(space.json('status').lines[0]).toMatchObject({ phase: 'running', tasks: { running: 1 } })
    expect(queue()).toMatch(/PENDING JobHeldUser/)
    cluster.ask('scancel', '--state=PENDING')
    await until(() => queue() === '', 60_000)
  }, 300_000)

  test('[SLURM-26] [SLURM-27] lets go before its time is over, and the next one goes on: every attempt runs once', async () => {
    await using space = workspace(
      { 'pwos.site.yaml': 'controller_time: 1 min\nmax_bundle: 1\nvisible_within: 3 s\n' },
      surroundings(cluster),
    )
    const log = space.path('log')
    space.write('workflow.yaml', workflow(log))
    const { status, stdout } = space.pwos('run', 'workflow.yaml', '--on', 'slurm', '--controller-job')
    expect(stdout).toMatch(/led by job \d+ of the cluster/)
    expect(status).toBe(0)
    const said = () => `${space.pwos('status').stdout}\n${queue()}\n${textOf(space.path('.pwos/controller.log'))}`
    await until(() => textOf(log) !== '', 60_000, said)
    await until(() => queue() === '', 300_000, said)
    expect(space.json('status').lines[0]).toMatchObject({ phase: 'succeeded', tasks: { done: count, retries: 0 } })
    expect(
      textOf(log)
        .trim()
        .split('\n')
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(Array.from({ length: count }, (_, i) => i))
    const told = textOf(space.path('.pwos/controller.log'))
    expect(told).toMatch(/job (\d+) leads\n.* job (\d+) follows\n.* job \1 lets go: its time is nearly over\n[\s\S]* job \2 leads/)
  }, 480_000)

  test('[SLURM-26] `--detach` in a job’s script: the job lasts as long as the run', async () => {
    const file = 'pwos: 1\nname: short\nstages:\n  a: { foreach: { i: [1, 2] }, run: "sleep 2; : ${{ i }}" }\n'
    await using space = workspace({ 'workflow.yaml': file, 'pwos.site.yaml': 'visible_within: 3 s\n' }, surroundings(cluster))
    const job = submitted(space, 5, `'${process.execPath}' '${main}' run workflow.yaml --on slurm --detach`)
    await until(
      () => queue() === '',
      120_000,
      () => `${queue()}\n${textOf(space.path('out.txt'))}`,
    )
    expect(stateOf(job)).toBe('COMPLETED')
    expect(space.json('status').lines[0]).toMatchObject({ phase: 'succeeded', tasks: { done: 2, retries: 0 } })
  }, 240_000)
})

const surroundings = (cluster: TestCluster) => ({ SLURM_CONF: cluster.environment.SLURM_CONF ?? '' })

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
