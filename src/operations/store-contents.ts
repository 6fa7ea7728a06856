import { chmodSync, lstatSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** A folder of the store that can go as a whole. */
export interface StoreFolder {
  /** Of an attempt: `RUN/STAGE/TASK-ATTEMPT`; of a published output: its fingerprint. */
  readonly name: string
  readonly path: string
}

/** Attempt folders of these runs, and their manifests. */
export function runFolders(runs: string, names: readonly string[]): readonly StoreFolder[] {
  return names.flatMap((run) =>
    foldersIn(join(runs, run)).flatMap((stage) =>
      stage === 'manifests'
        ? [{ name: `${run}/manifests`, path: join(runs, run, stage) }]
        : foldersIn(join(runs, run, stage)).map((attempt) => ({
            name: `${run}/${stage}/${attempt}`,
            path: join(runs, run, stage, attempt),
          })),
    ),
  )
}

/** The files from which lanes ran several attempts of these runs; `name` is that of their folder, `RUN/STAGE`. */
export function bundleFiles(runs: string, names: readonly string[]): readonly StoreFolder[] {
  return names.flatMap((run) =>
    foldersIn(join(runs, run)).flatMap((stage) =>
      readdirSync(join(runs, run, stage))
        .filter((file) => file.startsWith('bundle-'))
        .map((file) => ({ name: `${run}/${stage}`, path: join(runs, run, stage, file) })),
    ),
  )
}

/** Everything published, one folder a fingerprint. */
export function objectFolders(objects: string): readonly StoreFolder[] {
  return foldersIn(objects)
    .filter((prefix) => /^[0-9a-f]{2}$/.test(prefix))
    .flatMap((prefix) => foldersIn(join(objects, prefix)).map((rest) => ({ name: prefix + rest, path: join(objects, prefix, rest) })))
}

/** Bytes on the disk; a file with several names counts once. */
export function measure(folders: readonly StoreFolder[]): number {
  const seen = new Set<string>()
  let bytes = 0
  for (const folder of folders) {
    const open = [folder.path]
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      const stats = lstatSync(path, { throwIfNoEntry: false })
      if (stats === undefined) continue
      if (stats.isDirectory()) for (const name of readdirSync(path)) open.push(join(path, name))
      const inode = `${stats.dev}:${stats.ino}`
      if (!seen.has(inode)) bytes += stats.blocks * 512
      seen.add(inode)
    }
  }
  return bytes
}

/** Deletes the folders, and folders of stages and runs that are empty then. */
export function deleteAll(folders: readonly StoreFolder[], runs: string, names: readonly string[]): void {
  for (const folder of folders) deleteFolder(folder.path)
  for (const run of names) {
    for (const stage of foldersIn(join(runs, run))) removeEmpty(join(runs, run, stage))
    removeEmpty(join(runs, run))
  }
}

/** A program may have left a folder that may not be written; it is ours to delete all the same. */
function deleteFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    makeWritable(path)
    rmSync(path, { recursive: true, force: true })
  }
}

function makeWritable(path: string): void {
  const open = [path]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    chmodSync(at, 0o700)
    for (const name of foldersIn(at)) open.push(join(at, name))
  }
}

function removeEmpty(path: string): void {
  try {
    rmdirSync(path)
  } catch {
    // Something is kept in it.
  }
}

function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
  } catch {
    return []
  }
}
