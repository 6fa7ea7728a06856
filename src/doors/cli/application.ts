import { buildApplication, buildCommand, buildRouteMap, type Command, type CommandContext, run } from '@stricli/core'
import { Failure } from '#operations/failure.ts'
import type { CommandShape, OptionShape } from './command.ts'
import { commands } from './commands.ts'
import type { Given } from './given.ts'
import type { Speak } from './language.ts'
import { everywhere } from './shapes.ts'
import { commandUnknown, parsingMessage, quietText } from './words-of-parsing.ts'

export interface Parsed {
  readonly command: CommandShape
  readonly given: Given
}

/** Finds the command and its arguments in a command line. Throws `Failure` with code `usage`, in the product's words. */
export async function parseCommandLine(inputs: readonly string[], speak: Speak): Promise<Parsed> {
  let parsed: Parsed | undefined
  let mistake: Failure | undefined
  const wrong = (text: string) => {
    mistake ??= new Failure('usage', { en: text, ko: text })
  }
  const text = quietText(
    (error) => wrong(parsingMessage(error, speak)),
    (input, corrections) => wrong(speak(commandUnknown(input, corrections))),
  )
  const routes = Object.fromEntries(
    commands.map((command) => [
      command.name,
      commandRoute(command, (given) => {
        parsed = { command, given }
      }),
    ]),
  )
  const application = buildApplication(buildRouteMap({ routes, docs: { brief: 'pwos' } }), {
    name: 'pwos',
    localization: { text },
    scanner: {
      allowArgumentEscapeSequence: true,
      distanceOptions: { threshold: 3, weights: { insertion: 1, deletion: 2, substitution: 2, transposition: 1 } },
    },
  })
  const nowhere = { write: () => undefined }
  await run(application, inputs, { process: { stdout: nowhere, stderr: nowhere, env: {} } })
  if (mistake !== undefined) throw mistake
  if (parsed === undefined) throw new Failure('usage', { en: 'No command was given.', ko: '명령이 없습니다.' })
  return parsed
}

function commandRoute(shape: CommandShape, parsed: (given: Given) => void): Command<CommandContext> {
  const required = shape.positional.filter((one) => one.optional !== true).length
  const names = shape.positional.map((one) => one.name).join(' ')
  const letters = [...shape.options, ...everywhere].flatMap((option) => (option.letter === undefined ? [] : [[option.letter, option.name]]))
  return buildCommand<{ readonly [name: string]: unknown }, string[], CommandContext>({
    docs: { brief: shape.summary.en },
    parameters: {
      // The parser's types want to know each option by name; here they are data.
      flags: Object.fromEntries(shape.options.map((option) => [option.name, flagOf(option)])) as never,
      aliases: Object.fromEntries(letters) as never,
      positional: {
        kind: 'array',
        minimum: required,
        maximum: takesPairs(shape) || takesMany(shape) ? mostPairs : shape.positional.length,
        parameter: { brief: names, placeholder: names, parse: String },
      },
    },
    func: (flags, ...args) => parsed({ ...arranged(shape, args), options: flags as Given['options'] }),
  })
}

function flagOf(option: OptionShape): object {
  const brief = option.summary.en
  if (option.kind === 'flag') return { kind: 'boolean', optional: true, withNegated: false, brief }
  if (option.kind === 'many') return { kind: 'parsed', parse: String, variadic: true, optional: true, brief }
  if (option.choices !== undefined) return { kind: 'enum', values: option.choices, optional: true, brief }
  return { kind: 'parsed', parse: String, optional: true, brief }
}

const mostPairs = 1000

const takesMany = (shape: CommandShape) => shape.positional.at(-1)?.many === true
const takesPairs = (shape: CommandShape) => shape.positional.at(-1)?.pairs === true

/** A task's label may hold `=` as well, but only behind its stage: `weigh/x=0.1`. */
const isPair = (word: string) => /^[^\s/=]+=/.test(word)

function arranged(shape: CommandShape, args: readonly string[]): Pick<Given, 'positional' | 'pairs'> {
  if (takesMany(shape)) return { positional: args }
  if (!takesPairs(shape)) return { positional: placed(shape, args) }
  const places = { ...shape, positional: shape.positional.slice(0, -1) }
  const words = args.filter((word) => !isPair(word))
  if (words.length > places.positional.length) {
    const word = words.at(-1) ?? ''
    throw new Failure('usage', {
      en: `“${word}” has no place here; NAME=VALUE is expected.`,
      ko: `“${word}”이(가) 올 자리가 아닙니다. 이름=값 꼴이어야 합니다.`,
    })
  }
  return { positional: placed(places, words), pairs: args.filter(isPair) }
}

/** Arguments to their places: when some are left out, optional ones go first, so that `logs STAGE` means the newest run. */
function placed(shape: CommandShape, args: readonly string[]): readonly (string | undefined)[] {
  const required = shape.positional.filter((one) => one.optional !== true).length
  let optional = args.length - required
  let next = 0
  return shape.positional.map((one) => {
    if (one.optional === true && optional-- <= 0) return undefined
    return args[next++]
  })
}
