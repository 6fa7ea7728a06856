import { expect, test } from 'vitest'
import { parseCommandLine } from '#doors/cli/application.ts'
import { readCommandLine } from '#doors/cli/arguments.ts'
import { commands } from '#doors/cli/commands.ts'
import { pickLanguage, speakerOf } from '#doors/cli/language.ts'
import { renderCommandHelp, renderOverview } from '#doors/cli/render/help.ts'
import { wantsColour } from '#doors/cli/terminal/paint.ts'
import { widthOf } from '#doors/cli/terminal/width.ts'
import { summaries } from '#operations/catalogue.ts'
import { lookFor } from './look.ts'
import { operations } from './operation-shapes.ts'

const english = speakerOf('en')

async function parsed(...words: string[]) {
  const { command, given } = await parseCommandLine(words, english)
  return { command: command.name, ...given }
}

test('[CLI-9] options of every command may stand anywhere, and after -- nothing is an option', () => {
  expect(readCommandLine(['--json', 'run', '--store', 'here', 'w.yaml', '--lang=ko', '--set', 'a=1'])).toEqual({
    json: true,
    store: 'here',
    language: 'ko',
    color: undefined,
    help: false,
    version: false,
    rest: ['run', 'w.yaml', '--set', 'a=1'],
  })
  expect(readCommandLine(['check', '--', '--json']).rest).toEqual(['check', '--', '--json'])
  expect(readCommandLine(['check', '--', '--json']).json).toBe(false)
})

test('[CLI-8] values of options of every command are checked', () => {
  expect(() => readCommandLine(['--lang', 'fr'])).toThrow('--lang takes en, ko, not “fr”.')
  expect(() => readCommandLine(['run', '--store'])).toThrow('--store needs a value.')
})

test('[CLI-10] a command line becomes a command and what it was given', async () => {
  expect(await parsed('run', 'w.yaml', '--set', 'a=1', '-s', 'b=2', '--detach')).toEqual({
    command: 'run',
    positional: ['w.yaml'],
    options: { set: ['a=1', 'b=2'], detach: true },
  })
  expect(await parsed('check', '--', '-odd.yaml')).toMatchObject({ positional: ['-odd.yaml'] })
})

test('[CLI-20] where a run may be left out, a single argument is what must be there', async () => {
  expect((await parsed('logs', 'fit')).positional).toEqual([undefined, 'fit'])
  expect((await parsed('logs', '20261123', 'fit', '-f')).positional).toEqual(['20261123', 'fit'])
  expect((await parsed('why', 'fit')).positional).toEqual(['fit', undefined])
  expect((await parsed('retry', '20261123')).positional).toEqual(['20261123', undefined])
  expect((await parsed('status')).positional).toEqual([undefined])
})

test('[CLI-8] what is wrong with a command line is named, with the nearest right word', async () => {
  await expect(parsed('chek', 'w.yaml')).rejects.toThrow('There is no command “chek”. Did you mean `check`?')
  await expect(parsed('run', 'w.yaml', '--detatch')).rejects.toThrow('There is no option --detatch. Did you mean --detach?')
  await expect(parsed('run', 'w.yaml', '-q')).rejects.toThrow('There is no option -q.')
  await expect(parsed('run', 'w.yaml', '--until')).rejects.toThrow('--until needs a value.')
  await expect(parsed('graph', 'w.yaml', '--format', 'pdf')).rejects.toThrow('--format takes text, mermaid, dot, svg, not “pdf”.')
  await expect(parsed('run')).rejects.toThrow('FILE is missing.')
  await expect(parsed('runs', 'extra')).rejects.toThrow()
  const korean = parseCommandLine(['run', 'w.yaml', '--until'], speakerOf('ko'))
  await expect(korean).rejects.toThrow('--until에는 값이 필요합니다.')
})

test('[CLI-10] examples parse, and are of their command', async () => {
  for (const command of commands) {
    expect(command.examples.length, command.name).toBeGreaterThan(0)
    for (const { command: line } of command.examples) {
      const words = /pwos ([^|>)]*)/.exec(line)?.[1]?.trim() ?? ''
      const split = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '')
      const rest = readCommandLine(split).rest
      expect((await parsed(...rest)).command, line).toBe(command.name)
    }
  }
})

test('[CLI-3,CLI-10] every operation is a command, with the same name and summary', () => {
  for (const [name, operation] of Object.entries(operations)) {
    expect(operation.name).toBe(name)
    expect(commands.find((command) => command.name === name)?.summary).toEqual(operation.summary)
  }
  expect(Object.keys(operations).sort()).toEqual(Object.keys(summaries).sort())
})

test('[CLI-6,CLI-10] help is there in both languages and fits the terminal', () => {
  for (const language of ['en', 'ko'] as const) {
    const look = lookFor({ language, width: 80 })
    for (const lines of [renderOverview(commands, look), ...commands.map((command) => renderCommandHelp(command, look))]) {
      for (const line of lines.filter((one) => !one.includes('pwos '))) expect(widthOf(line), line).toBeLessThanOrEqual(80)
    }
    expect(renderOverview(commands, look).join('\n')).toMatch(language === 'ko' ? /[가-힣]/ : /Usage/)
  }
  for (const command of commands) {
    const texts = [command.summary, command.details, ...[...command.positional, ...command.options].map((one) => one.summary)]
    for (const text of [...texts, ...command.examples.map((example) => example.says)]) expect(text.ko, text.en).toMatch(/[가-힣]/)
  }
})

test('[CLI-6] the language is the first that is stated', () => {
  expect(pickLanguage(undefined, {})).toBe('en')
  expect(pickLanguage(undefined, { LANG: 'ko_KR.UTF-8' })).toBe('ko')
  expect(pickLanguage(undefined, { LANG: 'ko_KR.UTF-8', LC_ALL: 'C' })).toBe('en')
  expect(pickLanguage(undefined, { LANG: 'en_US.UTF-8', PWOS_LANG: 'ko' })).toBe('ko')
  expect(pickLanguage('en', { PWOS_LANG: 'ko' })).toBe('en')
})

test('[CLI-7] colour is by the option, then the environment, then the terminal', () => {
  expect(wantsColour('always', { NO_COLOR: '1' }, false)).toBe(true)
  expect(wantsColour('never', { FORCE_COLOR: '1' }, true)).toBe(false)
  expect(wantsColour('auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false)
  expect(wantsColour(undefined, { NO_COLOR: '' }, true)).toBe(true)
  expect(wantsColour(undefined, { FORCE_COLOR: '1' }, false)).toBe(true)
  expect(wantsColour(undefined, { TERM: 'dumb' }, true)).toBe(false)
  expect(wantsColour(undefined, {}, false)).toBe(false)
})
