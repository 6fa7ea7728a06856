import { mkdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readOrEmpty } from './process-table.ts'

/**
 * A memory limit kept by the kernel: a control group that a lane lives in. Version 2 where its memory controller
 * may be used, version 1 where that is still in place; where neither can be written, the watch limits memory instead.
 */
export interface MemoryGroup {
  readonly folder: string
  /** False: the kernel would not take it (pages in use that cannot be given back). */
  limit(bytes: number | undefined): boolean
  add(pid: number): boolean
  /** How often the kernel ended a process of this group for want of memory. */
  outOfMemoryKills(): number
  remove(): void
}

export function createMemoryGroup(name: string): MemoryGroup | undefined {
  const parent = parentGroup()
  if (parent === undefined) return undefined
  const folder = join(parent, name)
  try {
    mkdirSync(folder)
  } catch {
    return undefined
  }
  const group = memoryGroupAt(folder)
  if (group === undefined) rmdirSync(folder)
  return group
}

/** A group that is there already, such as an adopted lane's. */
export function memoryGroupAt(folder: string): MemoryGroup | undefined {
  if (exists(join(folder, 'memory.max'))) return versionTwo(folder)
  return exists(join(folder, 'memory.limit_in_bytes')) ? versionOne(folder) : undefined
}

function versionTwo(folder: string): MemoryGroup {
  return {
    ...common(folder),
    limit(bytes) {
      write(join(folder, 'memory.swap.max'), bytes === undefined ? 'max' : '0')
      return write(join(folder, 'memory.max'), bytes === undefined ? 'max' : `${bytes}`)
    },
    outOfMemoryKills: () => countOf(readOrEmpty(join(folder, 'memory.events')), 'oom_kill'),
  }
}

function versionOne(folder: string): MemoryGroup {
  const withSwap = join(folder, 'memory.memsw.limit_in_bytes')
  return {
    ...common(folder),
    limit(bytes) {
      write(withSwap, '-1')
      const done = write(join(folder, 'memory.limit_in_bytes'), `${bytes ?? -1}`)
      if (bytes !== undefined) write(withSwap, `${bytes}`)
      return done
    },
    outOfMemoryKills: () => countOf(readOrEmpty(join(folder, 'memory.oom_control')), 'oom_kill'),
  }
}

function common(folder: string) {
  return {
    folder,
    add: (pid: number) => write(join(folder, 'cgroup.procs'), `${pid}`),
    remove() {
      try {
        rmdirSync(folder)
      } catch {
        // Something still lives in it; the folder is small, and goes with the next start of the machine.
      }
    },
  }
}

/** Where a group for lanes can be made: beside this process's own place in the tree. */
function parentGroup(): string | undefined {
  const memberships = readOrEmpty('/proc/self/cgroup', 'utf8').split('\n')
  const mounts = readOrEmpty('/proc/self/mountinfo', 'utf8').split('\n')
  const unified = placeIn(mounts, ' - cgroup2 ', memberships.find((line) => line.startsWith('0::'))?.slice(3))
  if (unified !== undefined && /\bmemory\b/.test(readOrEmpty(join(unified, 'cgroup.controllers')))) {
    return write(join(unified, 'cgroup.subtree_control'), '+memory') ? unified : undefined
  }
  const own = memberships.find((line) => /^\d+:([^:]*,)?memory(,[^:]*)?:/.test(line))
  const memory = mounts.filter((line) => / - cgroup \S+ \S*\bmemory\b/.test(line))
  return own === undefined ? undefined : placeIn(memory, ' - cgroup ', own.split(':').slice(2).join(':'))
}

/** In a container the path is often the host's and not to be seen; then the mount's root is our own place. */
function placeIn(mounts: readonly string[], type: string, path: string | undefined): string | undefined {
  const root = mounts.find((line) => line.includes(type))?.split(' ')[4]
  if (root === undefined || path === undefined) return undefined
  return exists(join(root, path)) ? join(root, path) : root
}

function countOf(text: string, name: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? 0)
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

function write(path: string, text: string): boolean {
  try {
    // r+: a control file is there from the start, and making one would only hide that it is missing.
    writeFileSync(path, text, { flag: 'r+' })
    return true
  } catch {
    return false
  }
}
