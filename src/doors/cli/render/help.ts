import type { Look } from '../answer.ts'
import type { CommandShape, OptionShape, PositionalShape } from '../command.ts'
import { everywhere } from '../shapes.ts'
import { padEnd, widthOf, wrap } from '../terminal/width.ts'

const headings = {
  usage: { en: 'Usage', ko: '사용법' },
  commands: { en: 'Commands', ko: '명령' },
  positional: { en: 'Arguments', ko: '인수' },
  options: { en: 'Options', ko: '옵션' },
  everywhere: { en: 'Options of every command', ko: '모든 명령의 옵션' },
  examples: { en: 'Examples', ko: '예' },
}

const intro = {
  en: 'PWOS runs physics workflows: from one file to checked results, losing nothing on the way.',
  ko: 'PWOS는 물리 연구 워크플로를 실행합니다. 파일 하나에서 검증된 결과까지, 도중에 잃는 것 없이.',
}

const more = {
  en: '`pwos help COMMAND` says more, with examples.',
  ko: '`pwos help 명령`에서 예와 함께 더 볼 수 있습니다.',
}

const helpOption = { en: 'Show this help', ko: '이 도움말을 보여 줍니다' }
const versionOption = { en: 'Show the version', ko: '버전을 보여 줍니다' }

/** What `pwos --help` shows. */
export function renderOverview(commands: readonly CommandShape[], look: Look): readonly string[] {
  const { speak, paint } = look
  const rows = commands.map((command): Row => [command.name, speak(command.summary)])
  const options = [
    ...everywhere.map((option) => optionRow(option, look)),
    helpRow(look),
    ['    --version', speak(versionOption)] satisfies Row,
  ]
  return [
    ...wrap(speak(intro), look.width),
    '',
    heading(headings.usage, look),
    '  pwos COMMAND ...',
    '',
    heading(headings.commands, look),
    ...columns(rows, look),
    '',
    heading(headings.everywhere, look),
    ...columns(options, look),
    '',
    paint.dim(speak(more)),
  ]
}

/** What `pwos COMMAND --help` shows. */
export function renderCommandHelp(command: CommandShape, look: Look): readonly string[] {
  const { speak, paint } = look
  const positional = command.positional.map((one): Row => [one.name, speak(one.summary)])
  const own = command.options.map((option) => optionRow(option, look))
  const shared = [...everywhere.map((option) => optionRow(option, look)), helpRow(look)]
  const examples = command.examples.flatMap((example) => [`  ${example.command}`, `      ${paint.dim(speak(example.says))}`])
  return [
    `${paint.strong(`pwos ${command.name}`)} · ${speak(command.summary)}`,
    '',
    heading(headings.usage, look),
    `  ${usageOf(command)}`,
    '',
    ...wrap(speak(command.details), look.width),
    ...section(headings.positional, columns(positional, look), look),
    ...section(headings.options, columns(own, look), look),
    ...section(headings.everywhere, columns(shared, look), look),
    ...section(headings.examples, examples, look),
  ]
}

/** `pwos logs [RUN] STAGE[/TASK] [options]` */
export function usageOf(command: CommandShape): string {
  const positional = command.positional.map((one: PositionalShape) => (one.optional === true ? `[${one.name}]` : one.name))
  return ['pwos', command.name, ...positional, '[options]'].join(' ')
}

type Row = readonly [string, string]

function helpRow(look: Look): Row {
  return ['-h, --help', look.speak(helpOption)]
}

function optionRow(option: OptionShape, look: Look): Row {
  const letter = option.letter === undefined ? '    ' : `-${option.letter}, `
  const value = option.kind === 'flag' ? '' : ` ${option.placeholder ?? 'VALUE'}`
  return [`${letter}--${option.name}${value}`, look.speak(option.summary)]
}

function heading(text: (typeof headings)[keyof typeof headings], look: Look): string {
  return look.paint.strong(look.speak(text))
}

function section(title: (typeof headings)[keyof typeof headings], lines: readonly string[], look: Look): readonly string[] {
  return lines.length === 0 ? [] : ['', heading(title, look), ...lines]
}

function columns(rows: readonly Row[], look: Look): readonly string[] {
  const first = Math.min(28, Math.max(0, ...rows.map(([name]) => widthOf(name))))
  return rows.flatMap(([name, says]) => {
    const lines = wrap(says, Math.max(20, look.width - first - 4))
    return lines.map((line, index) => `  ${padEnd(index === 0 ? name : '', first)}  ${line}`)
  })
}
