import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, workspace } from '../cli/pwos.ts'
import { type FarMachine, hasSsh, startFarMachine } from './server.ts'

const workflow = `pwos: 1
name: mixed
stages:
  far:
    on: ssh
    foreach: { i: [1, 2, 3, 4] }
    inputs: [add.sh]
    needs: { cpu: 2, memory: 900 GB }
    run: bash add.sh \${{ i }} > \${{ outputs.sum }}; echo "{\\"sum\\":$(cat \${{ outputs.sum }})}" > "$PWOS_METRICS"
    outputs: { sum: sum.txt }
    metrics: { sum: integer }
    gates: [{ name: more, check: sum > i }]
  there:
    on: ssh
    run: cat $(grep -o '"path":"[^"]*"' \${{ stages.far.outputs.sum.manifest }} | cut -d'"' -f4) > \${{ outputs.all }}; pwd
    outputs: { all: all.txt }
  near:
    run: '[[ $PWD != *far-disk* ]] && sort -n "\${{ stages.there.outputs.all }}" > \${{ outputs.sorted }}'
    outputs: { sorted: sorted.txt }
`
const files = { 'workflow.yaml': workflow, 'add.sh': 'echo $(($1 + 10))\n' }

beforeAll(build, 240_000)

test('[SSH-8] without a machine the run is refused', async () => {
  await using space = workspace(files)
  const { status, stderr } = space.pwos('run', 'workflow.yaml')
  expect(status).not.toBe(0)
  expect(stderr).toContain('`on: ssh` needs a machine')
  await using other = workspace({ ...files, 'pwos.site.yaml': "ssh: { host: far, folder: 'a b' }\n" })
  expect(other.pwos('run', 'workflow.yaml').stderr).toMatch(/pwos\.site\.yaml:1:.*letters, digits/)
})

describe.skipIf(!hasSsh)('with a machine by SSH (needs apt-get install openssh-server openssh-client rsync)', () => {
  let far: FarMachine
  beforeAll(async () => {
    far = await startFarMachine()
  }, 60_000)
  afterAll(() => far?.remove())

  test('[SSH-8] one run uses a machine elsewhere and this one; the same file again is answered from the store', async () => {
    const site = `ssh: { host: far, cpu: 4, folder: ${join(far.folder, 'far-disk')}, config: ${far.site.config} }\n`
    await using space = workspace({ ...files, 'pwos.site.yaml': site })
    const { status, stdout, stderr } = space.pwos('run', 'workflow.yaml')
    expect(`${stdout}${stderr}`).toContain('All 6 tasks have results')
    expect(status).toBe(0)
    expect(space.pwos('logs', 'there').stdout).toContain('far-disk')
    const again = space.pwos('run', 'workflow.yaml', '--new')
    expect(again.stdout).toMatch(/reused/)
    expect(again.status).toBe(0)
  }, 120_000)
})
