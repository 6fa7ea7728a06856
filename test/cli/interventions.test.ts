import { beforeAll, expect, test } from 'vitest'
import { build, workspace } from './pwos.ts'

const workflow = `pwos: 1
name: meddled
resources: { cpu: 2 }
stages:
  sample:
    foreach: { i: [1, 2, 3, 4, 5, 6] }
    run: |
      until [ -e GO ]; do sleep 0.05; done
  fit:
    after: sample
    run: echo fit
  plot:
    after: sample
    run: echo plot
`

beforeAll(build)

test('[CLI-50] a run that goes on is held back, given more room and told to leave things out, and says so', async () => {
  await using work = workspace({ 'workflow.yaml': workflow })
  work.write('workflow.yaml', workflow.replace('GO', work.path('go')))
  const run = work.start('run', 'workflow.yaml')
  await run.shows(/meddled/)
  expect(work.pwos('hold', 'fit', '--reason', 'calibration').stdout).toContain('fit of run')
  expect(work.json('adjust', 'cpu=1', '--priority', '7').lines[0]).toMatchObject({
    ...{ pools: [{ pool: 'cpu', before: 2, after: 1 }], priority: 7, command: 'taken' },
  })
  expect(work.json('adjust', 'cpu=+3').lines[0].pools[0]).toMatchObject({ before: 1, after: 4 })
  expect(work.pwos('adjust', 'cpus=4').stderr).toContain('Did you mean `cpu`?')
  expect(work.pwos('adjust', 'cpu=many').stderr).toContain('no amount of cpu')
  expect(work.pwos('skip', 'sample/5').stderr).toContain('--reason')
  expect(work.json('skip', 'sample/5', '--reason', 'not needed').lines[0]).toMatchObject({ stage: 'sample', tasks: 1, command: 'taken' })
  expect(work.pwos('skip', 'sample/5', '--reason', 'again').stderr).toContain('nothing_to_do')
  expect(work.pwos('hold', 'fitt').stderr).toContain('Did you mean `fit`?')
  work.write('go', '')
  await run.shows(/plot/)
  expect(work.pwos('explain', 'fit').stdout).toContain('calibration')
  expect(work.pwos('explain', 'sample/5').stdout).toContain('It was skipped by hand: not needed.')
  expect(work.pwos('release', 'fit').stdout).toContain('goes on')
  expect((await run.ended).status).toBe(0)
  expect(work.json('status').lines[0].tasks).toMatchObject({ done: 7, skipped: 1 })
  expect(work.pwos('hold', 'fit').stderr).toContain('run_over')
}, 120_000)
