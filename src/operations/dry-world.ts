import { dirname, resolve } from 'node:path'
import type { Found, World } from '#engine/ports.ts'
import { EvaluationError } from '#expression/evaluation-error.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import type { Input, ResolvedTask } from '#run/inputs.ts'
import { nextAttemptOf } from '#run/look.ts'
import { specOf } from '#run/spec.ts'
import type { State } from '#run/state.ts'
import type { InputFingerprints } from '#worlds/local/input-fingerprints.ts'
import { keyOf, manifestFingerprint, manifestName } from '#worlds/local/key.ts'
import type { Paths } from '#worlds/local/paths.ts'

export interface DryWorldOptions {
  readonly paths: Paths
  readonly fingerprints: InputFingerprints
  /** Results that the store has, by key. */
  readonly find: (keys: readonly string[]) => ReadonlyMap<string, Found>
  readonly now: number
}

type Asked = { readonly run: string; readonly stage: number; readonly tasks: readonly number[] }

/**
 * A world in which results are looked up and nothing is ever started: what is left undone when nothing more
 * happens in it is what a real run would do. A dry run is another world, not a mode of the engine.
 */
export function createDryWorld(options: DryWorldOptions): World {
  let asked: Asked[] = []
  let state: State | undefined
  return {
    now: () => options.now,
    perform(effect, current) {
      state = current
      if (effect.type === 'resolve') asked.push(effect)
    },
    async next() {
      if (asked.length === 0 || state === undefined) return undefined
      const all = asked
      asked = []
      const inputs: Input[] = []
      for (const one of all)
        inputs.push({ type: 'resolved', run: one.run, stage: one.stage, tasks: await resolveTasks(one, state, options) })
      return inputs
    },
  }
}

async function resolveTasks({ run, stage, tasks }: Asked, state: State, options: DryWorldOptions): Promise<readonly ResolvedTask[]> {
  const resolved: ResolvedTask[] = []
  for (const task of tasks) resolved.push(await resolveTask(state, run, stage, task, options))
  const found = options.find(resolved.filter((one) => one.problem === undefined && one.key !== '').map((one) => one.key))
  return resolved.map((one) => {
    const result = found.get(one.key)
    return result === undefined ? one : { ...one, found: result }
  })
}

async function resolveTask(state: State, run: string, stage: number, task: number, options: DryWorldOptions): Promise<ResolvedTask> {
  const attempt = nextAttemptOf(state, run, stage, task)
  try {
    const spec = specOf(state, run, stage, task, attempt, options.paths)
    const file = state.runs.get(run)?.started.file ?? ''
    const inputs = await fingerprintInputs(spec, file, options.fingerprints)
    const cached = state.runs.get(run)?.workflow.stages[stage]?.cache !== false
    const manifests = Object.fromEntries(spec.manifests.map((one) => [manifestName(one), manifestFingerprint(one)]))
    const paths = Object.fromEntries(spec.inputs.map((input) => [input.path, inputs[input.name] ?? '']))
    return { task, attempt, key: cached ? keyOf(spec, inputs, manifests) : '', inputs: paths }
  } catch (error) {
    return { task, attempt, key: '', problem: problemText(error) }
  }
}

/** Fingerprints of what lies beside the workflow, by the input's name. */
async function fingerprintInputs(
  spec: AttemptSpec,
  file: string,
  fingerprints: InputFingerprints,
): Promise<{ readonly [name: string]: string }> {
  const found: { [name: string]: string } = {}
  for (const { name, path } of spec.inputs) {
    const absolute = resolve(dirname(file), path)
    found[name] = fingerprints.findSync(absolute) ?? (await fingerprints.find(absolute))
  }
  return found
}

function problemText(error: unknown): string {
  if (error instanceof EvaluationError) return error.message
  if (error instanceof Error && 'code' in error) return error.message
  throw error
}
