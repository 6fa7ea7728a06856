import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  promises,
  readlinkSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { Artefact } from '#run/outcome.ts'
import { fileFingerprint, isExecutable, type Listed, listing } from './fingerprint.ts'
import type { Paths } from './paths.ts'

/**
 * Published outputs, by fingerprint. A file is published by a hard link from the attempt's `work/`: one step, no
 * copy, and doing it again after a crash finds it done. The number of links then tells how many attempts made the
 * same content, so that discarding one's output never takes another's away.
 */
export interface Objects {
  publishFile(source: string, artefact: Artefact): void
  /**
   * Publishes a file by moving the folder in which it lies alone to where it belongs: one step as well, after which
   * nobody finds it where it was made. False: the same content is there already, or somebody else has moved the folder, and nothing was done.
   */
  publishAlone(folder: string, artefact: Artefact): boolean
  isPublished(artefact: Artefact): boolean
  /** Publishes a copy of a file that somebody may still write to. `look` sees the copy, and may say why it is not to be published. */
  publishCopy(source: string, name: string, look: LookAtCopy): Promise<Artefact | string>
  /** Publishes files together that are published each for itself already. */
  publishSet(files: readonly Artefact[], artefact: Artefact): void
  publishTree(source: string, entries: readonly Listed[], artefact: Artefact): void
  /** Deletes an output in the `work/` where it was made, and its published place once nobody else made the same. */
  discard(work: string, artefact: Artefact): void
}

/** What is journalled of a copy's content, if anything; a text says why it is not to be published. */
export type LookAtCopy = (copy: string, bytes: number) => Pick<Artefact, 'content'> | string

/** `incoming`: where trees are put together, on the same disk; emptied first, so two processes must not share it. */
export function objectsOf(paths: Paths, incoming = join(paths.objects, 'incoming')): Objects {
  // Asked first, because `rmSync` of Node 24 fails on a read-only disk without saying why.
  accessSync(paths.objects, constants.W_OK)
  rmSync(incoming, { recursive: true, force: true })
  mkdirSync(incoming, { recursive: true })
  const links = canLink(incoming)
  let built = 0

  return {
    publishFile(source, artefact) {
      place(source, paths.artefact(artefact), links)
    },
    publishAlone(folder, artefact) {
      const file = join(folder, artefact.name)
      try {
        const stats = lstatSync(file)
        if (!stats.isFile() || stats.nlink !== 1) return false
        chmodSync(file, modeOf(stats))
        return moved(folder, paths.object(artefact.fingerprint))
      } catch (error) {
        if (isThere(folder)) throw error
        return false
      }
    },
    isPublished: (artefact) => isThere(paths.artefact(artefact)),
    async publishCopy(source, name, look) {
      built++
      const copy = join(incoming, `${process.pid}-${built}`)
      await promises.copyFile(source, copy, constants.COPYFILE_FICLONE)
      const stats = statSync(copy)
      const seen = look(copy, stats.size)
      const artefact = { fingerprint: await fileFingerprint(copy, stats), name, bytes: stats.size }
      const target = paths.artefact(artefact)
      if (typeof seen === 'string' || isThere(target)) rmSync(copy)
      else {
        chmodSync(copy, modeOf(stats))
        renameSync(copy, made(target))
      }
      return typeof seen === 'string' ? seen : { ...artefact, ...seen }
    },
    publishSet(files, artefact) {
      const target = paths.artefact(artefact)
      if (isThere(target)) return
      built++
      const folder = join(incoming, `${process.pid}-${built}`)
      mkdirSync(folder)
      for (const file of files) link(paths.artefact(file), join(folder, file.name), links)
      renameSync(folder, made(target))
    },
    publishTree(source, entries, artefact) {
      const target = paths.artefact(artefact)
      if (isThere(target)) {
        for (const { path, kind } of entries) if (kind === 'file') place(join(source, path), join(target, path), links)
        return
      }
      built++
      const folder = join(incoming, `${process.pid}-${built}`)
      mkdirSync(folder)
      for (const { path, kind } of entries) {
        if (kind === 'folder') mkdirSync(join(folder, path), { recursive: true })
        else if (kind === 'file') place(join(source, path), join(folder, path), links)
        else symlinkSync(readlinkSync(join(source, path)), made(join(folder, path)))
      }
      renameSync(folder, made(target))
    },
    discard(work, artefact) {
      if (!links) return
      const place = paths.artefact(artefact)
      const files = filesAt(place)
      const inodes = new Set(files.map((file) => lstatSync(file).ino))
      for (const file of filesAt(work)) if (inodes.has(lstatSync(file).ino)) rmSync(file, { force: true })
      // Made by someone else as well, who moved it here to stay.
      if (isKept(dirname(place))) return
      // One link is the published one itself: nobody else made the same.
      if (files.length > 0 && files.every((file) => lstatSync(file).nlink === 1)) rmSync(place, { recursive: true, force: true })
    },
  }
}

