import { appendFileSync, readFileSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { atOnceBytes, fileFingerprint, fileFingerprintSync, type Listed, listing, listingFingerprint } from './fingerprint.ts'

/** Fingerprints of files and folders beside the workflow. A file is read again only when its size, times or inode have changed. */
export interface InputFingerprints {
  /** At once, where everything is known or small; undefined: ask `find`. Throws when the path cannot be read. */
  findSync(path: string): string | undefined
  find(path: string): Promise<string>
}

interface Known {
  readonly stamp: string
  readonly fingerprint: string
}

/** A file changed again within this time of being read could keep its stamp: such a one is read once more. */
const youngMs = 50

export function createInputFingerprints(store: string): InputFingerprints {
  const memo = join(store, 'fingerprints')
  const known = load(memo)

  function remembered(path: string, stats: Stats): string | undefined {
    const found = known.get(path)
    return found !== undefined && found.stamp === stampOf(stats) ? found.fingerprint : undefined
  }

  function remember(path: string, stats: Stats, fingerprint: string): string {
    if (Date.now() - stats.mtimeMs > youngMs) {
      const entry = { stamp: stampOf(stats), fingerprint }
      known.set(path, entry)
      note(memo, `${JSON.stringify([path, entry.stamp, fingerprint])}\n`)
    }
    return fingerprint
  }

  async function ofFile(path: string): Promise<string> {
    const stats = statSync(path)
    return remembered(path, stats) ?? remember(path, stats, await fileFingerprint(path, stats))
  }

  function ofFileSync(path: string): string | undefined {
    const stats = statSync(path)
    const found = remembered(path, stats)
    if (found !== undefined || stats.size > atOnceBytes) return found
    return remember(path, stats, fileFingerprintSync(path, stats))
  }

  return {
    findSync(path) {
      if (!statSync(path).isDirectory()) return ofFileSync(path)
      const parts = filesOf(path).map(([entry, file]) => [entry.path, ofFileSync(file)] as const)
      return parts.every(([, fingerprint]) => fingerprint !== undefined) ? folderFingerprint(path, new Map(parts)) : undefined
    },
    async find(path) {
      if (!statSync(path).isDirectory()) return ofFile(path)
      const parts = new Map<string, string>()
      for (const [entry, file] of filesOf(path)) parts.set(entry.path, await ofFile(file))
      return folderFingerprint(path, parts)
    },
  }
}

function note(memo: string, line: string): void {
  try {
    appendFileSync(memo, line)
  } catch {
    // Only what is remembered is lost; a store that cannot be written shows where it matters.
  }
}

function filesOf(folder: string): (readonly [Listed, string])[] {
  return listing(folder)
    .filter((entry) => entry.kind === 'file')
    .map((entry) => [entry, join(folder, entry.path)] as const)
}

function folderFingerprint(folder: string, parts: ReadonlyMap<string, string | undefined>): string {
  return listingFingerprint(folder, listing(folder), (path) => parts.get(path) ?? '')
}

function stampOf({ size, mtimeMs, ctimeMs, ino, mode }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino} ${mode}`
}

/** One JSON line an entry, later ones win; a line that was cut by a crash is passed over. */
function load(memo: string): Map<string, Known> {
  const known = new Map<string, Known>()
  let text = ''
  try {
    text = readFileSync(memo, 'utf8')
  } catch {
    return known
  }
  for (const line of text.split('\n')) {
    const [, path, stamp, fingerprint] = /^\[("(?:[^"\\]|\\.)*"),"([^"]*)","([0-9a-f]{64})"\]$/.exec(line) ?? []
    if (path !== undefined && stamp !== undefined && fingerprint !== undefined)
      known.set(JSON.parse(path) as string, { stamp, fingerprint })
  }
  return known
}
