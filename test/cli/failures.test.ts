import { rmSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { build, workspace } from './pwos.ts'

beforeAll(build)
vi.setConfig({ testTimeout: 300_000 })

const pack = `pack: 1
name: mine
title: My solver
rules:
  - id: grew
    title: The residual grew without end
    when: { output: 'residual is not finite' }
    cause: diverged
    repairs:
      - { with: { dt: '\${{ dt / 2 }}' }, at_most: 2, restart: from_scratch, because: A smaller step follows fast changes. }
    stop: Look at the mesh.
    source: { kind: measured, where: seen with version 3.1 }
    samples: { match: [residual is not finite], near: [residual is fine] }
`
const study = (limit: string, to: string) => `pwos: 1
name: solved
parameters: { dt: 0.08 }
stages:
  solve:
    failures: [mine.yaml, python]
    run: |
      awk -v dt=\${{ dt }} 'BEGIN { if (dt > ${limit}) { print "step 7: residual is not finite"; exit 3 } print "well" }' ${to}
    outputs: { log: { path: log.txt } }
`

test('[CLI-66] [FAIL-8] [FAIL-9] a failure is repaired by the rules of a pack that the run keeps, also where the program writes into its output', async () => {
  await using folder = workspace({ 'mine.yaml': pack, 'workflow.yaml': study('0.03', '> ${{ outputs.log }}') })
  const ended = folder.pwos('run', 'workflow.yaml')
  expect(ended).toMatchObject({ status: 0 })
  const { stages } = folder.json('status').lines[0]
  expect(stages[0]).toMatchObject({ retries: 2, counts: { done: 1 } })
  // The run has the pack's text, whatever becomes of the file.
  rmSync(folder.path('mine.yaml'))
  expect(folder.pwos('status')).toMatchObject({ status: 0 })
  expect(folder.pwos('check', 'workflow.yaml').stdout).toContain('There is no rule pack `mine.yaml`')
})

test('[CLI-66] [FAIL-8] when all repairs are used up the task has failed of the cause that the pack knows', async () => {
  await using folder = workspace({ 'mine.yaml': pack, 'workflow.yaml': study('0.001', '| tee ${{ outputs.log }}; exit 3') })
  expect(folder.pwos('run', 'workflow.yaml')).toMatchObject({ status: 1 })
  expect(folder.json('status').lines[0].failures).toMatchObject([
    { attempt: 3, cause: 'diverged', detail: expect.stringContaining('(mine/grew)') },
  ])
  expect(folder.json('issues').lines[0].issues).toMatchObject([{ kind: 'failure', what: 'diverged', state: 'open' }])
  folder.write('mine.yaml', pack.replace('cause: diverged', 'cause: divergd'))
  const broken = folder.pwos('run', 'workflow.yaml', '--new')
  expect(broken.status).toBe(3)
  expect(broken.stderr).toContain('mine.yaml')
})
