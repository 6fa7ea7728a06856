import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** PostgreSQL's own programs, where Debian puts them; else on the PATH. */
const programs = programsOf('/usr/lib/postgresql')

export const hasPostgres = programs !== undefined

function programsOf(folder: string): string | undefined {
  if (existsSync(folder)) {
    const versions = readdirSync(folder).sort((a, b) => Number(b) - Number(a))
    for (const version of versions) if (existsSync(join(folder, version, 'bin/initdb'))) return join(folder, version, 'bin')
  }
  const found = spawnSync('sh', ['-c', 'command -v initdb'], { encoding: 'utf8' }).stdout.trim()
  return found === '' ? undefined : join(found, '..')
}

/** A server of the test's own, on loopback, without durability: its tests are about what PWOS does, not the disk. */
export interface PostgresServer {
  /** Of its own, which its programs may write to. */
  readonly folder: string
  /** Address of a database with this schema. */
  url(schema?: string): string
  /** Runs SQL as its owner; answers what psql prints, without decoration. */
  sql(text: string): string
  /** One of PostgreSQL's programs with the server's address in its environment. */
  program(name: string, ...args: string[]): string
  stop(how?: 'fast' | 'immediate'): void
  start(): void
  /** For the end of the tests that share it. */
  remove(): void
}

export async function startPostgres(settings: readonly string[] = ['fsync=off']): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'pwos-postgres-'))
  const port = await freePort()
  const data = join(folder, 'data')
  // The server refuses to run as root; Debian's package brings a user for it.
  const owner = process.getuid?.() === 0 ? 'postgres' : undefined
  if (owner !== undefined) execute('chown', [owner, folder])
  const environment = { ...process.env, PGHOST: '127.0.0.1', PGPORT: `${port}`, PGUSER: 'pwos', PGDATABASE: 'postgres', LC_ALL: 'C' }

  function program(name: string, ...args: string[]): string {
    const command = [join(programs ?? '', name), ...args]
    return owner === undefined
      ? execute(command[0] ?? '', command.slice(1), environment)
      : execute('runuser', ['-u', owner, '--', ...command], environment)
  }

  const options = [`-p ${port}`, `-k ${folder}`, '-c listen_addresses=127.0.0.1', ...settings.map((one) => `-c ${one}`)].join(' ')
  const server: PostgresServer = {
    folder,
    url: (schema = 'pwos') => `postgres://pwos@127.0.0.1:${port}/postgres?schema=${schema}`,
    sql: (text) => program('psql', '-X', '-At', '-v', 'ON_ERROR_STOP=1', '-c', text).trim(),
    program,
    start: () => void program('pg_ctl', '-D', data, '-w', '-s', '-l', join(folder, 'log'), '-o', options, 'start'),
    stop: (how = 'fast') => void program('pg_ctl', '-D', data, '-w', '-s', '-m', how, 'stop'),
    remove() {
      try {
        server.stop('immediate')
      } catch {
        // A test may have stopped it.
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
  program('initdb', '-D', data, '-U', 'pwos', '-A', 'trust', '-E', 'UTF8', '--no-sync', '-N')
  server.start()
  return server
}

function execute(command: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env,
    cwd: tmpdir(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`)
  return stdout
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? found(address.port) : failed(new Error('no port'))))
    })
  })
}
