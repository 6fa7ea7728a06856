import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, workspace } from '../cli/pwos.ts'
import { dice } from '../crash/storm.ts'
import { hasSlurm, startCluster, type TestCluster } from './cluster.ts'

const count = Number(process.env.PWOS_JOBS ?? 200)
const kills = Number(process.env.PWOS_ROUNDS ?? 4)

const workflow = (log: string) => `pwos: 1
name: storm
stages:
  sample:
    on: slurm
    foreach: { i: "\${{ range(0, ${count}) }}" }
    run: |
      echo "\${{ i }}" >> '${log}'
      echo \${{ i * 2 }} > \${{ outputs.x }}
    outputs: { x: x.txt }
  sum:
    each: sample
    run: cat \${{ sample.outputs.x }} > \${{ outputs.y }}
    outputs: { y: y.txt }
`

describe.skipIf(!hasSlurm)('Slurm', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    build()
    cluster = await startCluster({ nodes: 3, cpus: 2 })
  }, 240_000)
  afterAll(() => cluster?.stop())

  test('[SLURM-20] the controller killed at any moment: every attempt runs once, every result is there', async () => {
    const seed = Number(process.env.PWOS_SEED ?? Date.now() % 1_000_000)
    const roll = dice(seed)
    await using space = workspace({}, { SLURM_CONF: cluster.environment.SLURM_CONF ?? '' })
    writeFileSync(space.path('workflow.yaml'), workflow(space.path('log.txt')))
    writeFileSync(space.path('pwos.site.yaml'), `max_bundle: ${roll(2) === 0 ? 1 : 20}\nvisible_within: 5 s\n`)
    for (let kill = 0; kill < kills; kill++) {
      const { process: child, ended } = space.start('run', 'workflow.yaml')
      const timer = setTimeout(() => child.kill('SIGKILL'), 300 + roll(4000))
      await ended
      clearTimeout(timer)
    }
    const last = space.start('run', 'workflow.yaml')
    const { stdout, stderr } = await last.ended
    expect(`${stdout}${stderr}`, `seed ${seed}`).toContain(`All ${2 * count} tasks have results`)
    const ran = readFileSync(join(space.folder, 'log.txt'), 'utf8').trim().split('\n')
    expect(ran.length, `seed ${seed}`).toBe(count)
    expect(new Set(ran).size, `seed ${seed}`).toBe(count)
  }, 300_000)
})
