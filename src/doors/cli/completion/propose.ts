import type { CommandShape, OptionShape, PositionalShape } from '../command.ts'
import { commands } from '../commands.ts'
import type { Speak } from '../language.ts'
import { everywhere } from '../shapes.ts'

/** One thing that could stand there; `:file` alone asks the shell for its own file names. */
export interface Proposal {
  readonly value: string
  readonly says: string
}

type Completes = NonNullable<PositionalShape['completes'] | OptionShape['completes']>

/** What could stand in place of the last word of a command line. `known` looks up what only the store or the templates know. */
export async function propose(
  words: readonly string[],
  speak: Speak,
  known: (what: Completes) => Promise<readonly Proposal[]>,
): Promise<readonly Proposal[]> {
  const current = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const command = commands.find((one) => before.includes(one.name))
  const starting = (all: readonly Proposal[]) => all.filter((one) => one.value.startsWith(current) || one.value === ':file')
  const options = [...(command?.options ?? []), ...everywhere]
  const waiting = options.find((option) => option.kind !== 'flag' && isOption(option, before.at(-1) ?? ''))
  if (waiting !== undefined) return starting(await valuesOf(waiting, known))
  if (current.startsWith('-')) return starting(optionsOf(options, speak))
  if (command === undefined) return starting(commands.map((one) => ({ value: one.name, says: speak(one.summary) })))
  const place = placeOf(command, before, options)
  const shape = command.positional[place] ?? command.positional.at(-1)
  const other = command.positional.slice(place).flatMap((one) => (one.completes === undefined ? [] : [one.completes]))
  const found = await Promise.all((shape === undefined ? [] : [...new Set(other)]).map(known))
  return starting(found.flat())
}

function isOption(option: OptionShape, word: string): boolean {
  return word === `--${option.name}` || (option.letter !== undefined && word === `-${option.letter}`)
}

function optionsOf(options: readonly OptionShape[], speak: Speak): readonly Proposal[] {
  return options.map((option) => ({ value: `--${option.name}`, says: speak(option.summary) }))
}

async function valuesOf(option: OptionShape, known: (what: Completes) => Promise<readonly Proposal[]>): Promise<readonly Proposal[]> {
  if (option.choices !== undefined) return option.choices.map((value) => ({ value, says: '' }))
  return option.completes === undefined ? [] : known(option.completes)
}

/** How many arguments that are no options stand before the word. */
function placeOf(command: CommandShape, before: readonly string[], options: readonly OptionShape[]): number {
  let count = 0
  let skip = false
  for (const word of before.slice(before.indexOf(command.name) + 1)) {
    if (skip) skip = false
    else if (word.startsWith('-')) skip = options.some((option) => option.kind !== 'flag' && isOption(option, word))
    else count++
  }
  return count
}
