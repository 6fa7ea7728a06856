import { closeSync, fstatSync, openSync, readSync, statfsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { RE2JS } from 're2js'
import type { Cause } from '#model/cause.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import { oneLine } from './format.ts'

/** Why an attempt failed, as found in how it ended and in what it left. */
export interface Failure {
  readonly cause: Cause
  readonly signal: string | null
  readonly detail: string
}

/** As much of the end of each stream as is read for the last words and for patterns. */
const tailBytes = 64 << 10

export function failureOf(folder: string, exitCode: number, outOfMemory: boolean): Failure {
  const errors = tail(join(folder, 'stderr.txt'))
  const text = `${tail(join(folder, 'stdout.txt'))}\n${errors}`
  const signal = signalOf(exitCode)
  const cause = causeOf(folder, text, signal, outOfMemory)
  const words = lastWords(errors) ?? lastWords(text)
  const said = words === undefined ? '' : `: ${words}`
  return { cause, signal, detail: `${howItEnded(cause, exitCode, signal)}${said}` }
}

function causeOf(folder: string, text: string, signal: string | null, outOfMemory: boolean): Cause {
  if (outOfMemory) return 'out_of_memory'
  if (saysDiskFull(text)) return 'disk_full'
  if (killers.has(signal ?? '')) return 'killed'
  // Where the disk is full, what the program said of it may not have been written either.
  return isFull(folder) ? 'disk_full' : 'program_error'
}

/** Less room than this is none. */
const roomBytes = 1 << 20

export function isFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize < roomBytes
  } catch {
    return false
  }
}

function howItEnded(cause: Cause, exitCode: number, signal: string | null): string {
  if (cause === 'out_of_memory') return 'ran out of memory'
  if (signal !== null) return `ended by ${signal}${signalMeanings[signal] ?? ''}`
  if (exitCode === 127) return 'command not found (exit code 127)'
  if (exitCode === 126) return 'command cannot be run (exit code 126)'
  return `exit code ${exitCode}`
}

const signalMeanings: { readonly [signal: string]: string } = {
  SIGSEGV: ' (it used memory that is not its own)',
  SIGFPE: ' (impossible arithmetic)',
  SIGABRT: ' (it gave up by itself)',
  SIGILL: ' (an instruction this processor does not have)',
  SIGPIPE: ' (it wrote to a program that had ended)',
}

/** Signals that come from outside; the others are a program's own mistakes. */
const killers = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGXCPU', 'SIGXFSZ'])

/** Shells tell a signal as 128 + its number. */
export function signalOf(exitCode: number): string | null {
  const found = Object.entries(constants.signals).find(([, number]) => number === exitCode - 128)
  return found?.[0] ?? null
}

function saysDiskFull(text: string): boolean {
  return /No space left on device|\bENOSPC\b|Disk quota exceeded|\bEDQUOT\b/.test(text)
}

const noise = /^\s*(at |Node\.js v|\^+\s*$|[}\])]+;?\s*$)|core dumped/
const telling = /error|exception|fatal|fail|cannot|can't|no such|not found|denied|abort|panic|invalid/i

/** The last line that says something; a stack trace's frames do not. */
function lastWords(text: string): string | undefined {
  const lines = text
    .split('\n')
    .slice(-60)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of a terminal are made of these
    .map((line) => line.replace(/\u001b\[[0-9;]*m/g, ''))
    .filter((line) => line.trim() !== '' && !noise.test(line))
  const words = lines.findLast((line) => telling.test(line)) ?? lines.at(-1)
  return words === undefined ? undefined : oneLine(words.replace(/^\S*command\.sh: (line \d+: )?/, ''))
}

/** Rules of the stage whose pattern is found in the end of the attempt's output. */

/** Programs often write into a file that is one of their outputs what others print: its end is searched too. */
export function matchedRules(folder: string, { patterns, outputs }: Pick<AttemptSpec, 'patterns' | 'outputs'>): number[] {
  if (patterns.length === 0) return []
  const promised = outputs.flatMap(({ kind, path }) => (kind === 'file' ? [join('work', path)] : []))
  const text = ['stdout.txt', 'stderr.txt', ...promised].map((file) => tail(join(folder, file))).join('\n')
  return patterns.filter(({ pattern }) => compiled(pattern)?.matcher(text).find() === true).map(({ rule }) => rule)
}

const compiledPatterns = new Map<string, RE2JS | undefined>()

function compiled(pattern: string): RE2JS | undefined {
  if (!compiledPatterns.has(pattern)) {
    try {
      compiledPatterns.set(pattern, RE2JS.compile(pattern, RE2JS.MULTILINE))
    } catch {
      compiledPatterns.set(pattern, undefined)
    }
  }
  return compiledPatterns.get(pattern)
}

function tail(path: string): string {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return ''
  }
  try {
    const { size } = fstatSync(file)
    const buffer = Buffer.alloc(Math.min(size, tailBytes))
    const count = readSync(file, buffer, 0, buffer.length, Math.max(0, size - tailBytes))
    return buffer.toString('utf8', 0, count)
  } finally {
    closeSync(file)
  }
}
