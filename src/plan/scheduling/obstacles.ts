import { formatInstant } from '#calendar/format-instant.ts'
import type { Text } from '#expression/text.ts'
import type { Workflow } from '#model/workflow.ts'
import type { Built } from './build.ts'
import { earliestTimes } from './calendar-path.ts'
import { startBy } from './earliest.ts'
import type { Obstacle } from './infeasible.ts'
import { longestOpening, nextOpen, type OpenTimes, openWithin } from './open-times.ts'
import type { Shape } from './problem.ts'
import type { Resource } from './resources.ts'

/** What calendars and bookings alone make impossible, one obstacle for each stage at most; empty: nothing. */
export function obstaclesOf(workflow: Workflow, built: Built): Obstacle[] {
  const { problem } = built
  const earliest = earliestTimes(problem)
  const found = new Map<number, Obstacle>()
  for (let activity = 0; activity < problem.count; activity++) {
    const { stage, bookedAt } = problem.families[problem.family[activity] as number] ?? { stage: -1, bookedAt: undefined }
    if (stage < 0 || found.has(stage)) continue
    const ready = readyBy(built, earliest.ends, activity)
    if (ready === Number.POSITIVE_INFINITY) continue
    const message =
      bookedAt !== undefined
        ? bookingMessage(workflow, built, activity, bookedAt, ready)
        : earliest.ends[activity] === Number.POSITIVE_INFINITY
          ? closedMessage(workflow, built, activity, ready)
          : undefined
    if (message !== undefined) found.set(stage, { stage, at: workflow.stages[stage]?.at, message })
  }
  return [...found.values()]
}

function readyBy({ problem }: Built, ends: Float64Array, activity: number): number {
  const { predecessorStart, predecessors, families, family, start } = problem
  let ready = Math.max(start, families[family[activity] as number]?.release ?? start)
  for (let i = predecessorStart[activity] as number; i < (predecessorStart[activity + 1] as number); i++) {
    ready = Math.max(ready, ends[predecessors[i] as number] as number)
  }
  return ready
}

function bookingMessage(workflow: Workflow, built: Built, activity: number, bookedAt: number, ready: number): Text | undefined {
  const time = (at: number) => formatInstant(at, workflow.timezone)
  const { problem } = built
  if (bookedAt < problem.start) {
    return {
      en: `it is booked for ${time(bookedAt)}, before the plan begins at ${time(problem.start)}`,
      ko: `${time(bookedAt)}에 예약되어 있는데 계획은 ${time(problem.start)}에 시작합니다`,
    }
  }
  if (ready > bookedAt) {
    return {
      en: `it is booked for ${time(bookedAt)}, but what it waits for cannot be done before ${time(ready)}`,
      ko: `${time(bookedAt)}에 예약되어 있지만 앞선 일이 ${time(ready)} 전에는 끝날 수 없습니다`,
    }
  }
  if (optionsOf(built, activity).some(({ shape, ms }) => shape.choices.some((choice) => startBy(shape, choice, bookedAt, ms) === bookedAt)))
    return undefined
  const names = [...new Set(optionsOf(built, activity).flatMap(({ shape }) => withCalendars(built, shape).map(({ name }) => name)))]
  return {
    en: `it is booked for ${time(bookedAt)}, when ${names.join(', ')} is closed or closes too soon`,
    ko: `${time(bookedAt)}에 예약되어 있지만 그때 ${names.join(', ')}이(가) 닫혀 있거나 너무 일찍 닫힙니다`,
  }
}

interface OptionOfTask {
  readonly shape: Shape
  readonly ms: number
}

function optionsOf({ problem }: Built, activity: number): readonly OptionOfTask[] {
  const options: OptionOfTask[] = []
  for (let option = problem.optionStart[activity] as number; option < (problem.optionStart[activity + 1] as number); option++) {
    options.push({ shape: problem.shapes[problem.optionShape[option] as number] as Shape, ms: problem.optionMs[option] as number })
  }
  return options
}