/** Folders in lanes are sticky from their making, and others are not. */
const isKept = (folder: string) => ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & 0o1000) !== 0

function moved(folder: string, target: string): boolean {
  for (let tries = 0; ; tries++) {
    try {
      renameSync(folder, target)
      return true
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'EXDEV' || code === 'EPERM') return false
      if (code !== 'ENOENT' || tries > 0) throw error
      mkdirSync(dirname(target), { recursive: true })
    }
  }
}

/** The files that a path stands for: itself, or all below it. */
function filesAt(path: string): string[] {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats === undefined) return []
  if (!stats.isDirectory()) return [path]
  return listing(path)
    .filter((entry) => entry.kind === 'file')
    .map((entry) => join(path, entry.path))
}

/** Puts a file where it belongs, read-only; what is there already has the same content, and stays. */
function place(source: string, target: string, links: boolean): void {
  const stats = lstatSync(source)
  const there = statSync(target, { throwIfNoEntry: false })
  if (there !== undefined && there.size !== statSync(source).size) rmSync(target)
  else if (there !== undefined) {
    if (links && there.ino !== stats.ino && stats.isFile()) share(source, target)
    return
  }
  // A file with other names may be the user's own: it is copied, not made read-only under their hands.
  if (links && stats.isFile() && stats.nlink === 1) {
    chmodSync(source, modeOf(stats))
    try {
      linkSync(source, made(target))
      return
    } catch (error) {
      if (!cannotLink(error)) throw error
    }
  }
  const copy = `${made(target)}.incoming`
  copyFileSync(source, copy, constants.COPYFILE_FICLONE)
  chmodSync(copy, modeOf(statSync(source)))
  renameSync(copy, target)
}

/** The same content by another name: both are published, and nobody writes to either. */
function link(source: string, target: string, links: boolean): void {
  if (links) {
    try {
      linkSync(source, made(target))
      return
    } catch (error) {
      if (!cannotLink(error)) throw error
    }
  }
  copyFileSync(source, made(target), constants.COPYFILE_FICLONE)
}

function share(source: string, target: string): void {
  const other = `${source}.pwos-link`
  try {
    rmSync(other, { force: true })
    linkSync(target, other)
    renameSync(other, source)
  } catch (error) {
    if (!cannotLink(error)) throw error
  }
}

const modeOf = (stats: Stats) => (isExecutable(stats) ? 0o555 : 0o444)

/** The path, with its folder made. */
function made(path: string): string {
  mkdirSync(dirname(path), { recursive: true })
  return path
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

const linkRefusals = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

function cannotLink(error: unknown): boolean {
  return error instanceof Error && 'code' in error && linkRefusals.has(String(error.code))
}

function canLink(folder: string): boolean {
  const [first, second] = [join(folder, 'first'), join(folder, 'second')]
  try {
    writeFileSync(first, '')
    linkSync(first, second)
    return statSync(first).nlink === 2
  } catch (error) {
    if (cannotLink(error)) return false
    throw error
  } finally {
    rmSync(first, { force: true })
    rmSync(second, { force: true })
  }
}
