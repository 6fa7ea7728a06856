import { lstatSync, rmSync, type Stats, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Artefact } from '#run/outcome.ts'
import { fileFingerprint, type Listed, listing, listingFingerprint } from './fingerprint.ts'
import type { Paths } from './paths.ts'
import { readOrEmpty } from './process-table.ts'

/**
 * Whether a published output is there and whole. What was published since the machine started is trusted for its
 * size; what is older is read once and compared with its fingerprint, since a power failure may have emptied
 * files that were not on the disk yet. What turns out damaged is removed, so that it can be published anew. A file that was compared gets a new time, and is not read again until the next start.
 */
export interface Availability {
  check(artefact: Artefact): Promise<boolean> | boolean
  /** The first one that is not there. A list is looked through once, however many attempts read it. */
  missing(artefacts: readonly Artefact[]): Promise<Artefact | undefined>
  forget(artefact: Artefact): void
}

export function createAvailability(paths: Paths, bootedAt: number): Availability {
  const known = new Set<string>()
  let lists = new WeakSet<readonly Artefact[]>()
  const name = (artefact: Artefact) => `${artefact.fingerprint}/${artefact.name}`

  async function compare(artefact: Artefact): Promise<boolean> {
    const path = paths.artefact(artefact)
    const same = (await fingerprintOf(path, artefact)) === artefact.fingerprint
    if (same) touch(path)
    else rmSync(path, { recursive: true, force: true })
    return remember(artefact, same)
  }

  function remember(artefact: Artefact, there: boolean): boolean {
    if (there) known.add(name(artefact))
    return there
  }

  function check(artefact: Artefact): Promise<boolean> | boolean {
    if (known.has(name(artefact))) return true
    const path = paths.artefact(artefact)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats === undefined) return false
    if (!isWhole(path, stats, artefact)) {
      rmSync(path, { recursive: true, force: true })
      return false
    }
    return stats.ctimeMs >= bootedAt ? remember(artefact, true) : compare(artefact)
  }

  return {
    check,
    async missing(artefacts) {
      if (lists.has(artefacts)) return undefined
      for (const artefact of artefacts) {
        const there = check(artefact)
        if (!(typeof there === 'boolean' ? there : await there)) return artefact
      }
      lists.add(artefacts)
      return undefined
    },
    forget(artefact) {
      known.delete(name(artefact))
      lists = new WeakSet()
    },
  }
}

function isWhole(path: string, stats: Stats, artefact: Artefact): boolean {
  if (artefact.files !== undefined)
    return artefact.files.every((file) => statSync(join(path, file), { throwIfNoEntry: false }) !== undefined)
  return stats.isDirectory() || stats.size === artefact.bytes
}

async function fingerprintOf(path: string, artefact: Artefact): Promise<string> {
  const stats = statSync(path)
  if (!stats.isDirectory()) return fileFingerprint(path, stats)
  const entries = artefact.files?.map((file): Listed => ({ path: file, kind: 'file' })) ?? listing(path)
  const parts = new Map<string, string>()
  for (const entry of entries) {
    if (entry.kind !== 'file') continue
    const file = join(path, entry.path)
    parts.set(entry.path, await fileFingerprint(file, lstatSync(file)))
  }
  return listingFingerprint(path, entries, (file) => parts.get(file) ?? '')
}

function touch(path: string): void {
  try {
    const { atime, mtime } = statSync(path)
    utimesSync(path, atime, mtime)
  } catch {
    // Another user's store: it is read again the next time.
  }
}

/** When this machine was started, in UTC ms; 0 where it does not tell. */
export function bootTimeMs(): number {
  return Number(/^btime (\d+)$/m.exec(readOrEmpty('/proc/stat'))?.[1] ?? 0) * 1000
}
