import type { Artefact } from '#run/outcome.ts'

/**
 * What lanes record, a line each (see README.md):
 *   L PID STARTTIME BOOT CGROUP      by the controller, once: who the lane is
 *   G ATTEMPT                        by the controller: given to the lane
 *   S PID TIME ATTEMPT               by the attempt's own subshell: it begins; PID is its process group too
 *   XmY.YYYs XmY.YYYs (two lines)    bash's `times`: of the lane, of its children, since the lane began
 *   E RC TIME write_bytes: N ATTEMPT by the lane: it has ended
 * and of attempts that run in the lane's own folder (`place.ts`):
 *   B ATTEMPT                        by the controller: given to the lane
 *   s PID TIME WORK OUT ERR ATTEMPT  it begins; numbers of the folder and files it has
 *   e RC TIME write_bytes: N LEFT ATTEMPT   it has ended, and has left this
 *   P ["ATTEMPT", OUTPUTS]           by the controller: its outputs are about to be published, as these
 * Anything else (a line cut by a full disk) is passed over. A line counts once its newline is there.
 */
export type LaneRecord =
  | { readonly type: 'lane'; readonly pid: number; readonly startTime: string; readonly boot: string; readonly cgroup: string }
  | { readonly type: 'given'; readonly attempt: string; readonly inLane: boolean }
  | { readonly type: 'started'; readonly attempt: string; readonly pid: number; readonly at: number; readonly slots?: Slots }
  | { readonly type: 'publishing'; readonly attempt: string; readonly outputs: Published }
  | {
      readonly type: 'ended'
      readonly attempt: string
      readonly exitCode: number
      readonly at: number
      /** Cumulative over the lane's children so far; null where the system does not tell. */
      readonly childCpuMs: number | null
      readonly writtenBytes: number | null
      readonly left?: Left
    }

/** Numbers of the folder and files in the lane's folder that an attempt has. */
export interface Slots {
  readonly work: number
  readonly out: number
  readonly err: number
}

/** What an attempt left in them. `work`: how many things; undefined: nothing, and the next attempt has the same. */
export interface Left {
  readonly work: number | undefined
  readonly out: boolean
  readonly err: boolean
  readonly metrics: boolean
  /** Something of it still ran. */
  readonly running: boolean
}

export type Published = { readonly [name: string]: Artefact }

/** Turns a lane's growing file into records; fed with whole lines as they come. */
export function createRecordParser(): (lines: string) => LaneRecord[] {
  let cpuMs: number | null = null
  return (lines) => {
    const records: LaneRecord[] = []
    for (const line of lines.split('\n')) {
      const record = recordOf(line, cpuMs)
      if (record !== undefined) records.push(record)
      else cpuMs = cpuOf(line) ?? cpuMs
    }
    return records
  }
}

const times = /^(\d+)m([\d.,]+)s (\d+)m([\d.,]+)s$/

function cpuOf(line: string): number | undefined {
  const [, userMinutes, user, systemMinutes, system] = times.exec(line) ?? []
  if (system === undefined) return undefined
  return Number(userMinutes) * 60_000 + milliseconds(user) + Number(systemMinutes) * 60_000 + milliseconds(system)
}

const ended = /^[Ee] (\d+) ([\d.,]+) \S+ (\d+|-) (.+)$/
const left = /^(\S+) (.+)$/
const started = /^S (\d+) ([\d.,]+) (.+)$/
const startedInLane = /^s (\d+) ([\d.,]+) (\d+) (\d+) (\d+) (.+)$/
const lane = /^L (\d+) (\d+) (\S+) (.*)$/

function recordOf(line: string, childCpuMs: number | null): LaneRecord | undefined {
  switch (line.slice(0, 2)) {
    case 'E ':
    case 'e ':
      return endOf(line, childCpuMs)
    case 'S ': {
      const [, pid, at, attempt] = started.exec(line) ?? []
      return attempt === undefined ? undefined : { type: 'started', attempt, pid: Number(pid), at: milliseconds(at) }
    }
    case 's ': {
      const [, pid, at, work, out, err, attempt] = startedInLane.exec(line) ?? []
      if (attempt === undefined) return undefined
      const slots = { work: Number(work), out: Number(out), err: Number(err) }
      return { type: 'started', attempt, pid: Number(pid), at: milliseconds(at), slots }
    }
    case 'G ':
    case 'B ':
      return { type: 'given', attempt: line.slice(2), inLane: line.startsWith('B') }
    case 'P ':
      return publishingOf(line.slice(2))
    case 'L ': {
      const [, pid, startTime, boot, cgroup] = lane.exec(line) ?? []
      if (startTime === undefined || boot === undefined || cgroup === undefined) return undefined
      return { type: 'lane', pid: Number(pid), startTime, boot, cgroup }
    }
    default:
      return undefined
  }
}

function endOf(line: string, childCpuMs: number | null): LaneRecord | undefined {
  const [, exitCode, at, bytes, rest] = ended.exec(line) ?? []
  if (rest === undefined) return undefined
  const writtenBytes = bytes === '-' ? null : Number(bytes)
  const end = { exitCode: Number(exitCode), at: milliseconds(at), childCpuMs, writtenBytes }
  if (line.startsWith('E')) return { type: 'ended', attempt: rest, ...end }
  const [, marks = '', attempt] = left.exec(rest) ?? []
  return attempt === undefined ? undefined : { type: 'ended', attempt, ...end, left: leftBy(marks) }
}

function publishingOf(text: string): LaneRecord | undefined {
  try {
    const [attempt, outputs] = JSON.parse(text) as [string, Published]
    return { type: 'publishing', attempt, outputs }
  } catch {
    return undefined
  }
}

function leftBy(marks: string): Left {
  const has = (mark: string) => marks.includes(mark)
  const work = has('w') ? Number(/\d+/.exec(marks)?.[0] ?? 0) : undefined
  return { work, out: has('o'), err: has('e'), metrics: has('m'), running: has('l') }
}

/** Some languages write a decimal comma, and bash follows. */
const milliseconds = (seconds = '') => Math.round(Number(seconds.replace(',', '.')) * 1e6) / 1000
