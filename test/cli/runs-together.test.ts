import { existsSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { build, processesOf, until, workspace } from './pwos.ts'
import { sums, waiting } from './workflows.ts'

beforeAll(build)
// Each test starts the program several times, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 90_000 })

const runName = /Run (\S+) started/

test('[CLI-23] Ctrl-C once: the run goes on in the background, and status 130', async () => {
  await using here = workspace({})
  here.write('workflow.yaml', waiting(here.folder))
  const run = here.start('run', 'workflow.yaml')
  await until(() => existsSync(here.path('started')))
  run.process.kill('SIGINT')
  await run.shows(/Press Ctrl-C again/)
  const { status, stdout } = await run.ended
  expect(status).toBe(130)
  expect(stdout).toMatch(/goes on in the background/)
  here.write('go', '')
  await until(() => here.json('status').lines[0].phase === 'succeeded')
  expect(here.read('started')).toBe('started\n')
  expect(here.read('finished')).toBe('finished\nlast\n')
})

test('[CLI-23] Ctrl-C twice cancels the run, and status 6', async () => {
  await using here = workspace({})
  here.write('workflow.yaml', waiting(here.folder))
  const run = here.start('run', 'workflow.yaml')
  await until(() => existsSync(here.path('started')))
  run.process.kill('SIGINT')
  await run.shows(/Press Ctrl-C again/)
  run.process.kill('SIGINT')
  expect((await run.ended).status).toBe(6)
  expect(here.json('status').lines[0].phase).toBe('cancelled')
  expect(existsSync(here.path('finished'))).toBe(false)
})

test('[CLI-24] --detach returns at once; one background process carries on and ends by itself', async () => {
  await using here = workspace({})
  here.write('workflow.yaml', waiting(here.folder))
  const { status, stdout } = here.pwos('run', 'workflow.yaml', '--detach')
  expect(status).toBe(0)
  expect(stdout).toMatch(/pwos attach \S+-waiting-/)
  await until(() => existsSync(here.path('started')))
  expect(here.json('status').lines[0]).toMatchObject({ phase: 'running', led: true })
  const attached = here.start('attach')
  await attached.shows(/Following run/)
  here.write('go', '')
  expect((await attached.ended).status).toBe(0)
  await until(() => processesOf(here.folder).length === 0)
  expect(here.read('.pwos/controller.log')).toBe('')
})

test('[CLI-22] two runs share a store: one leads, and the other takes over', async () => {
  await using here = workspace({ 'sums.yaml': sums })
  here.write('workflow.yaml', waiting(here.folder))
  const first = here.start('run', 'workflow.yaml')
  await until(() => existsSync(here.path('started')))
  const second = here.pwos('run', 'sums.yaml')
  expect(second.stdout).toContain('Another process leads this store')
  expect(second.status).toBe(0)
  const third = here.start('run', 'workflow.yaml', '--new')
  await third.shows(runName)
  here.write('go', '')
  expect((await first.ended).status).toBe(0)
  expect((await third.ended).status).toBe(0)
  expect(here.read('started')).toBe('started\n')
})

test('[CLI-21,CLI-25] after kill -9 the same command continues the run, and the task that went on is adopted', async () => {
  await using here = workspace({})
  here.write('workflow.yaml', waiting(here.folder))
  const run = here.start('run', 'workflow.yaml')
  const [, name] = runName.exec(await run.shows(runName)) ?? []
  await until(() => existsSync(here.path('started')))
  run.process.kill('SIGKILL')
  await run.ended
  expect(here.json('status').lines[0]).toMatchObject({ phase: 'running', led: false })
  const again = here.start('run', 'workflow.yaml')
  await again.shows(new RegExp(`Continuing run ${name}`))
  here.write('go', '')
  expect((await again.ended).status).toBe(0)
  expect(here.read('started')).toBe('started\n')
  expect(here.read('finished')).toBe('finished\nlast\n')
  expect(here.json('runs').lines[0].runs).toHaveLength(1)
})

test('[CLI-25] resume carries on with what is unfinished', async () => {
  await using here = workspace({})
  here.write('workflow.yaml', waiting(here.folder))
  const run = here.start('run', 'workflow.yaml')
  await until(() => existsSync(here.path('started')))
  run.process.kill('SIGKILL')
  await run.ended
  here.write('go', '')
  expect(here.pwos('resume').status).toBe(0)
  expect(here.read('started')).toBe('started\n')
})

test('[CLI-26] pause and unpause are in force at once where someone leads, and wait where nobody does', async () => {
  await using here = workspace({})
  here.write('workflow.yaml', waiting(here.folder))
  const run = here.start('run', 'workflow.yaml')
  await until(() => existsSync(here.path('started')))
  expect(here.json('pause', '--reason', 'lunch').lines[0]).toMatchObject({ command: 'taken' })
  expect(here.json('status').lines[0]).toMatchObject({ phase: 'paused', reason: 'lunch' })
  here.write('go', '')
  await until(() => existsSync(here.path('finished')))
  run.process.kill('SIGKILL')
  await run.ended
  expect(here.json('unpause').lines[0]).toMatchObject({ command: 'waits' })
  expect(here.pwos('resume').status).toBe(0)
})

test('[CLI-26] cancel ends a run that nobody leads', async () => {
  await using here = workspace({})
  here.write('workflow.yaml', waiting(here.folder))
  const run = here.start('run', 'workflow.yaml')
  await until(() => existsSync(here.path('started')))
  run.process.kill('SIGKILL')
  await run.ended
  expect(here.json('cancel').lines[0]).toMatchObject({ outcome: 'cancelled' })
  expect(existsSync(here.path('finished'))).toBe(false)
  await until(() => processesOf(here.folder).length === 0)
})

test('[CLI-5] a run whose reader goes away goes on; what only shows something ends quietly', async () => {
  await using here = workspace({})
  here.write('workflow.yaml', waiting(here.folder))
  const run = here.start('run', 'workflow.yaml')
  await until(() => existsSync(here.path('started')))
  run.process.stdout?.destroy()
  here.write('go', '')
  const { status, stderr } = await run.ended
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const help = here.start('help')
  help.process.stdout?.destroy()
  expect((await help.ended).stderr).toBe('')
})

test('[CLI-28] logs -f goes on until the attempt is over', async () => {
  await using here = workspace({})
  here.write(
    'workflow.yaml',
    waiting(here.folder).replace('echo started >>', 'echo first; echo started >>').replace('echo result', 'echo second; echo result'),
  )
  const run = here.start('run', 'workflow.yaml')
  await until(() => existsSync(here.path('started')))
  const logs = here.start('logs', 'wait', '-f')
  await logs.shows(/first\n/)
  here.write('go', '')
  expect(await logs.ended).toEqual({ status: 0, stdout: 'first\nsecond\n', stderr: '' })
  expect((await run.ended).status).toBe(0)
})
