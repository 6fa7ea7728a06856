import type { Lane } from '#worlds/attempt/lane.ts'
import { allPids, environmentOf, isAlive, processEntry, processesWhere, signal } from '#worlds/attempt/process-table.ts'

const mark = 'PWOS_METRICS'

/** Signals an attempt's process group, and what has left the group but still carries the attempt's mark. */
export function signalAttempt(group: number, own: string, name: NodeJS.Signals): void {
  signal(-group, name)
  for (const pid of allPids()) if (environmentOf(pid, mark) === own) signal(pid, name)
}

/**
 * Ends what an attempt that is over has left in its group. A group's number may be somebody else's by now, so
 * only members of the lane's own session are touched.
 */
export function endLeftovers(group: number, session: number): void {
  if (!signal(-group, 0)) return
  for (const { pid } of processesWhere((entry) => entry.group === group && entry.session === session)) signal(pid, 'SIGKILL')
}

/**
 * Ends all that a dead lane's attempts have left. True: nothing is there any more. A session's number is not given
 * to anyone else while a member lives; so where a new process leads that session, nothing of ours is left in it.
 */
export function clearLane(lane: Lane, marks: ReadonlySet<string>): boolean {
  if (!lane.sameBoot) return true
  const leader = processEntry(lane.pid)
  const reused = isAlive(leader) && leader.startTime !== lane.startTime
  const left = processesWhere(
    ({ pid, session }) => (session === lane.pid && !reused && pid !== process.pid) || marks.has(environmentOf(pid, mark) ?? ''),
  )
  for (const { pid } of left) signal(pid, 'SIGKILL')
  return left.length === 0
}

/** Ends processes of attempts of this store that are over: daemons that left their group and session. */
export function endStrays(store: string, active: ReadonlySet<string>): void {
  for (const pid of allPids()) {
    const own = environmentOf(pid, mark) ?? ''
    if (own.startsWith(`${store}/`) && !active.has(own)) signal(pid, 'SIGKILL')
  }
}
