import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { build, main, until, workspace } from './pwos.ts'
import { sums, waiting } from './workflows.ts'

/** `script` of util-linux gives the program a real terminal; without it there is none to try. */
const terminalMaker = 'script'
const hasTerminal = spawnSync(terminalMaker, ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false

beforeAll(build)
vi.setConfig({ testTimeout: 90_000 })

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

/** The command line in a terminal of 60 × 20; what is typed goes to it. */
function inTerminal(folder: string, words: string) {
  const command = `stty cols 60 rows 20; exec ${process.execPath} ${main} ${words}`
  const child = spawn(terminalMaker, ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TERM: 'xterm', HOME: folder, LANG: 'C' },
  })
  started.push(child)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise<number | null>((done) => {
    child.on('close', done)
  })
  return { type: (text: string) => child.stdin.write(text), output: () => output, ended }
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

test('[CLI-12] the script for bash completes', async () => {
  await using here = workspace({ 'workflow.yaml': sums })
  const program = `pwos() { ${process.execPath} ${main} "$@"; }
source <(pwos completion bash)
COMP_WORDS=(pwos ru) COMP_CWORD=1; _pwos; echo "\${COMPREPLY[*]}"
COMP_WORDS=(pwos run work) COMP_CWORD=2; _pwos; echo "\${COMPREPLY[*]}"`
  const { stdout } = spawnSync('bash', ['-c', program], { cwd: here.folder, encoding: 'utf8' })
  expect(stdout.split('\n')).toEqual(['run runs', 'workflow.yaml', ''])
})
