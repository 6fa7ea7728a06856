import { dirname, resolve } from 'node:path'
import type { Found, Journal } from '#engine/ports.ts'
import { invariant } from '#model/invariant.ts'
import type { Output, Stage } from '#model/workflow.ts'
import type { AttemptSpec, Places } from '#run/attempt.ts'
import { mayReuse } from '#run/cached.ts'
import type { Effect } from '#run/effect.ts'
import type { Input, ResolvedTask } from '#run/inputs.ts'
import { nextAttemptOf } from '#run/look.ts'
import type { Artefact, Result } from '#run/outcome.ts'
import type { State } from '#run/state.ts'
import type { LinkedInput } from './attempt-folder.ts'
import type { Availability } from './availability.ts'
import type { InputFingerprints } from './input-fingerprints.ts'
import { type Fingerprints, keyOf, manifestName } from './key.ts'
import type { Manifests } from './manifests.ts'
import { contentOf } from './outputs.ts'

export type Render = (state: State, run: string, stage: number, task: number, attempt: number, places: Places) => AttemptSpec

export interface Resolving {
  readonly render: Render
  readonly places: Places
  readonly journal: Journal
  readonly fingerprints: InputFingerprints
  readonly manifests: Manifests
  readonly availability: Availability
}

type Resolve = Extract<Effect, { type: 'resolve' }>

/** Finds each task's key, and whether the store has its result. What depends on `state` is done before this returns. */
export async function resolveTasks(effect: Resolve, state: State, tools: Resolving): Promise<Input> {
  const { run, stage } = effect
  const runState = state.runs.get(run)
  invariant(runState !== undefined, 'effects name runs that are there')
  const folder = dirname(runState.started.file)
  const definition = runState.workflow.stages[stage]
  const asked = effect.tasks.map((task) => ask(state, run, stage, task, folder, tools))
  const tasks: ResolvedTask[] = []
  for (const each of asked) tasks.push(typeof each === 'function' ? await each() : each)
  const found =
    definition === undefined || !mayReuse(runState.started, definition)
      ? new Map<string, Found>()
      : await findUsable(tasks, definition, tools)
  return { type: 'resolved', run, stage, tasks: tasks.map((task) => withFound(task, found.get(task.key))) }
}

/** What is not waited for is forgotten at once, key apart: the specs of thousands of tasks are not held together. */
function ask(
  state: State,
  run: string,
  stage: number,
  task: number,
  folder: string,
  tools: Resolving,
): ResolvedTask | (() => Promise<ResolvedTask>) {
  const attempt = nextAttemptOf(state, run, stage, task)
  try {
    const spec = tools.render(state, run, stage, task, attempt, tools.places)
    void spec.keyParts
    // Elements are read from the state, so a manifest's fingerprint is taken now.
    const manifests = Object.fromEntries(spec.manifests.map((each) => [manifestName(each), tools.manifests.fingerprint(run, each)]))
    const known = linkKnown(spec, folder, tools.fingerprints)
    if (known !== undefined) return keyed(spec, known, manifests)
    return async () => keyed(spec, await linkLargeInputs(spec, folder, tools.fingerprints), manifests)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'EvaluationError') throw error
    return { task, attempt, key: '', problem: error.message }
  }
}

function keyed(spec: AttemptSpec, inputs: readonly LinkedInput[] | string, manifests: Fingerprints): ResolvedTask {
  const { task, attempt } = spec
  if (typeof inputs === 'string') return { task, attempt, key: '', problem: inputs }
  const key = keyOf(spec, Object.fromEntries(inputs.map(({ name, fingerprint }) => [name, fingerprint])), manifests)
  if (inputs.length === 0) return { task, attempt, key }
  return { task, attempt, key, inputs: Object.fromEntries(inputs.map(({ path, fingerprint }) => [path, fingerprint])) }
}

