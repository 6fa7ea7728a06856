import { createHash } from 'node:crypto'
import { type BigIntStats, closeSync, openSync, promises, readdirSync, readlinkSync, readSync, type Stats } from 'node:fs'
import { join } from 'node:path'

/** Files up to this size are read at once; larger ones in pieces, with the loop free in between. */
export const atOnceBytes = 4 << 20

/** sha256 of a file's content, in hex; of an executable file a different one, as it can be run. */
export function fileFingerprintSync(path: string, stats: Pick<Stats, 'mode' | 'size'>): string {
  const hash = createHash('sha256')
  const file = openSync(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(Math.min(atOnceBytes, Math.max(1, stats.size) + 1))
    for (;;) {
      const count = readSync(file, buffer, 0, buffer.length, null)
      if (count === 0) break
      hash.update(buffer.subarray(0, count))
    }
  } finally {
    closeSync(file)
  }
  return withMode(hash.digest('hex'), stats)
}

export async function fileFingerprint(path: string, stats: Pick<Stats, 'mode' | 'size'>): Promise<string> {
  if (stats.size <= atOnceBytes) return fileFingerprintSync(path, stats)
  const hash = createHash('sha256')
  const file = await promises.open(path, 'r')
  try {
    const buffer = Buffer.allocUnsafe(1 << 20)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null)
      if (bytesRead === 0) break
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
  return withMode(hash.digest('hex'), stats)
}

function withMode(digest: string, stats: Pick<Stats, 'mode'>): string {
  return isExecutable(stats) ? createHash('sha256').update(`executable ${digest}`).digest('hex') : digest
}

export function isExecutable(stats: Pick<Stats, 'mode'> | Pick<BigIntStats, 'mode'>): boolean {
  return (Number(stats.mode) & 0o111) !== 0
}

/** One thing in a folder or a glob. `path` is relative, with `/`. */
export interface Listed {
  readonly path: string
  readonly kind: 'file' | 'folder' | 'link'
}

/** Everything under a folder, sorted, so that the same content always reads the same. */
export function listing(folder: string): Listed[] {
  const found: Listed[] = []
  const open = ['']
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readdirSync(join(folder, at), { withFileTypes: true })) {
      const path = at === '' ? entry.name : `${at}/${entry.name}`
      if (entry.isDirectory()) {
        found.push({ path, kind: 'folder' })
        open.push(path)
      } else if (entry.isSymbolicLink()) found.push({ path, kind: 'link' })
      else if (entry.isFile()) found.push({ path, kind: 'file' })
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Fingerprint of a listing, from those of its files. */
export function listingFingerprint(folder: string, entries: readonly Listed[], ofFile: (path: string) => string): string {
  const hash = createHash('sha256')
  for (const { path, kind } of entries) {
    const content = kind === 'file' ? ofFile(path) : kind === 'link' ? readlinkSync(join(folder, path)) : ''
    hash.update(`${kind} ${JSON.stringify(path)} ${JSON.stringify(content)}\n`)
  }
  return hash.digest('hex')
}
