import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Artefact } from '#run/outcome.ts'
import type { RunState } from '#run/state.ts'
import { attemptName, pathsOf } from '#worlds/attempt/paths.ts'
import { resultPlace } from './result-links.ts'

/** Where things of a store lie, and what was printed there: all that describing needs of the disk. */
export interface StorePlaces {
  readonly store: string
  artefact(artefact: Artefact): string
  /** Where the links to results lie; undefined where there are none. */
  result(run: RunState, below: string): { readonly path: string; readonly latest?: string } | undefined
  attempt(run: string, stage: string, task: number, attempt: number): string
  /** The folder that a result names as its origin. */
  origin(origin: string): string
  lastLines(folder: string): readonly string[]
}

/** Where things lie in the store of the local world. */
export function storePlaces(store: string): StorePlaces {
  const paths = pathsOf(store)
  return {
    store,
    artefact: paths.artefact,
    result: (run, below) => resultPlace(store, run, below),
    attempt: (run, stage, task, attempt) => join(paths.runs, attemptName({ run, stage, task, attempt })),
    origin: (origin) => join(paths.runs, origin),
    lastLines: (folder) => lastLines(join(folder, 'stderr.txt'), 8) ?? lastLines(join(folder, 'stdout.txt'), 8) ?? [],
  }
}

const tailBytes = 8192

/** The last lines of a file without reading all of it; undefined where there is nothing. */
export function lastLines(path: string, count: number): readonly string[] | undefined {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return undefined
  }
  try {
    const size = fstatSync(file).size
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    const read = readSync(file, buffer, 0, buffer.length, size - buffer.length)
    const lines = buffer.subarray(0, read).toString('utf8').replace(/\s+$/, '').split('\n')
    if (size > tailBytes) lines.shift()
    return lines.length === 1 && lines[0] === '' ? undefined : lines.slice(-count)
  } catch {
    return undefined
  } finally {
    closeSync(file)
  }
}
