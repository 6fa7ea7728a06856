import { existsSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { build, main, until, workspace } from './pwos.ts'
import { hasTerminal, openTerminal } from './terminals.ts'
import { sums, waiting } from './workflows.ts'

beforeAll(build)
vi.setConfig({ testTimeout: 90_000 })

/** The command line in a terminal of 60 × 20. */
function inTerminal(folder: string, words: string) {
  return openTerminal(folder, `stty cols 60 rows 20; exec ${process.execPath} ${main} ${words}`)
}

const cursorShown = (output: string) => output.lastIndexOf('\u001b[?25h') > output.lastIndexOf('\u001b[?25l')

test.skipIf(!hasTerminal)('[CLI-15] in a terminal a run is drawn, and the cursor is there again at its end', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  const terminal = inTerminal(here.folder, 'run workflow.yaml')
  expect(await terminal.ended).toBe(0)
  expect(terminal.output()).toContain('\u001b[?25l')
  expect(terminal.output()).toContain('square')
  expect(cursorShown(terminal.output())).toBe(true)
})

test.skipIf(!hasTerminal)('[CLI-23,CLI-15] Ctrl-C typed twice cancels, and the cursor is there again', async () => {
  await using here = workspace({})
  here.write('workflow.yaml', waiting(here.folder))
  const terminal = inTerminal(here.folder, 'run workflow.yaml')
  await until(() => existsSync(here.path('started')))
  terminal.type('\u0003')
  await until(() => terminal.output().includes('Press Ctrl-C again'))
  terminal.type('\u0003')
  expect(await terminal.ended).toBe(6)
  expect(cursorShown(terminal.output())).toBe(true)
})

test.skipIf(!hasTerminal)('[CLI-30] clean asks in a terminal', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  here.pwos('run', 'workflow.yaml')
  const refusing = inTerminal(here.folder, 'clean --keep-last 0')
  await until(() => refusing.output().includes('[y/N]'))
  refusing.type('n\n')
  expect(await refusing.ended).toBe(7)
  const agreeing = inTerminal(here.folder, 'clean --keep-last 0')
  await until(() => agreeing.output().includes('[y/N]'))
  agreeing.type('y\n')
  expect(await agreeing.ended).toBe(0)
  expect(here.json('clean', '--keep-last', '0', '--dry-run').lines[0]).toMatchObject({ attempts: 0, objects: 0 })
})
