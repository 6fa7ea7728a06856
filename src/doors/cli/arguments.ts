import { Failure } from '#operations/failure.ts'

/** What is taken off a command line before the command is looked at. */
export interface CommandLine {
  readonly json: boolean
  readonly store: string | undefined
  readonly language: string | undefined
  readonly color: string | undefined
  readonly help: boolean
  readonly version: boolean
  /** The rest, in order. */
  readonly rest: readonly string[]
}

const valued: { readonly [option: string]: 'store' | 'language' | 'color' } = {
  '--store': 'store',
  '--lang': 'language',
  '--color': 'color',
}
const bare: { readonly [option: string]: 'json' | 'help' | 'version' } = {
  '--json': 'json',
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-V': 'version',
}

/** Options of every command may stand anywhere, before the command as well; after `--` nothing is an option. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const values: { store?: string; language?: string; color?: string } = {}
  const flags = { json: false, help: false, version: false }
  const rest: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? ''
    if (word === '--') {
      rest.push(...argv.slice(at))
      break
    }
    const [option = '', ...inline] = word.startsWith('--') ? word.split('=') : [word]
    const name = valued[option]
    const flag = bare[word]
    if (name !== undefined) {
      const value = inline.length > 0 ? inline.join('=') : argv[++at]
      if (value === undefined) throw new Failure('usage', { en: `${option} needs a value.`, ko: `${option}에는 값이 필요합니다.` })
      values[name] = allowed(option, value)
    } else if (flag !== undefined) flags[flag] = true
    else rest.push(word)
  }
  return { ...flags, store: values.store, language: values.language, color: values.color, rest }
}

const choices: { readonly [option: string]: readonly string[] } = { '--lang': ['en', 'ko'], '--color': ['auto', 'always', 'never'] }

function allowed(option: string, value: string): string {
  const known = choices[option]
  if (known === undefined || known.includes(value)) return value
  throw new Failure('usage', {
    en: `${option} takes ${known.join(', ')}, not “${value}”.`,
    ko: `${option}의 값은 ${known.join(', ')} 가운데 하나여야 합니다(“${value}”은 안 됩니다).`,
  })
}
