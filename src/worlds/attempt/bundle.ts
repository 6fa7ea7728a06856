import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AttemptSpec } from '#run/attempt.ts'
import { commandInLane, hasParameters, isBash } from './attempt-folder.ts'

/** May these run in their lane's folder, one after another? What has files laid out for it needs a folder of its own. */
export function fitInLane(specs: readonly AttemptSpec[]): boolean {
  return (
    specs.length > 1 && specs.every(({ shell, inputs, checkpoint }) => isBash(shell) && inputs.length === 0 && checkpoint === undefined)
  )
}

/** Writes a bundle as one file, which a lane reads, and with which anyone can repeat one of its attempts. Answers its path. */
export function writeBundle(runs: string, specs: readonly AttemptSpec[], names: readonly string[]): string {
  const [first = ''] = names
  const file = join(runs, dirname(first), `bundle-${first.slice(dirname(first).length + 1)}.sh`)
  const text = bundleText(specs, names)
  try {
    writeFileSync(file, text)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  return file
}

function bundleText(specs: readonly AttemptSpec[], names: readonly string[]): string {
  const parameters = parametersOf(specs)
  const fields = specs.map((spec, at) => `${names[at]}\0${parameters[at] ?? ''}\0${commandInLane(spec)}\0`)
  return `${byHand}\0${fields.join('')}`
}

/** All of the same length, as each is written over the one before; letters beyond ASCII are escaped, so that a byte is a character. */
function parametersOf(specs: readonly AttemptSpec[]): string[] {
  if (!specs.some(hasParameters)) return []
  const texts = specs.map(({ parameters }) => JSON.stringify(parameters).replace(/[^\0-~]/g, escaped))
  const length = Math.max(...texts.map((text) => text.length))
  return texts.map((text) => text.padEnd(length))
}

const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`

/** For whoever wants to repeat an attempt: bash reads no further than `exit`. */
const byHand = `# Attempts of one bundle: name, parameters and command of each, ended by NUL.
# To repeat one, in an empty folder: bash THIS-FILE TASK-ATTEMPT
mapfile -d '' -t pwos_bundle <"$0"
for ((pwos_index = 1; pwos_index < \${#pwos_bundle[@]}; pwos_index += 3)); do
  [[ \${pwos_bundle[pwos_index]##*/} == "\${1-}" ]] || continue
  export PWOS_METRICS=$PWD/metrics.json PWOS_PARAMETERS=$PWD/parameters.json
  printf '%s\\n' "\${pwos_bundle[pwos_index + 1]}" >parameters.json
  . /dev/fd/13 13<<<"\${pwos_bundle[pwos_index + 2]}"
  exit
done
exit 2
`