/** Resources with calendars that the shape may hold. */
function withCalendars({ resources }: Built, { pools, choices }: Shape): Resource[] {
  const units = new Set(choices.flatMap(({ units: own }) => own))
  return resources.all.filter(
    ({ times, pool, units: own }) =>
      times !== undefined && ((pool !== undefined && pools.includes(pool)) || own.some((unit) => units.has(unit))),
  )
}

/** Why its first option can be at no time: of its calendars one never opens, or no opening is long enough, or they never meet. */
function closedMessage(workflow: Workflow, built: Built, activity: number, ready: number): Text | undefined {
  const [option] = optionsOf(built, activity)
  if (option === undefined) return undefined
  const { shape, ms } = option
  const time = (at: number) => formatInstant(at, workflow.timezone)
  const resources = withCalendars(built, shape)
  for (const { name, times } of resources) {
    if (times === undefined || shape.choices.length > 1 || nextOpen(times, ready) < Number.POSITIVE_INFINITY) continue
    return { en: `${name} is never open from ${time(ready)} on`, ko: `${name}은(는) ${time(ready)}부터 열리는 때가 없습니다` }
  }
  const names = resources.map(({ name }) => name).join(', ')
  const longest = shape.choices.reduce((most, { times }) => Math.max(most, times === undefined ? 0 : longestOpening(times, ready)), 0)
  if (longest === 0)
    return {
      en: `${names}: never open at the same time from ${time(ready)} on`,
      ko: `${names}: ${time(ready)}부터 함께 열리는 때가 없습니다`,
    }
  if (shape.kind === 'unbroken') {
    return {
      en: `it takes ${span(ms).en} without a break, but ${names} is open for at most ${span(longest).en} at a time`,
      ko: `쉬지 않고 ${span(ms).ko}이(가) 걸리지만 ${names}은(는) 한 번에 최대 ${span(longest).ko}만 열립니다`,
    }
  }
  return {
    en: `it takes ${span(ms).en} of work, and ${names} closes for good before that much is done`,
    ko: `${span(ms).ko}의 작업이 필요하지만 그만큼 하기 전에 ${names}이(가) 완전히 닫힙니다`,
  }
}

/** Each could be somewhere, but not all of them: what the calendars have left was taken by others. */
export function crowdedMessage(workflow: Workflow, built: Built, activity: number): Text {
  const { problem } = built
  const { bookedAt } = problem.families[problem.family[activity] as number] ?? {}
  if (bookedAt !== undefined) {
    const at = formatInstant(bookedAt, workflow.timezone)
    return {
      en: `no schedule was found that keeps its booking for ${at}: what it needs is held by another booking, or what it waits for is not done by then`,
      ko: `${at} 예약을 지키는 일정을 찾지 못했습니다. 필요한 자원이 다른 예약에 잡혀 있거나 앞선 일이 그때까지 끝나지 않습니다`,
    }
  }
  const ending = optionsOf(built, activity)
    .flatMap(({ shape }) => withCalendars(built, shape))
    .filter(({ times }) => times !== undefined && endsSomewhen(times))
  const names = [...new Set(ending.map(({ name }) => name))].join(', ')
  const open = ending.reduce(
    (sum, { times, capacity }) => sum + (times === undefined ? 0 : capacity * openWithin(times, problem.start, Number.POSITIVE_INFINITY)),
    0,
  )
  return {
    en: `the ${span(open).en} for which ${names} is still open are not enough for all that need it`,
    ko: `${names}이(가) 앞으로 열려 있는 ${span(open).ko}으로는 필요한 일을 모두 할 수 없습니다`,
  }
}

function endsSomewhen(times: OpenTimes): boolean {
  longestOpening(times, times.regularFrom)
  return times.ended && times.to.at(-1) !== Number.POSITIVE_INFINITY
}

/** A length of time in its largest fitting unit. */
function span(ms: number): Text {
  const [unit, en, ko] =
    ms >= 2 * 86_400_000
      ? [86_400_000, 'days', '일']
      : ms >= 3_600_000
        ? [3_600_000, 'h', '시간']
        : ms >= 60_000
          ? [60_000, 'min', '분']
          : [1000, 's', '초']
  const value = Number((ms / unit).toPrecision(3))
  return { en: `${value} ${en}`, ko: `${value}${ko}` }
}
