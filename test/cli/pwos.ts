import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const main = join(root, 'dist/bundle/pwos.js')

/** Compiles what is not compiled yet, so that the real program is run. */
export function build(): void {
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'pipe' })
}

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly process: ChildProcess
  output(): string
  /** Waits until its output, both streams together, shows something. */
  shows(pattern: RegExp): Promise<string>
  ended: Promise<Ended>
}

/** A folder with a workflow, in which the real command line is used. Gone after the test, with everything it started. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string
  path(name: string): string
  write(name: string, text: string): void
  read(name: string): string
  pwos(...words: string[]): Ended
  /** The same, answering JSON: lines as objects. */
  json(...words: string[]): { readonly status: number | null; readonly lines: readonly Json[] }
  start(...words: string[]): Started
}

// What a program answers in JSON is looked into by tests: any shape.
// biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
type Json = any

export function workspace(files: { readonly [name: string]: string }, surroundings: { readonly [name: string]: string } = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'pwos-cli-'))
  const started: ChildProcess[] = []
  const env = { ...cleanEnvironment(), HOME: folder, ...surroundings }
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const [name, text] of Object.entries(files)) write(name, text)
  const pwos = (...words: string[]): Ended => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: 25_000,
    })
    return { status, stdout, stderr }
  }
  return {
    folder,
    path: (name) => join(folder, name),
    write,
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    pwos,
    json(...words) {
      const { status, stdout } = pwos(...words, '--json')
      return {
        status,
        lines: stdout
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
      }
    },
    start(...words) {
      const child = spawn(process.execPath, [main, ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
      started.push(child)
      return follow(child)
    },
    async [Symbol.asyncDispose]() {
      for (const child of started) child.kill('SIGKILL')
      await until(() => started.every((child) => child.exitCode !== null || child.signalCode !== null))
      endWhatIsLeft(folder)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function follow(child: ChildProcess): Started {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ended>((done) => {
    child.on('close', (status) => done({ status, stdout, stderr }))
  })
  const output = () => stdout + stderr
  return {
    process: child,
    output,
    ended,
    async shows(pattern) {
      await until(
        () => pattern.test(output()) || child.exitCode !== null,
        () => `${pattern} in:\n${output()}`,
      )
      if (!pattern.test(output())) throw new Error(`ended (${child.exitCode}) without ${pattern}:\n${output()}`)
      return output()
    },
  }
}

/** Waits for a condition, at most half a minute. */
export async function until(condition: () => boolean, what: () => string = () => 'a condition'): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited too long for ${what()}`)
    await new Promise((done) => setTimeout(done, 15))
  }
}

/** Ends controllers and tasks of the workspace that a test left behind: all that have its folder in their command line. */
function endWhatIsLeft(folder: string): void {
  for (const id of processesOf(folder)) {
    try {
      process.kill(id, 'SIGKILL')
    } catch {
      // Gone by itself.
    }
  }
}

/** Ids of processes whose command line or working folder names the folder. */
export function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map(Number)
    .filter((id) => {
      try {
        return (
          readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(folder) ||
          readFileSync(`/proc/${id}/environ`, 'utf8').includes(`HOME=${folder}\0`)
        )
      } catch {
        return false
      }
    })
}

function cleanEnvironment(): { [name: string]: string } {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(PWOS_|LC_|LANG|NO_COLOR|FORCE_COLOR|COLUMNS|NODE_OPTIONS|VITEST)/.test(name),
  )
  return Object.fromEntries(kept) as { [name: string]: string }
}
