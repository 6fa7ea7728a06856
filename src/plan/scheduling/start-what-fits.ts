import { wakeUp } from './event-code.ts'
import { addEvent, type EventQueue } from './event-queue.ts'
import { holdPool } from './pool-profile.ts'
import type { Choice, Placed, Shape } from './problem.ts'
import { type ApartWork, type Attempt, type Present, startApart, startNow } from './start-now.ts'
import { enterLine, leave, remove, type WaitingLine, type WaitingLines } from './waiting-line.ts'

/** Where a schedule stands at a moment, and what is to come. */
export interface Stage extends Present {
  readonly placed: Placed
  readonly events: EventQueue
  readonly waiting: WaitingLines
  /** By activity: its line. */
  readonly lineOf: readonly WaitingLine[]
  /** When the last booking ends. */
  bookedUntil: number
}

/** Lines that found no room at a moment, after which no others are asked: with thousands of different needs it would take too long. */
const mostBlocked = 200

/** Starts what is ready and fits, the smallest key first. */
export function startWhatFits(stage: Stage, now: number): void {
  const { waiting, events } = stage
  const blocked: WaitingLine[] = []
  while (blocked.length < mostBlocked) {
    const line = waiting.lines[0]
    if (line === undefined) break
    const retryAt = startFirst(stage, line, now)
    if (retryAt === undefined) {
      leave(waiting, line)
      continue
    }
    if (retryAt < Number.POSITIVE_INFINITY && !(line.wakeAt > now && line.wakeAt <= retryAt)) {
      addEvent(events, retryAt, wakeUp)
      line.wakeAt = retryAt
    }
    remove(waiting, line)
    blocked.push(line)
  }
  for (const line of blocked) enterLine(waiting, line)
}

const attempt: Attempt = { end: 0, choice: undefined, retryAt: 0 }

/** Undefined: the first of the line has been started; else when to ask again, if nothing ends before. */
function startFirst(stage: Stage, line: WaitingLine, now: number): number | undefined {
  const { problem, placed } = stage
  const activity = line.items[0] as number
  const family = problem.family[activity] as number
  let retryAt = Number.POSITIVE_INFINITY
  let end = Number.POSITIVE_INFINITY
  let option = -1
  let choice: Choice | undefined
  const first = problem.optionStart[activity] as number
  const last = problem.optionStart[activity + 1] as number
  for (let at = first; at < last; at++) {
    const shape = problem.shapes[problem.optionShape[at] as number] as Shape
    const durationMs = problem.optionMs[at] as number
    if (shape.kind === 'apart') {
      const works = startApart(stage, shape, durationMs, family, now)
      return works.some(({ end: last }) => last === Number.POSITIVE_INFINITY) ? retryAt : holdApart(stage, activity, at, works)
    }
    startNow(stage, shape, durationMs, family, now, attempt)
    retryAt = Math.min(retryAt, attempt.retryAt)
    if (attempt.end >= end) continue
    ;({ end, choice } = attempt)
    option = at
  }
  if (option < 0 || isWorthWaiting(stage, line, option, end - now)) return retryAt
  placed.starts[activity] = now
  placed.ends[activity] = end
  hold(stage, activity, option, choice, now)
  return undefined
}

/** A slow option is left alone while the line is short enough for the fastest one to be there sooner. */
function isWorthWaiting({ problem, limits, used }: Stage, line: WaitingLine, option: number, lengthMs: number): boolean {
  const activity = line.items[0] as number
  const first = problem.optionStart[activity] as number
  const last = problem.optionStart[activity + 1] as number
  if (last - first === 1) return false
  for (let at = first; at < last; at++) {
    const ms = problem.optionMs[at] as number
    if (at === option || ms >= lengthMs) continue
    const { pools, amounts, choices } = problem.shapes[problem.optionShape[at] as number] as Shape
    // Those in line one after the other, as many side by side as there is room for, after one that is running.
    let rounds = 1
    pools.forEach((pool, i) => {
      if ((used[pool] as number) > 0) rounds = Math.max(rounds, (line.items.length * (amounts[i] as number)) / (limits[pool] as number))
    })
    if (choices.every(({ times }) => times === undefined) && (rounds + 1) * ms < lengthMs) return true
  }
  return false
}

function hold(stage: Stage, activity: number, option: number, choice: Choice | undefined, now: number): void {
  const { problem, placed, used, events, booked, bookedUntil } = stage
  placed.options[activity] = option
  const { pools, amounts } = problem.shapes[problem.optionShape[option] as number] as Shape
  const end = placed.ends[activity] as number
  for (let i = 0; i < pools.length; i++) {
    const pool = pools[i] as number
    used[pool] = (used[pool] as number) + (amounts[i] as number)
    // What still runs when a booking begins leaves less room beside it.
    const ahead = booked?.profiles[pool]
    if (ahead !== undefined && now < bookedUntil) holdPool(ahead, now, end, amounts[i] as number)
  }
  for (const unit of choice?.units ?? []) holdUnitUntil(stage, activity, unit, now, end)
  addEvent(events, end, activity)
}

function holdApart(stage: Stage, activity: number, option: number, works: readonly ApartWork[]): undefined {
  const { placed, events } = stage
  placed.options[activity] = option
  placed.starts[activity] = works.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY)
  placed.ends[activity] = works.reduce((most, { end }) => Math.max(most, end), Number.NEGATIVE_INFINITY)
  for (const { unit, start, end } of works) holdUnitUntil(stage, activity, unit, start, end)
  addEvent(events, placed.ends[activity] as number, activity)
}

function holdUnitUntil({ placed: { uses }, freeAt, lastFamily, problem }: Stage, activity: number, unit: number, from: number, to: number) {
  uses.activity.push(activity)
  uses.unit.push(unit)
  uses.from.push(from)
  uses.to.push(to)
  freeAt[unit] = to
  lastFamily[unit] = problem.family[activity] as number
}

/** It has ended: its pools are free for others. Units are free by their time. */
export function letGo({ problem, placed, used }: Stage, activity: number): void {
  const option = placed.options[activity] as number
  if (option < 0) return
  const { pools, amounts } = problem.shapes[problem.optionShape[option] as number] as Shape
  for (let i = 0; i < pools.length; i++) used[pools[i] as number] = (used[pools[i] as number] as number) - (amounts[i] as number)
}
