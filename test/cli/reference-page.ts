import { z } from 'zod'
import type { CommandShape, OptionShape } from '#doors/cli/command.ts'
import { commands } from '#doors/cli/commands.ts'
import { usageOf } from '#doors/cli/render/help.ts'
import { everywhere } from '#doors/cli/shapes.ts'
import { followed } from '#operations/followed.ts'
import { runStatus } from '#operations/run-status.ts'
import { runUpdate } from '#operations/run-update.ts'
import { operationShapes } from './operation-shapes.ts'
import { shapeKey, shapeText } from './shape-text.ts'

/** docs/reference/cli.md, made of the commands' own descriptions and the operations' schemas. */
export function referencePage(): string {
  return [
    '# Commands',
    '',
    'Made from the commands themselves (`npx vitest run test/cli/generated.test.ts -u` writes it anew). What holds for all of them is in',
    '[../spec/cli.md](../spec/cli.md), exit statuses and error codes in [../errors.md](../errors.md). `pwos help COMMAND --lang ko` says the same in Korean.',
    '',
    '## Options of every command',
    '',
    ...optionTable(everywhere),
    '',
    ...commands.flatMap(commandPart),
    ...sharedPart(),
  ].join('\n')
}

function commandPart(command: CommandShape): string[] {
  const lines = [`## pwos ${command.name}`, '', `${command.summary.en}. ${command.details.en}`, '', '```text', usageOf(command), '```', '']
  if (command.positional.length > 0) {
    lines.push('| argument | |', '|---|---|', ...command.positional.map((one) => `| \`${one.name}\` | ${one.summary.en} |`), '')
  }
  if (command.options.length > 0) lines.push(...optionTable(command.options), '')
  lines.push('```bash', ...command.examples.map((example) => `${example.command}  # ${example.says.en}`), '```', '')
  return [...lines, ...jsonPart(command)]
}

function optionTable(options: readonly OptionShape[]): string[] {
  const row = (option: OptionShape) => {
    const letter = option.letter === undefined ? '' : `\`-${option.letter}\`, `
    const value = option.kind === 'flag' ? '' : ` ${option.placeholder ?? ''}`
    return `| ${letter}\`--${option.name}${value}\` | ${option.summary.en} |`
  }
  return ['| option | |', '|---|---|', ...options.map(row)]
}

function jsonPart(command: CommandShape): string[] {
  const operation = operationShapes(command.name)
  if (operation === undefined) return []
  const output = textOf(operation.output)
  if (command.json === 'document') return ['`--json` answers one document:', '', '```ts', output, '```', '']
  const updates = operation.update === undefined ? [] : [textOf(operation.update)]
  const last = `{ type: "result", result: ${output} }`
  return ['`--json` answers a line for each thing that happens, and a last one:', '', '```ts', ...updates, '// last', last, '```', '']
}

/** Shapes that several commands answer with. */
const shared: readonly (readonly [string, z.ZodType])[] = [
  ['RunStatus', runStatus],
  ['Followed', followed],
  ['RunUpdate', runUpdate],
]

function plain(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { unrepresentable: 'any' })
}

const named = new Map(shared.map(([name, schema]) => [shapeKey(plain(schema)), name]))

function textOf(schema: z.ZodType): string {
  return shapeText(plain(schema), named)
}

function sharedPart(): string[] {
  return [
    '## Shapes that several commands answer with',
    '',
    'Times are UTC milliseconds; what may be missing has a `?`, and null stands for what is not known.',
    '',
    ...shared.flatMap(([name, schema]) => {
      const others = new Map([...named].filter(([, other]) => other !== name))
      return [`**${name}**`, '', '```ts', shapeText(plain(schema), others), '```', '']
    }),
  ]
}
