import { createHash } from 'node:crypto'
import type { SshSite } from '#model/site.ts'
import { type Answer, type Link, openLink } from './link.ts'
import { toolsFolder } from './staging.ts'

/** A machine elsewhere, with one thing asked of it at a time, and how it has answered so far. */
export interface Machine {
  readonly site: SshSite
  readonly link: Link
  /** The folder there that mirrors this store. */
  readonly root: string
  /** Fingerprints of inputs and outputs that are there. */
  readonly has: Set<string>
  /** Something is being asked. */
  busy: boolean
  /** By the monotonic clock: not asked again before. */
  nextAt: number
  silences: number
  /** It has answered once, so whatever it refuses now may pass. */
  met: boolean
}

const longestMs = 30_000

export function machineAt(site: SshSite, store: string): Machine {
  const tag = createHash('sha256').update(store).digest('hex').slice(0, 12)
  return {
    ...{ site, link: openLink(site), root: `${site.folder}/${tag}`, has: new Set() },
    ...{ busy: false, nextAt: Number.NEGATIVE_INFINITY, silences: 0, met: false },
  }
}

/** Asks our own program there. */
export function askThere({ link, root }: Machine, verb: 'begin' | 'look' | 'end' | 'tidy', lines: readonly string[]): Promise<Answer> {
  return link.ask(`bash ${root}/${toolsFolder}/far.sh ${root} ${verb}`, lines.map((line) => `${line}\n`).join(''))
}

/** Says what is missing there, and makes the folder. */
export function greet({ link, root }: Machine): Promise<Answer> {
  return link.ask(
    `command -v rsync setsid base64 stat >/dev/null || { echo "rsync, setsid, base64 or stat: command not found" >&2; exit 127; }
    bash -c '((BASH_VERSINFO[0] >= 5))' || { echo "bash 5: command not found" >&2; exit 127; }
    mkdir -p -- ${root}`,
  )
}

/** What follows from an answer for the next question. */
export function heard(machine: Machine, answer: Answer, now: number, soonMs: number): void {
  if (answer.kind === 'silent' || (answer.kind === 'refused' && machine.met)) {
    machine.silences++
    machine.nextAt = now + Math.min(longestMs, 1000 * 2 ** Math.min(machine.silences - 1, 10))
    return
  }
  if (answer.kind === 'answered') machine.met = true
  machine.silences = 0
  machine.nextAt = now + soonMs
}
