import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isRunning, processEntry, processesWhere, signal } from '#worlds/attempt/process-table.ts'
import { accountingSettings, startAccounting } from './accounting.ts'

/** A real Slurm on this machine: one controller and a few nodes, on ports of its own. */
export interface TestCluster {
  readonly folder: string
  /** With `SLURM_CONF`: whatever is run with it talks to this cluster. */
  readonly environment: NodeJS.ProcessEnv
  /** Runs one of Slurm's commands; answers what it prints. */
  ask(program: string, ...words: string[]): string
  startController(): void
  /** As a crash would. */
  killController(): void
  startNode(number: number): void
  /** Kills a node's daemon and everything that it runs. */
  killNode(number: number): void
  stop(): void
}

export interface ClusterSize {
  readonly nodes?: number
  readonly cpus?: number
  /** More lines of slurm.conf. */
  readonly settings?: string
  /** With slurmdbd and a database. */
  readonly accounting?: boolean
}

/** Slurm is there, or must be: in CI nothing is left out. */
export const hasSlurm = spawnSync('slurmctld', ['-V']).status === 0

export async function startCluster({ nodes = 2, cpus = 2, settings = '', accounting = false }: ClusterSize = {}): Promise<TestCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'pwos-slurm-'))
  for (const name of ['state', 'spool', 'log', 'run']) mkdirSync(join(folder, name))
  const file = join(folder, 'slurm.conf')
  const environment = { ...process.env, SLURM_CONF: file }
  const ports = await freePorts(nodes + 3)
  const [books = [], all] = accounting ? [ports.slice(-2), `${settings}\n${accountingSettings(ports.at(-1))}`] : [undefined, settings]
  writeFileSync(file, configuration(folder, ports, { nodes, cpus, settings: all }))
  const accounts = accounting ? await startAccounting(folder, books, environment) : undefined
  const daemon = (program: string, ...words: string[]) => {
    const result = spawnSync(program, words, { env: environment, encoding: 'utf8' })
    if (result.status !== 0) throw new Error(`${program}: ${result.stderr}`)
  }
  const cluster: TestCluster = {
    folder,
    environment,
    ask: (program, ...words) => spawnSync(program, words, { env: environment, encoding: 'utf8' }).stdout,
    startController: () => (existsSync(join(folder, 'state/job_state')) ? daemon('slurmctld') : daemon('slurmctld', '-c')),
    killController: () => kill(pidIn(folder, 'slurmctld.pid')),
    startNode: (number) => daemon('slurmd', '-N', `node${number}`),
    killNode(number) {
      const jobs = cluster.ask('squeue', '-h', '-w', `node${number}`, '-o', '%A').split('\n').filter(Boolean)
      kill(pidIn(folder, `slurmd-node${number}.pid`))
      endSteps(environment, jobs)
    },
    stop() {
      for (let number = 1; number <= nodes; number++) kill(pidIn(folder, `slurmd-node${number}.pid`))
      kill(pidIn(folder, 'slurmctld.pid'))
      accounts?.stop()
      endSteps(environment, undefined)
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
  try {
    cluster.startController()
    for (let number = 1; number <= nodes; number++) cluster.startNode(number)
    await until(
      () => idleNodes(cluster) >= nodes,
      20_000,
      () => cluster.ask('sinfo'),
    )
  } catch (error) {
    cluster.stop()
    throw error
  }
  return cluster
}

function idleNodes(cluster: TestCluster): number {
  return cluster.ask('sinfo', '-h', '-N', '-t', 'idle', '-o', '%N').split('\n').filter(Boolean).length
}

/** Waits for a condition, so long at most. */
export async function until(holds: () => boolean, atMostMs: number, why: () => string = () => ''): Promise<void> {
  const end = performance.now() + atMostMs
  while (!holds()) {
    if (performance.now() > end) throw new Error(`it did not come to be within ${atMostMs} ms: ${why()}`)
    await new Promise((done) => setTimeout(done, 50))
  }
}

function pidIn(folder: string, name: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'run', name), 'utf8')) || undefined
  } catch {
    return undefined
  }
}

function kill(pid: number | undefined): void {
  const entry = pid === undefined ? undefined : processEntry(pid)
  if (entry === undefined) return
  signal(entry.pid, 'SIGKILL')
  while (isRunning(entry.pid, entry.startTime)) spawnSync('sleep', ['0.01'])
}

/** Ends step daemons and what they run, of these jobs or of all; the daemons first, so that they tell nobody. */
function endSteps({ SLURM_CONF: conf }: NodeJS.ProcessEnv, jobs: readonly string[] | undefined): void {
  const ours = processesWhere(({ pid }) => carries(pid, `SLURM_CONF=${conf}`))
  const isDaemon = (pid: number) => {
    const job = /^slurmstepd: \[(\d+)\./.exec(text(`/proc/${pid}/cmdline`))?.[1]
    return job !== undefined && (jobs === undefined || jobs.includes(job))
  }
  const isOfJob = (pid: number) =>
    jobs === undefined ? carries(pid, 'SLURM_JOB_ID=') : jobs.some((job) => carries(pid, `SLURM_JOB_ID=${job}`))
  for (const { pid } of ours) if (isDaemon(pid)) signal(pid, 'SIGKILL')
  for (const { pid } of ours) if (isOfJob(pid)) signal(pid, 'SIGKILL')
}

function text(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** Whether its environment has this, or begins with it where it ends with `=`. */
function carries(pid: number, words: string): boolean {
  return text(`/proc/${pid}/environ`)
    .split('\0')
    .some((entry) => entry === words || (words.endsWith('=') && entry.startsWith(words)))
}

function configuration(
  folder: string,
  ports: readonly number[],
  { nodes, cpus, settings }: Omit<Required<ClusterSize>, 'accounting'>,
): string {
  const host = hostname().split('.')[0]
  const [first, ...others] = ports
  const names = others
    .slice(0, nodes)
    .map(
      (port, at) =>
        `NodeName=node${at + 1} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${port} CPUs=${cpus} RealMemory=4000 State=UNKNOWN`,
    )
  return `ClusterName=pwos
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${first}
SlurmUser=root
SlurmdUser=root
AuthType=auth/none
CredType=cred/none
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool/%n
SlurmctldPidFile=${folder}/run/slurmctld.pid
SlurmdPidFile=${folder}/run/slurmd-%n.pid
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
DefMemPerCPU=100
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=10000,bf_interval=1,default_queue_depth=1000
MpiDefault=none
ReturnToService=2
SlurmctldTimeout=30
SlurmdTimeout=5
KillWait=2
MinJobAge=300
MaxJobCount=20000
MaxArraySize=10001
JobAcctGatherType=jobacct_gather/linux
JobAcctGatherFrequency=task=1
JobAcctGatherParams=OverMemoryKill
${/^AccountingStorageType=/m.test(settings) ? '' : 'AccountingStorageType=accounting_storage/none'}
JobCompType=jobcomp/none
${settings}
${names.join('\n')}
PartitionName=debug Nodes=node[1-${nodes}] Default=YES MaxTime=INFINITE State=UP
`
}

/** Ports that nobody has now. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer()
      return new Promise<typeof server>((done) => server.listen(0, '127.0.0.1', () => done(server)))
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}
