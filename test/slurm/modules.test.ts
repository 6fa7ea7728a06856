import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { plainSite } from '#model/site.ts'
import { preludeOf } from '#worlds/slurm/prelude.ts'
import { build, workspace } from '../cli/pwos.ts'
import { describeWith } from '../installed.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'

describe.skipIf(!hasSlurm)('Slurm', () =>
  describeWith('modulecmd', 'environment-modules', () => {
    let cluster: TestCluster
    let modules: string
    beforeAll(async () => {
      build()
      cluster = await startCluster({ nodes: 2, cpus: 2 })
      modules = join(cluster.folder, 'modulefiles')
      mkdirSync(join(modules, 'code'), { recursive: true })
      writeFileSync(join(modules, 'code/1.0'), '#%Module\nsetenv CODE_VERSION 1.0\n')
    }, 240_000)
    afterAll(() => cluster?.stop())

    const opened = (profile: string) =>
      workspace(
        {
          'workflow.yaml':
            'pwos: 1\nname: m\nstages:\n  a: { run: "echo $CODE_VERSION > ${{ outputs.v }}", outputs: { v: { path: v.txt } } }\n',
          'pwos.site.yaml': `${profile}\nvisible_within: 3 s\n`,
        },
        { SLURM_CONF: cluster.environment.SLURM_CONF ?? '', MODULEPATH: modules },
      )
    const jobs = () => cluster.ask('squeue', '-h', '-t', 'all', '-o', '%i').split('\n').filter(Boolean).length

    test('[SLURM-31] modules are loaded, also where whoever starts the run has no `module` command', async () => {
      await using space = opened('modules: [code/1.0]')
      const { status, stdout, stderr } = await space.start('run', 'workflow.yaml', '--on', 'slurm').ended
      expect(status, `${stdout}${stderr}`).toBe(0)
      expect(space.read('.pwos/results/m/a/v.txt')).toBe('1.0\n')
    }, 240_000)

    test('[SLURM-31] one that does not exist is named, after one job', async () => {
      await using space = opened('modules: [code/1.0, code/9]')
      const before = jobs()
      const { status, stdout, stderr } = await space.start('run', 'workflow.yaml', '--on', 'slurm').ended
      expect(status, `${stdout}${stderr}`).not.toBe(0)
      expect(`${stdout}${stderr}`).toMatch(/the module code\/9 cannot be loaded/)
      expect(jobs() - before).toBe(1)
    }, 240_000)
  }),
)

test('[SLURM-32] a container sees the store, the lane and what the profile binds', () => {
  const prelude = preludeOf({ ...plainSite, container: '/images/a lab.sif', bind: ['/data'] })
  const script = `pwos_job_runs=/store/runs pwos_job_lanes='/opt/la nes'\n${prelude}\nprintf '%s\\n' "\${PWOS_WITHIN[@]}"`
  expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n')).toEqual([
    'apptainer',
    'exec',
    '--bind',
    '/store/runs/..',
    '--bind',
    '/opt/la nes',
    '--bind',
    '/data',
    '/images/a lab.sif',
  ])
})
