import { asStoreError } from '#engine/store-error.ts'
import type { Input } from '#run/inputs.ts'
import type { Active } from '#worlds/attempt/active.ts'
import { type Answers, createAnswers } from '#worlds/attempt/answers.ts'
import { writeCommand } from '#worlds/attempt/attempt-folder.ts'
import { withSaved } from '#worlds/attempt/checkpoint.ts'
import { lostOutcome, outcomeOf } from '#worlds/attempt/ending.ts'
import type { ExecutorTools } from '#worlds/attempt/executor.ts'
import type { Course, Lane } from '#worlds/attempt/lane.ts'
import type { Paths } from '#worlds/attempt/paths.ts'
import { bringHome, markOf, placeOf } from '#worlds/attempt/place.ts'
import { endStream } from '#worlds/attempt/streaming.ts'
import { createLanes, type Lanes } from './lanes.ts'
import { clearLane, endLeftovers, endStrays } from './sweep.ts'

/** Attempts that were started or adopted and are not answered yet, with the lanes they run in. Each is answered exactly once. */
export interface UnderWay {
  readonly actives: Answers['actives']
  readonly lanes: Lanes
  take: Answers['take']
  add: Answers['add']
  answer: Answers['answer']
  /** A lane has recorded its end. */
  finish(course: Course): void
  /** Its lane died before it recorded the end. */
  lose(lane: Lane, courses: readonly Course[]): void
  /** These inputs are journalled: what lanes recorded of them is needed no more. */
  forget(inputs: readonly Input[]): void
  /** Goes on with what could not be ended at once. */
  look(now: number): void
}

export function createUnderWay(paths: Paths, tools: ExecutorTools & { readonly controlGroups: boolean }): UnderWay {
  const answers = createAnswers(tools)
  const { actives, answer } = answers
  const stuck = new Map<Lane, readonly Course[]>()
  const lanes = createLanes(paths, { ended: finish, abandoned: lose }, tools.controlGroups)
  const marks = () => new Set([...actives.values()].map(({ name, folder }) => markOf(lanes.find(name), folder)))
  const strays = createStraySweep(paths, marks)

  function finish(course: Course): void {
    const active = actives.get(course.name)
    const { end } = course
    if (active === undefined || active.ending || end === undefined) return
    active.ending = true
    if (course.group !== undefined && end.left?.running !== false && !course.lane.elsewhere) endLeftovers(course.group, course.lane.pid)
    strays.expect()
    endOfStream(active, course)
    outcomeOf(active, { ...course, end }, { ...tools, now: tools.now() }).then(
      (outcome) => answer(active, outcome),
      (error) => tools.outbox.fail(asStoreError(error, paths.store)),
    )
  }

  function endOfStream(active: Active, course: Course): void {
    const rest = endStream(active, placeOf(course, active.folder), Math.max(0, (course.end?.at ?? 0) - (course.startedAt ?? 0)))
    if (rest !== undefined) tools.outbox.push(rest)
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
      endOfStream(active, course)
      if (course.slots !== undefined) bringHome(course, active.folder, () => writeCommand(active.folder, active.spec, []))
      active.ending = true
      withSaved(active, lostOutcome(active)).then(
        (outcome) => answer(active, outcome),
        (error) => tools.outbox.fail(asStoreError(error, paths.store)),
      )
    }
  }

  return {
    actives,
    lanes,
    take: answers.take,
    add: answers.add,
    answer,
    finish,
    lose,
    forget(inputs) {
      lanes.forget(answers.journalled(inputs))
    },
    look(now) {
      for (const [lane, courses] of [...stuck]) lose(lane, courses)
      strays.look(now)
    },
  }
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
