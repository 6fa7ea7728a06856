import { cpSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { AttemptSpec } from '#run/attempt.ts'
import type { Artefact } from '#run/outcome.ts'
import { objectsOf } from './objects.ts'
import { publishOutputs } from './outputs.ts'
import { attemptName, type Paths } from './paths.ts'

/** Files that a person hands in as the outputs of a task, by output. */
export type GivenFiles = ReadonlyMap<string, readonly string[]>

/** Outputs of people's work, published like any other; until they are kept or dropped it is as if they were not there. */
export interface HandedIn {
  readonly outputs: { readonly [name: string]: Artefact }
  /** The answer was taken: what was handed in lies where an attempt's files lie. */
  keep(): void
  drop(): void
}

/**
 * Copies files into a folder of their own in the attempt's, checks them as declared (there, format), fingerprints and publishes them.
 * A text says what is wrong; then nothing is published. `id` tells what is handed in at the same time apart. Paths are absolute.
 */
export async function handIn(paths: Paths, spec: AttemptSpec, files: GivenFiles, id: string): Promise<HandedIn | string> {
  const attempt = paths.attempt(attemptName(spec))
  const folder = join(attempt, `handed-in-${id}`)
  const work = join(folder, 'work')
  const drop = () => rmSync(folder, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  try {
    for (const output of spec.outputs) {
      const trouble = lay(work, output, files.get(output.name) ?? [])
      if (trouble !== undefined) {
        drop()
        return trouble
      }
    }
    mkdirSync(paths.objects, { recursive: true })
    const published = await publishOutputs(work, spec.outputs, objectsOf(paths, join(folder, 'incoming')))
    if ('trouble' in published) {
      drop()
      return published.trouble.detail
    }
    const keep = () => {
      rmSync(join(attempt, 'work'), { recursive: true, force: true })
      renameSync(work, join(attempt, 'work'))
      drop()
    }
    return { outputs: published.artefacts, keep, drop }
  } catch (error) {
    drop()
    throw error
  }
}

type Output = AttemptSpec['outputs'][number]

/** Puts what was given for an output where it belongs. Never a link to the person's own file, which may change. */
function lay(work: string, { name, kind, path }: Output, given: readonly string[]): string | undefined {
  for (const file of given) {
    const stats = statSync(file, { throwIfNoEntry: false })
    if (stats === undefined) return `${name}: ${file} does not exist`
    if (kind === 'file' && !stats.isFile()) return `${name}: ${file} is not a file`
    if (kind === 'folder' && !stats.isDirectory()) return `${name}: ${file} is not a folder`
    const target = kind === 'glob' ? placeInGlob(work, path, file, stats.isDirectory()) : join(work, path)
    mkdirSync(dirname(target), { recursive: true })
    cpSync(file, target, { recursive: true, dereference: true, errorOnExist: false })
  }
  if (given.length > 1 && kind !== 'glob') return `${name}: ${given.length} files were given for one`
  return undefined
}

/** Files go where the pattern looks for them, by their own names; a folder is laid there whole. */
function placeInGlob(work: string, pattern: string, file: string, isFolder: boolean): string {
  const fixed = pattern.split('/').slice(0, -1)
  const wild = fixed.findIndex((part) => /[*?[{]/.test(part))
  const folder = join(work, ...(wild < 0 ? fixed : fixed.slice(0, wild)))
  return isFolder ? folder : join(folder, basename(file))
}
