import { lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { hiddenStages } from '#run/blinding.ts'
import { labelOf } from '#run/label.ts'
import type { Artefact } from '#run/outcome.ts'
import type { RunState } from '#run/state.ts'
import { pathsOf } from '#worlds/attempt/paths.ts'
import { codeOf } from './definition.ts'

/**
 * `results/` of a store: what runs made, by names that people can type, open and cite.
 *
 *   results/RUN/STAGE/FILE          of a single stage
 *   results/RUN/STAGE/TASK/FILE     of a fan-out, by the task's label
 *   results/WORKFLOW                the newest run of the workflow that succeeded
 *
 * All of it are links into `objects/`, made when a run is over. Whoever deletes them loses nothing.
 */
export interface ResultFile {
  readonly stage: number
  readonly task: number
  readonly output: string
  readonly artefact: Artefact
  /** Below `results/RUN/`. */
  readonly path: string
}

/** More would hold up the end of a run for what nobody looks through by hand. */
const linkedAtMost = 200

/** What is linked: single stages first, the last ones before the others, as long as there is room. */
export function resultFiles(run: RunState): readonly ResultFile[] {
  const hidden = hiddenStages(run)
  const stages = [...run.workflow.stages].reverse().filter(({ index }) => !hidden.has(index))
  const single = stages.filter((stage) => stage.fanout.kind === 'single')
  const files: ResultFile[] = []
  for (const stage of [...single, ...stages.filter((one) => one.fanout.kind !== 'single')]) {
    const results = run.stages[stage.index]?.results
    const lasting = stage.outputs.filter((output) => !output.temporary)
    if (results === undefined || files.length + results.size * lasting.length > linkedAtMost) continue
    const folders = new Set<string>()
    for (const [task, result] of results) {
      const label = stage.fanout.kind === 'single' ? '' : folderOf(labelOf(run, stage.index, task), task, folders)
      const names = new Set<string>()
      for (const { name: output, kind } of lasting) {
        const artefact = result.outputs[output]
        if (artefact === undefined) continue
        const wanted = kind === 'glob' ? output : artefact.name
        const name = names.has(wanted) ? `${output}-${wanted}` : wanted
        names.add(name)
        files.push({ stage: stage.index, task, output, artefact, path: join(stage.name, label, name) })
      }
    }
  }
  return files
}

/** A label as one folder's name, each task its own. */
function folderOf(label: string, task: number, taken: Set<string>): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a name must not have
  const safe = label.replace(/[/\\\u0000-\u001f\u007f]/g, '_').replace(/^\.+/, '_')
  const name = safe === '' || Buffer.byteLength(safe) > 200 || taken.has(safe) ? String(task) : safe
  taken.add(name)
  return name
}

/** Makes the links of a run that is over; those that are there and right stay. `newest`: it ended just now. */
export function linkResults(store: string, run: RunState, { newest }: { readonly newest: boolean }): void {
  const paths = pathsOf(store)
  const results = join(store, 'results')
  try {
    for (const { artefact, path } of resultFiles(run)) pointTo(paths.artefact(artefact), join(results, run.id, path))
    const named = join(results, run.workflow.name)
    if (run.phase === 'succeeded' && isThere(join(results, run.id)) && (newest || !isThere(named))) pointTo(join(results, run.id), named)
  } catch {
    // No links here (a disk without them, or a full one): the outputs are published all the same.
  }
}

/** Where a person finds a result or its stage's folder, if it is linked: for good, and while this run is the newest that succeeded. */
export function resultPlace(store: string, run: RunState, below: string): { readonly path: string; readonly latest?: string } | undefined {
  const results = join(store, 'results')
  const path = join(results, run.id, below)
  if (!isThere(path)) return undefined
  const named = join(results, run.workflow.name)
  return targetOf(named) === run.id ? { path, latest: join(named, below) } : { path }
}

/** Takes away the links of runs that are cleaned up. */
export function unlinkResults(store: string, runs: readonly { readonly run: string; readonly name: string }[]): void {
  const results = join(store, 'results')
  for (const { run, name } of runs) {
    rmSync(join(results, run), { recursive: true, force: true })
    if (targetOf(join(results, name)) === run) rmSync(join(results, name))
  }
}

/** In one step, so that the place is never empty; anything there that is no link is somebody's own, and stays. */
function pointTo(target: string, place: string): void {
  const wanted = relative(dirname(place), target)
  if (linked(wanted, place)) return
  const there = targetOf(place)
  if (there === wanted || there === undefined) return
  const made = `${place}.${process.pid}`
  rmSync(made, { force: true })
  symlinkSync(wanted, made)
  renameSync(made, place)
}

/** Mostly nothing is there yet, not even the folder. False: something is. */
function linked(wanted: string, place: string): boolean {
  try {
    symlinkSync(wanted, place)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (codeOf(error) !== 'ENOENT') throw error
  }
  mkdirSync(dirname(place), { recursive: true })
  symlinkSync(wanted, place)
  return true
}

function targetOf(place: string): string | undefined {
  try {
    return readlinkSync(place)
  } catch {
    return undefined
  }
}

function isThere(place: string): boolean {
  return lstatSync(place, { throwIfNoEntry: false }) !== undefined
}
