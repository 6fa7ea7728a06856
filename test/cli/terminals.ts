import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { afterEach } from 'vitest'

/** `script` of util-linux gives a program a real terminal; without it there is none to try. */
const terminalMaker = 'script'
export const hasTerminal = spawnSync(terminalMaker, ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

/** A command in a terminal of its own; what is typed goes to it. It ends with the test. */
export function openTerminal(folder: string, command: string, terminal = 'xterm') {
  const child = spawn(terminalMaker, ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TERM: terminal, HOME: folder, LANG: 'C.UTF-8' },
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
