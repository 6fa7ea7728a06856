import type { Calendar } from '#calendar/calendar.ts'
import type { Need } from '#model/resources.ts'
import type { Stage } from '#model/workflow.ts'
import type { Schedule, StageSchedule } from '#plan/schedule.ts'
import type { ToSchedule } from '#plan/scheduling/schedule-workflow.ts'
import { amountOf } from '#run/needs.ts'
import { taskNames } from '#run/task-names.ts'

/**
 * Looks at a schedule with nothing but the workflow in hand, and says what is wrong with it: precedence, capacity at every moment,
 * calendars, windows, set-up, bookings, people at two places at once. It shares no code with the scheduler.
 */
export function breaches(asked: ToSchedule, schedule: Schedule): string[] {
  const wrong: string[] = []
  const holds: Hold[] = []
  for (const stage of asked.workflow.stages) {
    const own = schedule.stages[stage.index]
    if (own === undefined) wrong.push(`stage ${stage.index} is missing`)
    else wrong.push(...breachesOfStage(asked, schedule, stage, own, holds))
  }
  wrong.push(...capacityBreaches(asked, schedule, holds), ...personBreaches(holds), ...setupBreaches(asked, holds))
  const finish = Math.max(schedule.start, ...schedule.stages.flatMap(({ ends }) => Array.from(ends)))
  if (schedule.finish !== finish) wrong.push(`finish ${schedule.finish} is not the last end ${finish}`)
  if (schedule.bound.finish > finish) wrong.push(`bound ${schedule.bound.finish} is above the finish ${finish}`)
  return [...wrong, ...chainBreaches(schedule)]
}

/** The chain ends with the finish, and each link starts after the one before has ended. */
function chainBreaches({ chain, stages, finish, start }: Schedule): string[] {
  const wrong: string[] = []
  let before = start
  for (const { stage, task, because, resource } of chain) {
    const from = stages[stage]?.starts[task] ?? Number.NaN
    if (!(from >= before)) wrong.push(`chain: ${stage}[${task}] starts at ${from}, before ${before}`)
    if (because === 'precedence' && from !== before && before !== start)
      wrong.push(`chain: ${stage}[${task}] did not wait for the one before`)
    if (because === 'resource' && resource === undefined) wrong.push(`chain: ${stage}[${task}] waits for no resource`)
    before = stages[stage]?.ends[task] ?? Number.NaN
  }
  if (chain.length > 0 && before !== finish) wrong.push(`chain ends at ${before}, not ${finish}`)
  if (chain.length === 0 && finish > start) wrong.push('there is no chain')
  return wrong
}

interface Hold {
  readonly resource: string
  readonly stage: number
  readonly task: number
  readonly amount: number
  readonly from: number
  readonly to: number
  readonly person: boolean
  /** The time of each person is their own: only the whole is known. */
  readonly apart: boolean
}

function breachesOfStage(asked: ToSchedule, schedule: Schedule, stage: Stage, own: StageSchedule, holds: Hold[]): string[] {
  const wrong: string[] = []
  const { run } = asked.expected
  if (own.count !== run.stages[stage.index]?.count || own.starts.length !== own.count || own.ends.length !== own.count)
    wrong.push(`${stage.name}: wrong number of tasks`)
  for (let task = 0; task < own.count; task++) {
    const name = `${stage.name}[${task}]`
    const start = own.starts[task] ?? Number.NaN
    const end = own.ends[task] ?? Number.NaN
    if (!(start <= end && start >= schedule.start)) wrong.push(`${name}: from ${start} to ${end}`)
    if (stage.notBefore !== undefined && start < stage.notBefore) wrong.push(`${name}: before its release`)
    if (stage.bookedAt !== undefined && (own.count === 1 ? start !== stage.bookedAt : start < stage.bookedAt))
      wrong.push(`${name}: booked at ${stage.bookedAt}, starts at ${start}`)
    for (const { stage: producer, kind } of stage.dependencies) {
      const { ends = new Float64Array() } = schedule.stages[producer] ?? {}
      const ready = kind === 'element' ? (ends[task] ?? Number.NaN) : ends.reduce((a, b) => Math.max(a, b), schedule.start)
      if (!(start >= ready)) wrong.push(`${name}: starts at ${start}, before stage ${producer} has ended at ${ready}`)
    }
    wrong.push(...breachesOfTask(asked, schedule, stage, own, task, holds).map((text) => `${name}: ${text}`))
  }
  return wrong
}

