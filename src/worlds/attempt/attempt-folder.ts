import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Json } from '#model/json.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import { metricsPath, streamPath } from './place.ts'
import { hasNul, quoted } from './quote.ts'
import { checkpointEnvironment, outlivesAsking } from './saved-state.ts'

/** An input beside the workflow file, as it went into the task's key. */
export interface LinkedInput {
  readonly name: string
  /** Absolute. */
  readonly path: string
  readonly fingerprint: string
}

/** Makes what a lane needs to run an attempt: its folder with `command.sh`, and `work/` with the inputs linked into it. */
export function writeAttempt(folder: string, spec: AttemptSpec, inputs: readonly LinkedInput[]): void {
  makeFresh(folder)
  const work = join(folder, 'work')
  mkdirSync(work)
  for (const { path } of inputs) symlinkSync(path, join(work, basename(path)))
  writeCommand(folder, spec, inputs)
}

/** All that an attempt's folder has besides `work/` when it begins; `there`: where it lies for who runs it. */
export function writeCommand(folder: string, spec: AttemptSpec, inputs: readonly LinkedInput[], there = folder): void {
  if (hasParameters(spec)) writeFileSync(join(folder, 'parameters.json'), `${JSON.stringify(spec.parameters, null, 2)}\n`)
  const interpreted = interpretedScript(spec)
  if (interpreted !== undefined) writeFileSync(join(folder, interpreted), spec.script ?? '')
  writeFileSync(join(folder, 'command.sh'), commandOf(there, spec, inputs, interpreted && join(there, interpreted)))
}

/** The same for a machine elsewhere, which links the inputs itself. */
export function writeFarAttempt(folder: string, spec: AttemptSpec, inputs: readonly LinkedInput[], there: string): void {
  makeFresh(folder)
  mkdirSync(join(folder, 'work'))
  writeCommand(folder, spec, inputs, there)
}

/** An attempt's folder begins empty: what lies there is from a start that was never journalled. */
function makeFresh(folder: string): void {
  try {
    mkdirSync(folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }
}

/** What makes a spec impossible to run, in one line. */
export function specTrouble(spec: AttemptSpec): string | undefined {
  if (spec.script !== undefined && hasNul(spec.script)) return 'the command holds a NUL character, which no shell can take'
  const bad = [...spec.env, ...environmentOf(spec.parameters)].find(([, value]) => hasNul(value))
  return bad === undefined ? undefined : `${bad[0]} holds a NUL character, which no environment can take`
}

const extensions: { readonly [program: string]: string } = {
  ...{ bash: '.sh', sh: '.sh', zsh: '.sh', python: '.py', python3: '.py', node: '.mjs', Rscript: '.R', julia: '.jl' },
  ...{ perl: '.pl', ruby: '.rb', octave: '.m', gnuplot: '.gp', root: '.C' },
}

/** Bash scripts stand in `command.sh` itself; for any other interpreter the script is a file of its own. */
function interpretedScript({ shell, script }: AttemptSpec): string | undefined {
  if (script === undefined || isBash(shell)) return undefined
  return `script${extensions[basename(shell[0] ?? '')] ?? ''}`
}

export const isBash = (shell: AttemptSpec['shell']) => shell.length === 1 && shell[0] === 'bash'

export const hasParameters = (spec: AttemptSpec) => Object.keys(spec.parameters).length > 0

/** Everything is absolute, so that `bash command.sh` repeats the attempt by hand. */
function commandOf(folder: string, spec: AttemptSpec, inputs: readonly LinkedInput[], interpreted: string | undefined): string {
  const { run, stage, task, attempt, label } = spec
  const lines = [`# ${JSON.stringify({ run, stage, task, attempt, label })}`]
  for (const input of inputs) lines.push(inputMark + JSON.stringify(input))
  if (spec.memoryBytes !== undefined) lines.push(firstToBeKilled)
  lines.push(`cd -- ${quoted(join(folder, 'work'))} || exit 126`)
  const files: (readonly [string, string])[] = hasParameters(spec) ? [['PWOS_PARAMETERS', join(folder, 'parameters.json')]] : []
  if (spec.outputs.some(({ stream }) => stream !== undefined)) files.push(['PWOS_STREAM', streamPath(folder)])
  lines.push(exported(spec, [...files, ...checkpointEnvironment(folder, spec), ['PWOS_METRICS', metricsPath(folder)]]))
  if (interpreted !== undefined) lines.push(`exec ${[...spec.shell, interpreted].map(quoted).join(' ')}`)
  else lines.push(...outlivesAsking(spec), 'set -euo pipefail', spec.script ?? ':')
  return `${lines.join('\n')}\n`
}

/** The same for an attempt that runs in its lane's folder, where the lane says which files it has. As many lines, so that messages name the same ones. */
export function commandInLane(spec: AttemptSpec): string {
  const lines = ['exec 13<&-', ...(spec.memoryBytes === undefined ? [] : [firstToBeKilled]), '']
  lines.push(exported(spec, []), 'set -euo pipefail', spec.script ?? ':')
  return lines.join('\n')
}

const firstToBeKilled = 'echo 1000 2>/dev/null >"/proc/$BASHPID/oom_score_adj" || :'

function exported(spec: AttemptSpec, files: readonly (readonly [string, string])[]): string {
  const { run, stage, task, attempt } = spec
  const own: (readonly [string, string])[] = [
    ...environmentOf(spec.parameters),
    ['PWOS_RUN', run],
    ['PWOS_STAGE', stage],
    ['PWOS_TASK', `${task}`],
    ['PWOS_ATTEMPT', `${attempt}`],
    ...files,
    ...spec.env,
  ]
  return `export ${own.map(([name, value]) => `${name}=${quoted(value)}`).join(' ')}`
}

const inputMark = '# input '

/** The inputs with which a `command.sh` was written, for whoever adopts the attempt. */
export function inputsIn(command: string): LinkedInput[] {
  const inputs: LinkedInput[] = []
  for (const line of command.split('\n')) {
    if (!line.startsWith('#')) break
    if (line.startsWith(inputMark)) inputs.push(JSON.parse(line.slice(inputMark.length)) as LinkedInput)
  }
  return inputs
}

/** `PWOS_NAME` for each parameter, in its own letters: `T` and `t` are different quantities. */
function environmentOf(parameters: AttemptSpec['parameters']): (readonly [string, string])[] {
  return Object.entries(parameters)
    .filter(([name]) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    .map(([name, value]) => [`PWOS_${name}`, textOf(value)] as const)
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
