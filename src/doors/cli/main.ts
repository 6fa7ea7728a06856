#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { type ExitName, exitStatuses } from '#operations/exit-statuses.ts'
import type { Look } from './answer.ts'
import { readCommandLine } from './arguments.ts'
import { lookOf, openDoor, untilNothingIsLed } from './door.ts'

const argv = process.argv.slice(2)
let look: Look = lookOf({ language: undefined, color: undefined })
let json = argv.includes('--json')
let exit: ExitName

// Thrown where nobody waits, as in a timer: said like anything else.
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error: unknown) => void failed(error).then((name) => process.exit(exitStatuses[name])))

try {
  exit = await main()
} catch (error) {
  exit = await failed(error)
}
await flushed(process.stdout)
await untilNothingIsLed()
process.exit(exitStatuses[exit])

async function failed(error: unknown): Promise<ExitName> {
  const { sayFailure } = await import('./failing.ts')
  return sayFailure(error, look, json)
}

async function main(): Promise<ExitName> {
  if (argv[0] === '--control') return control(argv[1] ?? '')
  const line = readCommandLine(argv)
  look = lookOf(line)
  json = line.json
  const door = openDoor(line, look, version())
  if (line.version) {
    door.say(json ? JSON.stringify({ version: version() }) : version())
    return 'ok'
  }
  const { rest } = line
  if (rest[0] === '__complete') return (await import('./completion/print.ts')).printProposals(rest.slice(1), door, line.store)
  if (line.help || rest.length === 0 || rest[0] === 'help') {
    return (await import('./helping.ts')).printHelp(rest[0] === 'help' ? rest.slice(1) : rest, door)
  }
  const { parseCommandLine } = await import('./application.ts')
  const { command, given } = await parseCommandLine(rest, look.speak)
  const answer = await command.load()
  return answer(given, door)
}

/** What runs in the background after `--detach` and Ctrl-C. */
async function control(store: string): Promise<ExitName> {
  const { controlStore } = await import('#operations/control.ts')
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort())
  process.on('SIGHUP', () => undefined)
  const { leadFromJob } = await import('#operations/controller-job.ts')
  await leadFromJob(store, stop, () => controlStore(store, stop.signal))
  return 'ok'
}

function version(): string {
  const file = new URL('../../../package.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((done) => {
    if (stream.destroyed || stream.writableNeedDrain === false) stream.write('', () => done())
    else stream.once('drain', done).once('error', () => done())
  })
}
