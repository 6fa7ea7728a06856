import { type Active, createStop, type Stop } from '#worlds/attempt/active.ts'
import type { Course } from '#worlds/attempt/lane.ts'
import { outOfTime, soonOutOfTime, stalled } from '#worlds/attempt/limits.ts'
import { markOf, placeOf } from '#worlds/attempt/place.ts'
import { descendantsOf, memoryOf } from '#worlds/attempt/process-table.ts'
import { noteAsked, wasSent } from '#worlds/attempt/saved-state.ts'
import { readStream } from '#worlds/attempt/streaming.ts'
import { signalAttempt } from './sweep.ts'

/** Attempts younger than this are not looked at: most tasks of a large fan-out never are. */
const youngMs = 50

/** Looks at one running attempt: measures its memory, and begins to end it when it passes a limit. `now` is monotonic. */
export function watchAttempt(active: Active, course: Course, { now, graceMs }: { now: number; graceMs: number }): void {
  const { group, startedAt } = course
  // Numbers of processes mean something else on another machine: nothing there is measured or ended from here.
  if (group === undefined || startedAt === undefined || active.ending || course.lane.elsewhere) return
  active.begunAt ??= now - Math.max(0, Math.min(Date.now() - startedAt, now - active.givenAt))
  holdStill(active, course)
  const age = now - active.begunAt - active.frozenMs
  if (active.stop === undefined && active.frozenAt === undefined) {
    if (age < youngMs) return
    measure(active, group)
    active.stop =
      outOfMemory(active, now) ??
      soonOutOfTime(active, age, now) ??
      outOfTime(active, age, now + graceMs) ??
      stalled(active, placeOf(course, active.folder), now, now + graceMs) ??
      readStream(active, placeOf(course, active.folder), age, now + graceMs)
  }
  if (active.stop !== undefined) pursue(active, active.stop, { group, mark: markOf(course, active.folder), now })
}

/** Stopped where it is, or let go on; what is being ended must be able to hear that. */
function holdStill(active: Active, course: Course): void {
  const wanted = active.frozenAt !== undefined && active.stop === undefined ? 'SIGSTOP' : 'SIGCONT'
  if (course.group === undefined || active.told === wanted || (active.told === undefined && wanted === 'SIGCONT' && active.frozenMs === 0))
    return
  active.told = wanted
  signalAttempt(course.group, markOf(course, active.folder), wanted)
  if (wanted === 'SIGCONT') active.growth = undefined
}

/** Asks it once to end, and after the grace makes it, again each second until it has. */
function pursue({ folder, spec }: Active, stop: Stop, { group, mark, now }: { group: number; mark: string; now: number }): void {
  if (now >= stop.killAt) {
    if (stop.killedAt !== undefined && now - stop.killedAt < 1000) return
    stop.killedAt = now
    signalAttempt(group, mark, 'SIGKILL')
  } else if (!stop.asked) {
    stop.asked = true
    const by = stop.asksToSave && spec.checkpoint?.signal
    if (by) askToSave(folder, stop, () => signalAttempt(group, mark, `SIG${by}`))
    else signalAttempt(group, mark, 'SIGTERM')
  }
}

/** Noted before it is sent, as whoever leads when it has ended must know; and after, as an earlier controller may have sent it. */
function askToSave(folder: string, stop: Stop, send: () => void): void {
  if (wasSent(folder)) return
  noteAsked(folder, stop)
  send()
  noteAsked(folder, stop, true)
}

/** Resident memory of all its processes together now; or what one of them alone once had, where that was more. */
function measure(active: Active, group: number): void {
  let together = 0
  let most = 0
  for (const pid of [group, ...descendantsOf(group)]) {
    const { now, peak } = memoryOf(pid)
    together += now
    most = Math.max(most, peak)
  }
  if (together > 0) active.peakMemoryBytes = Math.max(active.peakMemoryBytes ?? 0, together, most)
}

function outOfMemory(active: Active, now: number): Stop | undefined {
  const limit = active.spec.memoryBytes
  if (limit === undefined || active.kernelLimit || (active.peakMemoryBytes ?? 0) <= limit) return undefined
  return createStop('out_of_memory', `used ${active.peakMemoryBytes} bytes of memory; the limit is ${limit}`, now)
}
