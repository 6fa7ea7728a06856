import { readFileSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'
import { join } from 'node:path'
import type { Machine } from '#define/pools.ts'

/** What this machine gives to this process: its processors and memory, or less where a cgroup says so. */
export function machine(): Machine {
  const limits = cgroupLimits()
  return { cpu: Math.max(1, Math.min(availableParallelism(), limits.cpu)), memory: Math.min(totalmem(), limits.memory) }
}

interface Limits {
  readonly cpu: number
  readonly memory: number
}

/** The tightest limits of cgroup v2 from this process's group up to the root (`cpu.max`: quota and period; `memory.max`: bytes). */
function cgroupLimits(): Limits {
  let cpu = Number.POSITIVE_INFINITY
  let memory = Number.POSITIVE_INFINITY
  const own = /^0::(\/.*)$/m.exec(textOf('/proc/self/cgroup'))?.[1] ?? '/'
  const parts = own.split('/').filter((part) => part !== '' && part !== '..')
  for (let depth = parts.length; depth >= 0; depth--) {
    const folder = join('/sys/fs/cgroup', ...parts.slice(0, depth))
    const [quota = '', period = ''] = textOf(join(folder, 'cpu.max')).trim().split(' ')
    if (/^\d+$/.test(quota) && Number(period) > 0) cpu = Math.min(cpu, Math.max(1, Math.floor(Number(quota) / Number(period))))
    const bytes = textOf(join(folder, 'memory.max')).trim()
    if (/^\d+$/.test(bytes)) memory = Math.min(memory, Number(bytes))
  }
  return { cpu, memory }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
