import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SshSite } from '#model/site.ts'

/** `silent`: nobody answered, and nobody knows whether it was done. `refused`: an answer that will not change by asking again. */
export type Answer =
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'failed' | 'silent' | 'refused'; readonly why: string }

/** Commands and files to another machine and back, over one connection of the system's own `ssh`. Nothing here throws. */
export interface Link {
  /** A line of shell, with this on its standard input. */
  ask(command: string, input?: string): Promise<Answer>
  /** Copies a folder's content into one there, following links; what is there already stays as it is. */
  send(folder: string, to: string): Promise<Answer>
  /** Copies what these rules of rsync let through from a folder there. */
  fetch(from: string, folder: string, rules: readonly string[]): Promise<Answer>
  close(): void
}

const patienceMs = 120_000

export function openLink({ host, config, options }: Pick<SshSite, 'host' | 'config' | 'options'>): Link {
  // Sockets have short names only, and nobody else may use them.
  const folder = mkdtempSync(join(tmpdir(), 'pwos-ssh-'))
  const words = [
    ...(config === undefined ? [] : ['-F', config]),
    ...['BatchMode=yes', 'ConnectTimeout=10', 'ServerAliveInterval=5', 'ServerAliveCountMax=3'].flatMap((option) => ['-o', option]),
    ...['ControlMaster=auto', `ControlPath=${join(folder, '%C')}`, 'ControlPersist=60'].flatMap((option) => ['-o', option]),
    ...options,
  ]
  const shell = ['ssh', ...words].map((word) => (/^[\w./=@%:,+-]+$/.test(word) ? word : `"${word}"`)).join(' ')
  const rsync = (rest: readonly string[], input?: string) => execute('rsync', ['-e', shell, '--timeout=60', ...rest], input)

  return {
    ask: (command, input) => execute('ssh', [...words, '--', host, command], input),
    send: (from, to) => rsync(['-rptLO', '--ignore-existing', '-s', `${from}/`, `${host}:${to}/`]),
    fetch: (from, to, rules) => rsync(['-rlptO', '-s', '--include-from=-', `${host}:${from}/`, `${to}/`], rules.join('\n')),
    close() {
      spawn('ssh', [...words, '-O', 'exit', host], { stdio: 'ignore' })
        .on('error', () => undefined)
        .on('close', () => rmSync(folder, { recursive: true, force: true }))
        .unref()
    },
  }
}

function execute(program: string, words: readonly string[], input = ''): Promise<Answer> {
  return new Promise((answer) => {
    const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'pipe'] })
    const said = { out: [] as Buffer[], err: [] as Buffer[] }
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    child.stdout.on('data', (data: Buffer) => said.out.push(data))
    child.stderr.on('data', (data: Buffer) => said.err.push(data))
    // Whoever is not there does not read either.
    child.stdin.on('error', () => undefined)
    child.on('error', (error) => answer({ kind: 'refused', why: `${program}: ${error.message}` }))
    child.on('close', (code) => {
      clearTimeout(timer)
      const complaint = Buffer.concat(said.err).toString('utf8').trim()
      if (code === 0) answer({ kind: 'answered', text: Buffer.concat(said.out).toString('utf8') })
      else answer(judged(program, code, complaint))
    })
    child.stdin.end(input)
  })
}

/** Codes of rsync for connections that broke; 255 is what ssh says of its own troubles. */
const broken = new Set([10, 12, 30, 35, 255])
const lasting =
  /permission denied|host key verification failed|could not resolve hostname|no such identity|bad owner or permissions|too many authentication failures|command not found|not found$|bad configuration option|terminating, \d+ bad/im

function judged(program: string, code: number | null, complaint: string): Answer {
  const why = complaint === '' ? `${program} ended with ${code ?? 'a signal'}` : complaint.split('\n').slice(-3).join('; ')
  if ((code === 255 || program === 'rsync' || code === 127) && lasting.test(complaint)) return { kind: 'refused', why }
  return { kind: code === null || broken.has(code) ? 'silent' : 'failed', why }
}
