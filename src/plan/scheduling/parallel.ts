import { bookedActivities } from './booked.ts'
import { releasedBy, releaseOf, wakeUp } from './event-code.ts'
import { addEvent, eventQueue, takeEvent } from './event-queue.ts'
import { placeOnBoard } from './place-on-board.ts'
import { nothingPlaced, type Placed, roomTolerance, type SchedulingProblem } from './problem.ts'
import { scarcePools } from './scarce.ts'
import { emptyBoard } from './serial.ts'
import { letGo, type Stage, startWhatFits } from './start-what-fits.ts'
import { enter, type WaitingLine } from './waiting-line.ts'
import { waitingLinesOf } from './waiting-lines-of.ts'

interface Scene extends Stage {
  /** By activity: predecessors that have not ended. */
  readonly waits: Int32Array
  readonly isBooked: ReadonlySet<number>
}

/**
 * Makes a schedule in the order of time: at each moment at which something ends or comes free, whatever is ready and fits is started,
 * smaller keys first (the parallel schedule generation scheme). A million activities take seconds. A number is the activity that can
 * be nowhere.
 */
export function placeInTime(problem: SchedulingProblem, keys: Float64Array): Placed | number {
  const scene = sceneOf(problem, keys)
  const { events, placed } = scene
  const first: number[] = []
  for (let activity = 0; activity < problem.count; activity++) if (scene.waits[activity] === 0) first.push(activity)
  let late = placeBookings(scene) ?? becomeReady(scene, first, problem.start)
  startWhatFits(scene, problem.start)
  while (events.size > 0 && late === undefined) {
    const now = events.times[0] as number
    while (events.size > 0 && events.times[0] === now && late === undefined) {
      const code = takeEvent(events)
      if (code >= 0) late = becomeReady(scene, finish(scene, code), now)
      else if (code !== wakeUp) late = becomeReady(scene, [releasedBy(code)], now)
    }
    startWhatFits(scene, now)
  }
  if (late !== undefined) return late
  const left = placed.starts.findIndex(Number.isNaN)
  return left < 0 ? placed : left
}

function sceneOf(problem: SchedulingProblem, keys: Float64Array): Scene {
  const { count, predecessorStart, pools, units, start } = problem
  const scarce = scarcePools(problem)
  const bookings = bookedActivities(problem)
  return {
    problem,
    limits: Float64Array.from(pools, ({ capacity }, i) => (scarce[i] ? capacity * (1 + roomTolerance) : Number.POSITIVE_INFINITY)),
    used: new Float64Array(pools.length),
    freeAt: new Float64Array(units.length).fill(start),
    lastFamily: new Int32Array(units.length).fill(-1),
    booked: bookings.length === 0 ? undefined : emptyBoard(problem, scarce),
    placed: nothingPlaced(count),
    waits: Int32Array.from({ length: count }, (_, i) => (predecessorStart[i + 1] as number) - (predecessorStart[i] as number)),
    events: eventQueue(),
    waiting: { keys, lines: [] },
    lineOf: waitingLinesOf(problem),
    isBooked: new Set(bookings),
    bookedUntil: problem.start,
  }
}

/** Says which booking cannot be kept. */
function placeBookings(scene: Scene): number | undefined {
  const { problem, booked, placed, isBooked } = scene
  for (const activity of isBooked) {
    const at = problem.families[problem.family[activity] as number]?.bookedAt ?? problem.start
    if (booked === undefined || !placeOnBoard(problem, booked, placed, activity, at, -1)) return activity
    if (placed.starts[activity] !== at) return activity
    scene.bookedUntil = Math.max(scene.bookedUntil, placed.ends[activity] as number)
  }
  return undefined
}

/**
 * Their predecessors have ended: they wait in their lines, or for their releases; what takes no time ends at once. Says which booking
 * has been missed.
 */
function becomeReady(scene: Scene, open: number[], now: number): number | undefined {
  const { problem, placed, events } = scene
  for (let activity = open.pop(); activity !== undefined; activity = open.pop()) {
    const { release = now } = problem.families[problem.family[activity] as number] ?? {}
    if (scene.isBooked.has(activity)) {
      if (now > (placed.starts[activity] as number)) return activity
      addEvent(events, placed.ends[activity] as number, activity)
    } else if (release > now) addEvent(events, release, releaseOf(activity))
    else if (problem.optionStart[activity] === problem.optionStart[activity + 1]) {
      placed.starts[activity] = now
      placed.ends[activity] = now
      for (const next of followers(scene, activity)) open.push(next)
    } else enter(scene.waiting, scene.lineOf[activity] as WaitingLine, activity)
  }
  return undefined
}

function finish(scene: Scene, activity: number): number[] {
  if (scene.isBooked.has(activity)) passBooking(scene, activity)
  else letGo(scene, activity)
  return followers(scene, activity)
}

/** What comes after a booking has its units set up for it. */
function passBooking({ placed: { uses }, freeAt, lastFamily, problem }: Scene, activity: number): void {
  uses.activity.forEach((other, use) => {
    const unit = uses.unit[use] as number
    if (other !== activity || (freeAt[unit] as number) > (uses.to[use] as number)) return
    freeAt[unit] = uses.to[use] as number
    lastFamily[unit] = problem.family[activity] as number
  })
}

/** The successors that waited for this one last. */
function followers({ problem, waits }: Scene, activity: number): number[] {
  const { successorStart, successors } = problem
  const ready: number[] = []
  const last = successorStart[activity + 1] as number
  for (let i = successorStart[activity] as number; i < last; i++) {
    const next = successors[i] as number
    const left = (waits[next] as number) - 1
    waits[next] = left
    if (left === 0) ready.push(next)
  }
  return ready
}