/** Inputs with their fingerprints; a text says which one cannot be read. Waits only for what is large and not known yet. */
export function linkInputs(
  spec: AttemptSpec,
  folder: string,
  fingerprints: InputFingerprints,
): readonly LinkedInput[] | string | Promise<readonly LinkedInput[] | string> {
  return linkKnown(spec, folder, fingerprints) ?? linkLargeInputs(spec, folder, fingerprints)
}

/** Undefined: some are large and not known yet. */
function linkKnown(spec: AttemptSpec, folder: string, fingerprints: InputFingerprints): readonly LinkedInput[] | string | undefined {
  const inputs: LinkedInput[] = []
  for (const { name, path: relative } of spec.inputs) {
    const path = resolve(folder, relative)
    try {
      const fingerprint = fingerprints.findSync(path)
      if (fingerprint === undefined) return undefined
      inputs.push({ name, path, fingerprint })
    } catch (error) {
      return unreadable(name, path, error)
    }
  }
  return inputs
}

async function linkLargeInputs(
  spec: AttemptSpec,
  folder: string,
  fingerprints: InputFingerprints,
): Promise<readonly LinkedInput[] | string> {
  const inputs: LinkedInput[] = []
  for (const { name, path: relative } of spec.inputs) {
    const path = resolve(folder, relative)
    try {
      inputs.push({ name, path, fingerprint: await fingerprints.find(path) })
    } catch (error) {
      return unreadable(name, path, error)
    }
  }
  return inputs
}

function unreadable(name: string, path: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return `input ${name}: ${path} ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code || String(error)})`}`
}

/** A result is usable when all its outputs are there, apart from temporary ones, which may be gone. */
async function findUsable(tasks: readonly ResolvedTask[], { outputs }: Stage, tools: Resolving): Promise<ReadonlyMap<string, Found>> {
  const temporary = new Set(outputs.filter((output) => output.temporary).map((output) => output.name))
  const read = outputs.filter((output) => output.contentUsed)
  const usable = new Map<string, Found>()
  for (const [key, { result, discarded }] of tools.journal.find(tasks.map((task) => task.key).filter((key) => key !== ''))) {
    const gone = new Set(discarded)
    for (const [name, artefact] of Object.entries(result.outputs)) {
      if (gone.has(name)) continue
      if ((await tools.availability.missing([artefact, ...(artefact.pieces ?? [])])) !== undefined) gone.add(name)
    }
    const whole = [...gone].every((name) => temporary.has(name) || discarded.includes(name))
    const complete = whole ? withContent(result, read, tools.places) : undefined
    if (complete !== undefined) usable.set(key, { result: complete, discarded: [...gone] })
  }
  return usable
}

/** Whoever made the result may not have known that expressions read it. Undefined: it cannot be read, and is made again. */
export function withContent(result: Result, read: readonly Output[], places: Places): Result | undefined {
  const outputs: { [name: string]: Artefact } = { ...result.outputs }
  for (const { name, format } of read) {
    const artefact = outputs[name]
    if (artefact === undefined || artefact.content !== undefined) continue
    try {
      const read = artefact.pieces === undefined ? withOwn(artefact, format, places) : withPieces(artefact, artefact.pieces, format, places)
      if (read === undefined) return undefined
      outputs[name] = read
    } catch {
      return undefined
    }
  }
  return read.length === 0 ? result : { ...result, outputs }
}

function withOwn(artefact: Artefact, format: Output['format'], places: Places): Artefact | undefined {
  if (artefact.content !== undefined) return artefact
  const content = contentOf(places.artefact(artefact), artefact.bytes, format)
  return content === undefined ? undefined : { ...artefact, content }
}

function withPieces(artefact: Artefact, pieces: readonly Artefact[], format: Output['format'], places: Places): Artefact | undefined {
  const read = pieces.flatMap((piece) => withOwn(piece, format, places) ?? [])
  return read.length === pieces.length ? { ...artefact, pieces: read } : undefined
}

function withFound(task: ResolvedTask, found: Found | undefined): ResolvedTask {
  return found === undefined ? task : { ...task, found }
}
