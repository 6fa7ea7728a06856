/**
 * What lanes record, a line each (see README.md):
 *   L PID STARTTIME BOOT CGROUP      by the controller, once: who the lane is
 *   G ATTEMPT                        by the controller: given to the lane
 *   S PID TIME ATTEMPT               by the attempt's own subshell: it begins; PID is its process group too
 *   XmY.YYYs XmY.YYYs (two lines)    bash's `times`: of the lane, of its children, since the lane began
 *   E RC TIME write_bytes: N ATTEMPT by the lane: it has ended
 * Anything else (a line cut by a full disk) is passed over. A line counts once its newline is there.
 */
export type LaneRecord =
  | { readonly type: 'lane'; readonly pid: number; readonly startTime: string; readonly boot: string; readonly cgroup: string }
  | { readonly type: 'given'; readonly attempt: string }
  | { readonly type: 'started'; readonly attempt: string; readonly pid: number; readonly at: number }
  | {
      readonly type: 'ended'
      readonly attempt: string
      readonly exitCode: number
      readonly at: number
      /** Cumulative over the lane's children so far; null where the system does not tell. */
      readonly childCpuMs: number | null
      readonly writtenBytes: number | null
    }

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

const ended = /^E (\d+) ([\d.,]+) \S+ (\d+|-) (.+)$/
const started = /^S (\d+) ([\d.,]+) (.+)$/
const lane = /^L (\d+) (\d+) (\S+) (.*)$/

function recordOf(line: string, childCpuMs: number | null): LaneRecord | undefined {
  switch (line.slice(0, 2)) {
    case 'E ': {
      const [, exitCode, at, bytes, attempt] = ended.exec(line) ?? []
      if (attempt === undefined) return undefined
      const writtenBytes = bytes === '-' ? null : Number(bytes)
      return { type: 'ended', attempt, exitCode: Number(exitCode), at: milliseconds(at), childCpuMs, writtenBytes }
    }
    case 'S ': {
      const [, pid, at, attempt] = started.exec(line) ?? []
      return attempt === undefined ? undefined : { type: 'started', attempt, pid: Number(pid), at: milliseconds(at) }
    }
    case 'G ':
      return { type: 'given', attempt: line.slice(2) }
    case 'L ': {
      const [, pid, startTime, boot, cgroup] = lane.exec(line) ?? []
      if (startTime === undefined || boot === undefined || cgroup === undefined) return undefined
      return { type: 'lane', pid: Number(pid), startTime, boot, cgroup }
    }
    default:
      return undefined
  }
}

/** Some languages write a decimal comma, and bash follows. */
const milliseconds = (seconds = '') => Math.round(Number(seconds.replace(',', '.')) * 1e6) / 1000
