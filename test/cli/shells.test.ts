import { spawnSync } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { beforeAll, expect, test, vi } from 'vitest'
import { build, main, until, type Workspace, workspace } from './pwos.ts'
import { hasTerminal, openTerminal } from './terminals.ts'
import { sums } from './workflows.ts'

/** Completion in the shells themselves: what a script means to do is seen only where it runs. */

beforeAll(build)
vi.setConfig({ testTimeout: 90_000 })

const has = (shell: string) => spawnSync(shell, ['--version']).status === 0

/** A folder with a workflow, and `pwos` as a command in its `bin`. */
function prepared(): Workspace {
  const here = workspace({ 'workflow.yaml': sums, 'bin/pwos': `#!/bin/sh\nexec ${process.execPath} ${main} "$@"\n` })
  chmodSync(here.path('bin/pwos'), 0o755)
  return here
}

test('[CLI-12] the script for bash completes', async () => {
  await using here = prepared()
  const program = `PATH=$PWD/bin:$PATH
source <(pwos completion bash)
COMP_WORDS=(pwos ru) COMP_CWORD=1; _pwos; echo "\${COMPREPLY[*]}"
COMP_WORDS=(pwos run work) COMP_CWORD=2; _pwos; echo "\${COMPREPLY[*]}"`
  const { stdout } = spawnSync('bash', ['-c', program], { cwd: here.folder, encoding: 'utf8' })
  expect(stdout.split('\n')).toEqual(['run runs', 'workflow.yaml', ''])
})

test.skipIf(!has('fish'))('[CLI-12] the script for fish completes (needs fish)', async () => {
  await using here = prepared()
  here.pwos('run', 'workflow.yaml')
  const line = (words: string) => `complete -C '${words}'`
  const program = ['set -x PATH $PWD/bin $PATH', 'pwos completion fish | source']
  program.push(line('pwos ru'), line('pwos run work'), line('pwos graph w --format m'), line('pwos logs s'))
  const { stdout } = spawnSync('fish', ['--no-config', '-c', program.join('\n')], { cwd: here.folder, encoding: 'utf8' })
  expect(stdout.trim().split('\n')).toEqual([
    'run\tRun a workflow, or continue its unfinished run',
    'runs\tList the runs of the store',
    'workflow.yaml',
    'mermaid',
    'square',
    'sum',
  ])
})

test.skipIf(!hasTerminal || !has('zsh'))('[CLI-12] the script for zsh completes (needs zsh)', async () => {
  await using here = prepared()
  here.write('_pwos', here.pwos('completion', 'zsh').stdout)
  const zsh = openTerminal(here.folder, 'zsh -f -i', 'dumb')
  zsh.type('PATH=$PWD/bin:$PATH; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; print rea""dy\n')
  await until(() => zsh.output().includes('ready'))
  zsh.type('pwos ru\t\t')
  await until(() => /runs +-- List the runs of the store/.test(zsh.output()))
  zsh.type('\u0015pwos run work\t')
  await until(() => zsh.output().includes('pwos run workflow.yaml '))
  zsh.type('\u0015pwos graph w --format m\t')
  await until(() => zsh.output().includes('--format mermaid '))
  zsh.type('\u0015exit\n')
  await zsh.ended
})
