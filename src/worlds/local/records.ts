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
      const times = /^(\d+)m([\d.,]+)s (\d+)m([\d.,]+)s$/.exec(line)
      if (times === null) records.push(...recordOf(line, cpuMs))
      else cpuMs = Number(times[1]) * 60_000 + milliseconds(times[2]) + Number(times[3]) * 60_000 + milliseconds(times[4])
    }
    return records
  }
}

const ended = /^E (\d+) ([\d.,]+) \S+ (\d+|-) (.+)$/
const started = /^S (\d+) ([\d.,]+) (.+)$/
const lane = /^L (\d+) (\d+) (\S+) (.*)$/

function recordOf(line: string, childCpuMs: number | null): LaneRecord[] {
  const [, a = '', b = '', c = '', d = ''] = ended.exec(line) ?? started.exec(line) ?? lane.exec(line) ?? []
  switch (line.slice(0, 2)) {
    case 'E ': {
      if (d === '') return []
      const writtenBytes = c === '-' ? null : Number(c)
      return [{ type: 'ended', attempt: d, exitCode: Number(a), at: milliseconds(b), childCpuMs, writtenBytes }]
    }
    case 'S ':
      return c === '' ? [] : [{ type: 'started', attempt: c, pid: Number(a), at: milliseconds(b) }]
    case 'G ':
      return [{ type: 'given', attempt: line.slice(2) }]
    case 'L ':
      return c === '' ? [] : [{ type: 'lane', pid: Number(a), startTime: b, boot: c, cgroup: d }]
    default:
      return []
  }
}

/** Some languages write a decimal comma, and bash follows. */
const milliseconds = (seconds = '') => Math.round(Number(seconds.replace(',', '.')) * 1e6) / 1000