function breachesOfTask(asked: ToSchedule, schedule: Schedule, stage: Stage, own: StageSchedule, task: number, holds: Hold[]): string[] {
  const wrong: string[] = []
  const { workflow, pools } = asked
  const option = own.options[task] ?? 0
  const needs = option === 0 ? stage.needs : (stage.alternatives[option - 1]?.needs ?? [])
  const chosen = (own.people[task] ?? []).map((index) => schedule.resources[index]?.name ?? '?')
  if (new Set(chosen).size < chosen.length) wrong.push('the same person twice')
  const people = workflow.people.filter(({ name }) => chosen.includes(name))
  wrong.push(...teamBreaches(asked, stage, needs, task, chosen))
  const [from = 0, to = 0] = [own.starts[task], own.ends[task]]
  const apart = stage.human?.kind === 'approval' && stage.human.quorum > 1
  const calendars: (Calendar | undefined)[] = people.map(({ calendar }) => calendar)
  const base = { stage: stage.index, task, from, to }
  for (const { name } of people) holds.push({ ...base, resource: name, amount: 1, person: true, apart })
  for (const need of stage.human?.kind === 'approval' ? [] : needs) {
    const amount = amountIn(asked, stage, need, task)
    const instrument = workflow.instruments.find(({ name }) => name === need.pool)
    const isPool = instrument !== undefined || Object.hasOwn(pools, need.pool)
    if (need.pool === 'time' || amount === 0 || !isPool || isPerson(asked, need.pool)) continue
    calendars.push(instrument?.calendar ?? workflow.pools.find(({ name }) => name === need.pool)?.calendar)
    holds.push({ ...base, resource: need.pool, amount, person: false, apart: false })
  }
  const expected = Math.round(asked.durations[stage.index]?.of(task, option).expectedMs ?? 0)
  if (apart) return wrong
  const load = stage.human === undefined ? 1 : Math.min(1, ...people.map((person) => person.load))
  const open = openTogether(
    calendars.filter((calendar) => calendar !== undefined),
    from,
    to,
  )
  const work = Math.ceil(expected / load)
  if (open !== work) wrong.push(`${open} ms of open time within [${from}, ${to}), ${work} needed`)
  if (stage.human === undefined && to - from !== expected) wrong.push(`takes ${to - from} ms, not ${expected}`)
  return wrong
}

function amountIn({ expected }: ToSchedule, stage: Stage, need: Need, task: number): number {
  const names = taskNames(expected.run, stage.index, task)
  const amount = names && amountOf(need.amount, names)
  if (typeof amount !== 'number') throw new Error(`${need.pool}: ${amount}`)
  return amount
}

function isPerson({ workflow }: ToSchedule, name: string): boolean {
  return workflow.people.some((person) => person.name === name || person.roles.includes(name))
}

/** Whether those chosen can be dealt out to what is asked for: tried in every order. */
function teamBreaches(asked: ToSchedule, stage: Stage, needs: readonly Need[], task: number, chosen: readonly string[]): string[] {
  const { human } = stage
  const seats: (readonly string[])[] = []
  const called = (names: readonly string[]) =>
    asked.workflow.people.filter(({ name, roles }) => names.some((one) => one === name || roles.includes(one))).map(({ name }) => name)
  if (human !== undefined) for (let i = 0; i < (human.kind === 'approval' ? human.quorum : 1); i++) seats.push(called(human.by))
  for (const need of needs) {
    if (!isPerson(asked, need.pool) || human?.by.includes(need.pool)) continue
    for (let i = 0; i < amountIn(asked, stage, need, task); i++) seats.push(called([need.pool]))
  }
  if (seats.length !== chosen.length) return [`${chosen.length} people, ${seats.length} needed`]
  return canSit(seats, chosen) ? [] : [`${chosen.join(', ')} are not who was asked for`]
}

