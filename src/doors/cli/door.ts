import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { batchJob } from '#operations/allocation.ts'
import type { Host } from '#operations/operation.ts'
import { passwordIn } from '#operations/store.ts'
import type { Door, Look, Wishes } from './answer.ts'
import type { CommandLine } from './arguments.ts'
import { pickLanguage, speakerOf } from './language.ts'
import { colourPaint, plainPaint, wantsColour } from './terminal/paint.ts'

/** How things look in this process: language, colour, width. */
export function lookOf(line: Pick<CommandLine, 'language' | 'color'>): Look {
  const language = pickLanguage(line.language, process.env)
  const terminal = process.stdout.isTTY === true
  const paint = wantsColour(line.color, process.env, terminal) ? colourPaint : plainPaint
  const stated = Number(process.env.COLUMNS)
  const width = terminal ? process.stdout.columns || 80 : stated > 0 ? stated : 100
  return { language, speak: speakerOf(language), paint, width: Math.max(20, width), folder: process.cwd() }
}

/** The door of a process: its standard streams, signals, and how it starts another. */
export function openDoor(line: CommandLine, look: Look, version: string): Door {
  const unread = new AbortController()
  for (const stream of [process.stdout, process.stderr]) {
    // Whoever read us is gone (`pwos logs | head`): that is no error, and a run goes on all the same.
    stream.on('error', () => unread.abort())
  }
  const write = (text: string) => {
    if (!unread.signal.aborted) process.stdout.write(text)
  }
  const drawn = process.stdout.isTTY === true && !line.json && process.env.TERM !== 'dumb'
  return {
    look,
    json: line.json,
    screen: drawn ? { write, columns: () => process.stdout.columns || 80, rows: () => process.stdout.rows || 24 } : undefined,
    say: (text) => write(`${text}\n`),
    write,
    note: (text) => process.stderr.write(`${text}\n`),
    ask: (question) => ask(`${look.speak(question)} [y/N] `),
    canAsk: process.stdin.isTTY === true,
    prompt,
    onInterrupt,
    unread: unread.signal,
    host: (wishes) => hostOf(wishes, line, version, unread.signal),
  }
}

function hostOf<Update>(wishes: Wishes<Update>, line: CommandLine, version: string, unread: AbortSignal): Host<Update> {
  const never = new AbortController().signal
  // Taken from the command line for this process and those that it starts; it is written nowhere.
  const password = passwordIn(line.store)
  if (password !== undefined) process.env.PGPASSWORD = password
  return {
    folder: process.cwd(),
    store: line.store,
    user: userHere(),
    now: Date.now,
    chance: Math.random,
    version,
    report: wishes.report,
    detach: wishes.detach ?? unread,
    cancel: wishes.cancel ?? never,
    everyTask: wishes.everyTask ?? false,
    snapshotMs: wishes.snapshotMs,
    startController,
    leader,
  }
}

/** Who is there: set up once, or logged in. */
function userHere(): { readonly configured?: string; readonly login?: string } {
  const configured = process.env.PWOS_AS?.trim()
  return { ...(configured ? { configured } : {}), ...loginName() }
}

function loginName(): { readonly login?: string } {
  try {
    return { login: userInfo().username }
  } catch {
    // A user without a name, as in some containers.
    return {}
  }
}

/** A process of its own session, so that closing the terminal does not end it. What it says goes to the store. */
function startController(store: string): void {
  mkdirSync(store, { recursive: true })
  const log = openSync(join(store, 'controller.log'), 'a')
  const [program = '', ...words] = leader(store)
  // What a job's script starts ends with the script: that waits for it.
  const isInJob = batchJob() !== undefined
  const child = spawn(program, words, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
  })
  if (isInJob) waitedFor.push(new Promise((done) => child.on('exit', done).on('error', done)))
  else child.unref()
  closeSync(log)
}

function leader(store: string): readonly string[] {
  return [process.execPath, ...process.execArgv, process.argv[1] ?? '', '--control', store]
}

const waitedFor: Promise<unknown>[] = []

/** Resolves once nothing runs any more that must end before this process does. */
export async function untilNothingIsLed(): Promise<void> {
  await Promise.all(waitedFor)
}

function ask(question: string): Promise<boolean | undefined> {
  if (process.stdin.isTTY !== true) return Promise.resolve(undefined)
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((done) => {
    reader.on('close', () => done(false))
    reader.question(question, (answer) => {
      done(/^\s*(y|yes|예|네|ㅛ)\s*$/i.test(answer))
      reader.close()
    })
  })
}

/** Lines, and the beginning of one, that were typed or pasted together with the answer before: they answer what is asked next. */
const ahead: { readonly lines: string[]; begun: string } = { lines: [], begun: '' }

function prompt(question: string): Promise<string | undefined> {
  if (process.stdin.isTTY !== true) return Promise.resolve(undefined)
  const line = ahead.lines.shift()
  if (line !== undefined) {
    process.stderr.write(`${question}${line}\n`)
    return Promise.resolve(line)
  }
  const reader = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((done) => {
    reader.on('close', () => done(undefined))
    reader.question(question, (answer) => {
      reader.on('line', (next) => ahead.lines.push(next))
      setImmediate(() => {
        ahead.begun = reader.line
        done(answer)
        reader.close()
      })
    })
    reader.write(ahead.begun)
    ahead.begun = ''
  })
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function onInterrupt(interrupted: (signal: (typeof signals)[number]) => void): () => void {
  const listeners = signals.map((signal) => [signal, () => interrupted(signal)] as const)
  for (const [signal, listener] of listeners) process.on(signal, listener)
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener)
  }
}
