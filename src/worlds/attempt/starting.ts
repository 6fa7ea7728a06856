import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Cause } from '#model/cause.ts'
import { invariant } from '#model/invariant.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import type { Effect } from '#run/effect.ts'
import type { Artefact, Outcome } from '#run/outcome.ts'
import type { State } from '#run/state.ts'
import { type Active, createActive } from './active.ts'
import { inputsIn, type LinkedInput, specTrouble, writeAttempt } from './attempt-folder.ts'
import { fitInLane, writeBundle } from './bundle.ts'
import { attemptName, type Paths } from './paths.ts'
import { linkInputs, type Resolving } from './resolving.ts'
import { layCheckpoint } from './saved-state.ts'

type Start = Extract<Effect, { type: 'start' | 'adopt' }>

/** An attempt of a bundle: ready to be rendered into its folder, or over before it began. */
export type Prepared = { readonly active: Active } | { readonly over: Outcome; readonly task: number; readonly attempt: number }

/** Renders a bundle from the state: the part of starting and of adopting that cannot wait. */
export function prepare(effect: Start, state: State, tools: Resolving & { readonly paths: Paths }): Prepared[] {
  return effect.tasks.map((task, at) => {
    const attempt = effect.attempts[at]
    invariant(attempt !== undefined, 'every task of a bundle has its attempt number')
    try {
      const spec = tools.render(state, effect.run, effect.stage, task, attempt, tools.places)
      void [spec.script, spec.env]
      const name = attemptName(spec)
      return { active: createActive(effect.stage, spec, name, join(tools.paths.runs, name)) }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'EvaluationError') throw error
      return { over: badInput(error.message), task, attempt }
    }
  })
}

/** A stage without a command only gathers or gates what others made. */
export function gathered(active: Active, now: number): Outcome {
  const usage = { startedAt: now, wallMs: 0, cpuMs: null, peakMemoryBytes: null, writtenBytes: null }
  return { kind: 'succeeded', result: { outputs: {}, metrics: {}, usage, origin: active.name } }
}

/** Finds an attempt's inputs. An outcome says why it cannot run. */
export async function inputTrouble(active: Active, state: { readonly file: string }, tools: Resolving): Promise<Outcome | undefined> {
  const { spec } = active
  const trouble = specTrouble(spec)
  if (trouble !== undefined) return badInput(trouble)
  const missing = await missingOf(spec, tools)
  if (missing !== undefined)
    return badInput(`the published output ${missing.name} (${missing.fingerprint}) is gone; a new run (pwos run --new) makes it again`)
  const linked = linkInputs(spec, dirname(state.file), tools.fingerprints)
  const inputs = linked instanceof Promise ? await linked : linked
  if (typeof inputs === 'string') return badInput(inputs)
  const twice = sameName(inputs)
  if (twice !== undefined) return badInput(twice)
  active.inputs = inputs
  return undefined
}

/** Writes an attempt's folder. An outcome says why that cannot be. */
export function lay({ folder, spec, inputs }: Active): Outcome | undefined {
  try {
    writeAttempt(folder, spec, inputs)
    return undefined
  } catch (error) {
    if (!isImpossible(error)) throw error
    return badInput(`its folder cannot be made: ${String(error)}`)
  }
}

/** Lays out the state in which an attempt begins. An outcome says why that cannot be. */
export async function layState(active: Active): Promise<Outcome | undefined> {
  try {
    await layCheckpoint(active)
    return undefined
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOSPC') return notRun('disk_full', 'no space left for a copy of its state')
    throw error
  }
}

/** Writes attempts that may run in their lane's folder as one file. Undefined: they need folders of their own. */
export function layTogether(bundle: readonly Active[], runs: string): string | undefined {
  const specs = bundle.map(({ spec }) => spec)
  if (!fitInLane(specs)) return undefined
  try {
    return writeBundle(
      runs,
      specs,
      bundle.map(({ name }) => name),
    )
  } catch (error) {
    if (!isImpossible(error)) throw error
    return undefined
  }
}

function isImpossible(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENAMETOOLONG' || code === 'EEXIST'
}

async function missingOf(spec: AttemptSpec, { manifests, availability }: Resolving): Promise<Artefact | undefined> {
  for (const manifest of spec.manifests) {
    const missing = await manifests.write(spec.run, manifest)
    if (missing !== undefined) return missing
  }
  return spec.uses.length === 0 ? undefined : availability.missing(spec.uses)
}

/** The inputs of an attempt that an earlier controller started, as they were then. */
export function recalledInputs(folder: string): readonly LinkedInput[] {
  try {
    return inputsIn(readFileSync(join(folder, 'command.sh'), 'utf8'))
  } catch {
    return []
  }
}

function sameName(inputs: readonly LinkedInput[]): string | undefined {
  const seen = new Map<string, string>()
  for (const { name, path } of inputs) {
    const other = seen.get(basename(path))
    if (other !== undefined) return `inputs ${other} and ${name} have the same file name ${basename(path)}`
    seen.set(basename(path), name)
  }
  return undefined
}

export function badInput(detail: string): Outcome {
  return notRun('bad_input', detail)
}

/** The outcome of an attempt that never ran, or of which nothing is known but why it is over. */
export function notRun(cause: Cause, detail: string): Outcome {
  return { kind: 'failed', cause, exitCode: null, signal: null, detail, matched: [], usage: null, metrics: {} }
}