function canSit([seat, ...rest]: readonly (readonly string[])[], people: readonly string[]): boolean {
  if (seat === undefined) return true
  return people.some((person) => seat.includes(person) && canSit(rest, people.toSpliced(people.indexOf(person), 1)))
}

/** Open time of all calendars at once within [from, to). */
function openTogether(calendars: readonly Calendar[], from: number, to: number): number {
  let open = [{ from, to }]
  for (const calendar of calendars) open = open.flatMap((one) => [...calendar.openIn(one.from, one.to)])
  return open.reduce((sum, one) => sum + one.to - one.from, 0)
}

function capacityBreaches({ workflow, pools }: ToSchedule, schedule: Schedule, holds: readonly Hold[]): string[] {
  const wrong: string[] = []
  for (const resource of new Set(holds.filter(({ person }) => !person).map((hold) => hold.resource))) {
    const capacity = workflow.instruments.find(({ name }) => name === resource)?.capacity ?? pools[resource] ?? 0
    const own = holds.filter((hold) => hold.resource === resource && hold.from < hold.to)
    const steps = own.flatMap(({ from, to, amount }) => [
      { at: from, change: amount },
      { at: to, change: -amount },
    ])
    steps.sort((a, b) => a.at - b.at || a.change - b.change)
    let held = 0
    for (const { at, change } of steps) {
      held += change
      if (held > capacity * (1 + 1e-6) + 1e-9) wrong.push(`${resource}: ${held} of ${capacity} held at ${at}`)
    }
  }
  for (const { name, peak, capacity, at, amount } of schedule.resources) {
    if (peak > capacity * (1 + 1e-6)) wrong.push(`${name}: a peak of ${peak} is above ${capacity}`)
    if (amount.length > 0 && Math.abs(amount.at(-1) ?? 0) > 1e-6) wrong.push(`${name}: held after the end`)
    if (at.some((moment, i) => i > 0 && moment <= (at[i - 1] ?? 0))) wrong.push(`${name}: steps are not in order`)
  }
  return wrong
}

function personBreaches(holds: readonly Hold[]): string[] {
  const wrong: string[] = []
  for (const person of new Set(holds.filter((hold) => hold.person).map(({ resource }) => resource))) {
    const own = holds.filter((hold) => hold.resource === person && !hold.apart && hold.from < hold.to).sort((a, b) => a.from - b.from)
    own.forEach((hold, i) => {
      const before = own[i - 1]
      if (before !== undefined && before.to > hold.from) wrong.push(`${person}: two things at once at ${hold.from}`)
    })
  }
  return wrong
}

function setupBreaches({ workflow }: ToSchedule, holds: readonly Hold[]): string[] {
  const wrong: string[] = []
  for (const { name, setupMs, capacity, calendar } of workflow.instruments) {
    if (setupMs === 0 || capacity !== 1) continue
    const own = holds.filter(({ resource }) => resource === name).sort((a, b) => a.from - b.from || a.to - b.to || a.stage - b.stage)
    own.forEach((hold, i) => {
      const before = own[i - 1]
      if (before?.stage === hold.stage) return
      if (before !== undefined && before.to + setupMs > hold.from) wrong.push(`${name}: no set-up before ${hold.from}`)
      if (calendar !== undefined && calendar.workBetween(hold.from - setupMs, hold.from) !== setupMs)
        wrong.push(`${name}: set up for ${hold.from} while it is closed`)
    })
  }
  return wrong
}
