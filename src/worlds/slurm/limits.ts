import type { Slurm } from './commands.ts'
import type { Request } from './request.ts'

/** What the cluster allows and has, as far as it tells. Asked once, and again each minute while something is submitted. */
export interface Limits {
  /** Most elements of one array. */
  readonly arraySize: number
  /** Jobs with this request that could run at once; a guess where the cluster does not tell. */
  slots(request: Request): number
  /** Nodes that may be used; 1 where it does not tell. */
  readonly nodes: number
  /** It refused more while so many were there. */
  tooMany(open: number): void
  refresh(now: number): void
}

const refreshMs = 60_000

export function createLimits(slurm: Slurm): Limits {
  let arraySize = 1000
  let cpus = 4
  let count = 1
  let askedAt = Number.NEGATIVE_INFINITY

  async function ask(): Promise<void> {
    const config = await slurm.ask('scontrol', ['show', 'config'])
    const most = /^MaxArraySize\s*=\s*(\d+)/m.exec(config.text)?.[1]
    if (config.ok && most !== undefined) arraySize = Math.max(1, Number(most) - 1)
    const told = await slurm.ask('sinfo', ['--noheader', '--Node', '--format=%N|%C'])
    if (!told.ok) return
    // A line for each node and partition. Allocated/idle/other/total; what is in other hands or down may come back, but is not counted on.
    const usable = [...new Map(told.text.split('\n').map((line) => [line.split('|')[0], line.split('|')[1] ?? ''])).values()]
      .map((counts) => counts.split('/').map(Number))
      .map(([allocated = 0, idle = 0]) => allocated + idle)
      .filter((each) => each > 0)
    if (usable.length === 0) return
    cpus = usable.reduce((sum, each) => sum + each, 0)
    count = usable.length
  }

  return {
    get arraySize() {
      return arraySize
    },
    get nodes() {
      return count
    },
    slots({ words }) {
      const numberOf = (name: string) => Number(words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? 1)
      return Math.max(1, Math.floor(cpus / (numberOf('cpus-per-task') * Math.max(numberOf('ntasks'), numberOf('nodes')))))
    },
    tooMany(open) {
      arraySize = Math.max(1, Math.min(arraySize, Math.floor(open / 2)))
    },
    refresh(now) {
      if (now - askedAt < refreshMs) return
      askedAt = now
      void ask()
    },
  }
}
