import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The accounting of a cluster of ours: slurmdbd, and the MariaDB that it keeps its books in. */
export interface Accounting {
  stop(): void
}

export const hasAccounting = ['slurmdbd', 'mariadbd', 'mariadb-install-db'].every((name) => spawnSync('which', [name]).status === 0)

/** Lines of slurm.conf that use it. */
export const accountingSettings = (port: number | undefined) =>
  `AccountingStorageType=accounting_storage/slurmdbd\nAccountingStorageHost=127.0.0.1\nAccountingStoragePort=${port}\n`

const user = 'slurm'

/** Its files lie in the cluster's own folder: slurmdbd looks for its configuration beside slurm.conf. */
export async function startAccounting(
  folder: string,
  [databasePort, port]: readonly number[],
  environment: NodeJS.ProcessEnv,
): Promise<Accounting> {
  const own = join(folder, 'accounts')
  mkdirSync(own)
  const database = await startDatabase(own, databasePort ?? 0)
  try {
    const file = join(folder, 'slurmdbd.conf')
    writeFileSync(file, configuration(folder, databasePort ?? 0, port ?? 0), { mode: 0o600 })
    const books = spawn('slurmdbd', ['-D'], { env: environment, stdio: 'ignore' })
    const stop = () => {
      endOf(books)
      endOf(database)
    }
    const registered = () => spawnSync('sacctmgr', ['-i', 'add', 'cluster', 'pwos'], { env: environment }).status === 0
    await soon(registered, () => `slurmdbd: ${textOf(join(folder, 'log/slurmdbd.log'))}`, stop)
    for (const words of [
      ['account', 'lab'],
      ['user', 'root', 'account=lab'],
    ])
      spawnSync('sacctmgr', ['-i', 'add', ...words], { env: environment })
    return { stop }
  } catch (error) {
    endOf(database)
    throw error
  }
}

async function startDatabase(own: string, port: number): Promise<ChildProcess> {
  const data = join(own, 'data')
  const rights = ['--no-defaults', '--user=root', `--datadir=${data}`]
  const made = spawnSync('mariadb-install-db', [...rights, '--auth-root-authentication-method=normal', '--skip-test-db'], {
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.stdout}${made.stderr}`)
  const log = openSync(join(own, 'mariadb.log'), 'w')
  const socket = join(own, 's')
  const words = [...rights, `--socket=${socket}`, '--bind-address=127.0.0.1', `--port=${port}`]
  const limits = ['--innodb-buffer-pool-size=64M', '--innodb-lock-wait-timeout=900', '--innodb-flush-log-at-trx-commit=0']
  const database = spawn('mariadbd', [...words, ...limits], { stdio: ['ignore', log, log] })
  closeSync(log)
  const sql = `create database if not exists slurm_acct_db; create user if not exists ${user}@localhost identified by 'x';
    grant all on slurm_acct_db.* to ${user}@localhost; create user if not exists ${user}@'127.0.0.1' identified by 'x'; grant all on slurm_acct_db.* to ${user}@'127.0.0.1';`
  const ready = () =>
    existsSync(socket) && spawnSync('mariadb', ['--no-defaults', `--socket=${socket}`, '--user=root', '--execute', sql]).status === 0
  await soon(
    ready,
    () => `mariadbd: ${textOf(join(own, 'mariadb.log'))}`,
    () => endOf(database),
  )
  return database
}

function configuration(folder: string, databasePort: number, port: number): string {
  return `AuthType=auth/none
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort=${port}
SlurmUser=root
LogFile=${folder}/log/slurmdbd.log
PidFile=${folder}/run/slurmdbd.pid
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort=${databasePort}
StorageUser=${user}
StoragePass=x
StorageLoc=slurm_acct_db
`
}

async function soon(holds: () => boolean, why: () => string, giveUp: () => void): Promise<void> {
  const end = performance.now() + 60_000
  while (!holds()) {
    if (performance.now() > end) {
      giveUp()
      throw new Error(`it did not come to be: ${why()}`)
    }
    await new Promise((done) => setTimeout(done, 100))
  }
}

/** Killed: its folder goes with it. */
function endOf(child: ChildProcess): void {
  if (child.exitCode === null) child.kill('SIGKILL')
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(-2000)
  } catch {
    return ''
  }
}
