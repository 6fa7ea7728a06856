import type { Slurm } from './commands.ts'
import type { Request } from './request.ts'

/** What the cluster allows and has, as far as it tells. Asked once, and again each minute while something is submitted. */
export interface Limits {
  /** Most elements of one array. */
  readonly arraySize: number
  /** Jobs with this request that could run at once; a guess where the cluster does not tell. */
  slots(request: Request): number
  /** It refused more while so many were there. */
  tooMany(open: number): void
  refresh(now: number): void
}

const refreshMs = 60_000

export function createLimits(slurm: Slurm): Limits {
  let arraySize = 1000
  let cpus = 4
  let askedAt = Number.NEGATIVE_INFINITY

  async function ask(): Promise<void> {
    const config = await slurm.ask('scontrol', ['show', 'config'])
    const most = /^MaxArraySize\s*=\s*(\d+)/m.exec(config.text)?.[1]
    if (config.ok && most !== undefined) arraySize = Math.max(1, Number(most) - 1)
    const nodes = await slurm.ask('sinfo', ['--noheader', '--format=%C'])
    // Allocated/idle/other/total; what is in other hands or down may come back, but is not counted on.
    const counts = nodes.text.match(/\d+\/\d+\/\d+\/\d+/g) ?? []
    const usable = counts.map((each) => each.split('/').map(Number)).reduce((sum, [allocated = 0, idle = 0]) => sum + allocated + idle, 0)
    if (nodes.ok && usable > 0) cpus = usable
  }

  return {
    get arraySize() {
      return arraySize
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
