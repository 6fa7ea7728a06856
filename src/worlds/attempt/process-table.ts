import { readdirSync, readFileSync } from 'node:fs'

/** A process as `/proc/PID/stat` shows it. A pid alone says little, as numbers are used again: with its start time it names one process for ever. */
export interface ProcessEntry {
  readonly pid: number
  readonly state: string
  readonly group: number
  readonly session: number
  /** Clock ticks since boot, as text: only compared. */
  readonly startTime: string
}

export function processEntry(pid: number): ProcessEntry | undefined {
  const text = readOrEmpty(`/proc/${pid}/stat`)
  // The name stands in parentheses and may hold anything, so the fields are counted from its end (proc(5)).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, , group, session] = fields
  const startTime = fields[19]
  if (state === undefined || group === undefined || session === undefined || startTime === undefined) return undefined
  return { pid, state, group: Number(group), session: Number(session), startTime }
}

/** A zombie has ended: only its parent has not asked yet. */
export function isAlive(entry: ProcessEntry | undefined): entry is ProcessEntry {
  return entry !== undefined && entry.state !== 'Z' && entry.state !== 'X'
}

export function isRunning(pid: number, startTime: string): boolean {
  const entry = processEntry(pid)
  return isAlive(entry) && entry.startTime === startTime
}

export function allPids(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0)
}

/** Living processes for which this holds. */
export function processesWhere(holds: (entry: ProcessEntry) => boolean): ProcessEntry[] {
  return allPids()
    .map(processEntry)
    .filter((entry) => isAlive(entry))
    .filter(holds)
}

/** Value of a variable in the environment a process was started with; undefined also where we may not look. */
export function environmentOf(pid: number, name: string): string | undefined {
  const found = readOrEmpty(`/proc/${pid}/environ`, 'utf8')
    .split('\0')
    .find((entry) => entry.startsWith(`${name}=`))
  return found?.slice(name.length + 1)
}

/** All that descends from a process, itself left out; what was orphaned on the way is not found. */
export function descendantsOf(pid: number): number[] {
  const found: number[] = []
  const open = [pid]
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    const children = readOrEmpty(`/proc/${parent}/task/${parent}/children`).split(' ').filter(Boolean).map(Number)
    found.push(...children)
    open.push(...children)
  }
  return found
}

/** Resident memory now, and the most it ever was, in bytes. */
export function memoryOf(pid: number): { readonly now: number; readonly peak: number } {
  const status = readOrEmpty(`/proc/${pid}/status`)
  return { now: kilobytes(status, '\nVmRSS:'), peak: kilobytes(status, '\nVmHWM:') }
}

function kilobytes(status: string, name: string): number {
  const at = status.indexOf(name)
  return at < 0 ? 0 : Number.parseInt(status.slice(at + name.length), 10) * 1024
}

/** Sends a signal; false when there is nobody (any more). A negative number means the process group. */
export function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name)
    return true
  } catch {
    return false
  }
}

export function readOrEmpty(path: string, encoding: BufferEncoding = 'latin1'): string {
  try {
    return readFileSync(path, encoding)
  } catch {
    return ''
  }
}
