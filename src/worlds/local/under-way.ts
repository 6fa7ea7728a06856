import { asStoreError } from '#engine/store-error.ts'
import type { Outcome } from '#run/events.ts'
import type { Input } from '#run/inputs.ts'
import type { Active } from './active.ts'
import { writeCommand } from './attempt-folder.ts'
import { outcomeOf } from './ending.ts'
import type { InputFingerprints } from './input-fingerprints.ts'
import type { Course, Lane } from './lane.ts'
import { createLanes, type Lanes } from './lanes.ts'
import type { Objects } from './objects.ts'
import type { Outbox } from './outbox.ts'
import type { Paths } from './paths.ts'
import { bringHome, markOf } from './place.ts'
import { clearLane, endLeftovers, endStrays } from './sweep.ts'

/** Attempts that were started or adopted and are not answered yet, with the lanes they run in. Each is answered exactly once. */
export interface UnderWay {
  readonly actives: ReadonlyMap<string, Active>
  readonly lanes: Lanes
  /** False: it is under way already. */
  add(active: Active): boolean
  answer(active: Active, outcome: Outcome): void
  /** A lane has recorded its end. */
  finish(course: Course): void
  /** Its lane died before it recorded the end. */
  lose(lane: Lane, courses: readonly Course[]): void
  /** These inputs are journalled: what lanes recorded of them is needed no more. */
  forget(inputs: readonly Input[]): void
  /** Goes on with what could not be ended at once. */
  look(now: number): void
}

export interface EndingTools {
  readonly objects: Objects
  readonly fingerprints: InputFingerprints
  readonly outbox: Outbox
  readonly now: () => number
  readonly controlGroups: boolean
}

export function createUnderWay(paths: Paths, tools: EndingTools): UnderWay {
  const actives = new Map<string, Active>()
  const names = new Map<Input, string>()
  const stuck = new Map<Lane, readonly Course[]>()
  const lanes = createLanes(paths, { ended: finish, abandoned: lose }, tools.controlGroups)
  const marks = () => new Set([...actives.values()].map(({ name, folder }) => markOf(lanes.find(name), folder)))
  const strays = createStraySweep(paths, marks)

  function answer(active: Active, outcome: Outcome): void {
    if (actives.get(active.name) !== active) return
    actives.delete(active.name)
    const { run, task, attempt } = active.spec
    const input: Input = { type: 'ended', run, stage: active.stage, task, attempt, outcome }
    names.set(input, active.name)
    tools.outbox.push(input)
  }

  function finish(course: Course): void {
    const active = actives.get(course.name)
    const { end } = course
    if (active === undefined || active.ending || end === undefined) return
    active.ending = true
    if (course.group !== undefined && end.left?.running !== false) endLeftovers(course.group, course.lane.pid)
    strays.expect()
    outcomeOf(active, { ...course, end }, { ...tools, now: tools.now() }).then(
      (outcome) => answer(active, outcome),
      (error) => tools.outbox.fail(asStoreError(error, paths.store)),
    )
  }

  /** What a dead lane left is ended first, and only then its attempts are reported: none may still run when it is tried again. */
  function lose(lane: Lane, courses: readonly Course[]): void {
    if (!clearLane(lane, new Set(courses.map((course) => markOf(course, paths.attempt(course.name)))))) {
      stuck.set(lane, [...new Set([...(stuck.get(lane) ?? []), ...courses])])
      return
    }
    stuck.delete(lane)
    for (const course of courses) {
      const active = actives.get(course.name)
      if (active === undefined || active.ending) continue
      if (course.slots !== undefined) bringHome(course, active.folder, () => writeCommand(active.folder, active.spec, []))
      answer(active, lostOutcome(active))
    }
  }

  return {
    actives,
    lanes,
    add(active) {
      if (actives.has(active.name)) return false
      actives.set(active.name, active)
      return true
    },
    answer,
    finish,
    lose,
    forget(inputs) {
      const done: string[] = []
      for (const input of inputs) {
        const name = names.get(input)
        if (name !== undefined) done.push(name)
        names.delete(input)
      }
      lanes.forget(done)
    },
    look(now) {
      for (const [lane, courses] of [...stuck]) lose(lane, courses)
      strays.look(now)
    },
  }
}

/** An attempt that is over without a recorded end: lost, unless we had our own reason to end it. */
export function lostOutcome(active: Active): Outcome {
  const { cause, detail } = active.stop ?? { cause: 'lost' as const, detail: 'what ran it was killed, or the machine was started anew' }
  return { kind: 'failed', cause, exitCode: null, signal: null, detail, matched: [], usage: null, metrics: {} }
}

/** Looks for daemons of ended attempts, not more often than it costs little. */
function createStraySweep(paths: Paths, marks: () => ReadonlySet<string>): { expect(): void; look(now: number): void } {
  let expected = false
  let nextAt = 0
  return {
    expect() {
      expected = true
    },
    look(now) {
      if (!expected || now < nextAt) return
      expected = false
      endStrays(paths.store, marks())
      nextAt = performance.now() + Math.max(2000, 50 * (performance.now() - now))
    },
  }
}
