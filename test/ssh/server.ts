import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import type { SshSite } from '#model/site.ts'
import { signal } from '#worlds/attempt/process-table.ts'
import { until } from '../worlds/until.ts'

const sshd = ['/usr/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path))

export const hasSsh = sshd !== undefined && ['ssh', 'rsync', 'ssh-keygen'].every((program) => spawnSync('which', [program]).status === 0)

/** A machine "elsewhere": an SSH server of the test's own on loopback, with keys of its own, and a folder that stands for the far disk. */
export interface FarMachine {
  readonly folder: string
  readonly site: SshSite
  start(): Promise<void>
  /** Kills the server and every connection; what runs there goes on. */
  kill(): void
  remove(): void
}

export async function startFarMachine(): Promise<FarMachine> {
  const folder = mkdtempSync(join(tmpdir(), 'pwos-sshd-'))
  const at = (name: string) => join(folder, name)
  for (const key of ['host', 'user']) spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)])
  const port = await freePort()
  const { username } = userInfo()
  const settings = ['ListenAddress 127.0.0.1', `Port ${port}`, `HostKey ${at('host')}`, `AuthorizedKeysFile ${at('user.pub')}`]
  // A home of its own: whatever the user's shell reads at its start is no matter of the test.
  writeFileSync(
    at('sshd_config'),
    [...settings, 'StrictModes no', 'PidFile none', 'PermitRootLogin yes', 'MaxStartups 100', `SetEnv HOME=${folder}`, ''].join('\n'),
  )
  writeFileSync(at('known_hosts'), `[127.0.0.1]:${port} ${readFileSync(at('host.pub'), 'utf8')}`)
  const far = [
    'Host far',
    '  HostName 127.0.0.1',
    `  Port ${port}`,
    `  User ${username}`,
    `  IdentityFile ${at('user')}`,
    '  IdentitiesOnly yes',
  ]
  writeFileSync(at('ssh_config'), [...far, `  UserKnownHostsFile ${at('known_hosts')}`, ''].join('\n'))
  // Where a server that is root keeps apart what it does for whom.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true })
  let server: ChildProcess | undefined

  const machine: FarMachine = {
    folder,
    site: { host: 'far', folder: at('disk'), cpu: 4, config: at('ssh_config'), options: [] },
    async start() {
      server = spawn(sshd ?? '', ['-D', '-e', '-f', at('sshd_config')], { stdio: ['ignore', 'ignore', 'ignore'] })
      const words = ['-F', at('ssh_config'), '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=5', 'far', 'true']
      await until(() => spawnSync('ssh', words, { timeout: 10_000 }).status === 0)
    },
    kill() {
      // Connections are its children and what they run; jobs have left them.
      const all = below(server?.pid ?? 0)
      server?.kill('SIGKILL')
      for (const pid of all) signal(pid, 'SIGKILL')
    },
    remove() {
      machine.kill()
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
  await machine.start()
  return machine
}

function below(parent: number): number[] {
  const children = spawnSync('ps', ['-o', 'pid=', '--ppid', `${parent}`], { encoding: 'utf8' })
    .stdout.split('\n')
    .map(Number)
  return children.filter((pid) => pid > 0).flatMap((pid) => [pid, ...below(pid)])
}

/** Below those that the system gives to connections: it must still be free when the server is started again. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000)
    const server = createServer()
    const free = await new Promise<boolean>((done) => server.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true)))
    await new Promise((done) => server.close(done))
    if (free) return port
  }
}
