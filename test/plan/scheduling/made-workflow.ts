import type { Calendar } from '#calendar/calendar.ts'
import type { Expression } from '#expression/compiled.ts'
import type { Estimate, Instrument, Person, Pool } from '#model/resources.ts'
import type { Dependency, Fanout, Stage, Workflow } from '#model/workflow.ts'
import { expectRun } from '#plan/expected-run.ts'
import type { ToSchedule } from '#plan/scheduling/schedule-workflow.ts'
import { statedDuration } from '#plan/stated-duration.ts'

/** Workflows made for the scheduler alone: no file, no expressions but constants. */
const at = { file: 'made', line: 1, column: 1 }

export function constantOf(value: unknown): Expression {
  return { source: String(value), type: { kind: 'any' }, references: [], evaluate: () => value as never }
}

export function takes(seconds: number): Estimate {
  const value = constantOf(seconds)
  return { form: 'value', optimistic: value, likely: value, pessimistic: value, at }
}

export interface MadeStage extends Partial<Omit<Stage, 'needs' | 'time' | 'dependencies' | 'alternatives' | 'human' | 'fanout'>> {
  readonly count?: number
  readonly each?: number
  readonly seconds: number
  readonly needs?: { readonly [pool: string]: number }
  readonly waitsFor?: readonly (readonly [stage: number, kind: Dependency['kind']])[]
  readonly otherwise?: readonly { readonly seconds: number; readonly needs: { readonly [pool: string]: number } }[]
  readonly by?: readonly string[]
  readonly quorum?: number
}

function needsOf(needs: { readonly [pool: string]: number }): Stage['needs'] {
  return Object.entries(needs).map(([pool, amount]) => ({ pool, amount: constantOf(amount), at }))
}

function fanoutOf({ count, each }: MadeStage): Fanout {
  if (each !== undefined) return { kind: 'each', stage: each }
  if (count === undefined) return { kind: 'single' }
  const axis = { name: 'i', values: constantOf(Array.from({ length: count }, (_, i) => i)), at }
  return { kind: 'foreach', zip: false, axes: [axis] }
}

function humanOf({ by, quorum }: MadeStage): Stage['human'] {
  if (by === undefined) return undefined
  if (quorum === undefined) return { kind: 'task', by, instructions: undefined, attachments: [], form: [], at }
  return { kind: 'approval', by, quorum, of: [], independent: false, expiresMs: undefined, at }
}

const command = { source: 'true', references: [], render: () => 'true' } as unknown as NonNullable<Stage['run']>

function stageOf(made: MadeStage, index: number): Stage {
  const { count: _, each, seconds, needs = {}, waitsFor = [], otherwise = [], by, quorum: __, ...rest } = made
  const waits = each === undefined ? waitsFor : [[each, 'element'] as const, ...waitsFor]
  return {
    ...{ index, name: `s${index}`, title: undefined, objectives: [], fanout: fanoutOf(made), when: undefined, inputs: [] },
    dependencies: waits.map(([stage, kind]) => ({ stage, kind, order: true, outputs: [], expansion: false })),
    ...{ run: by === undefined ? command : undefined, shell: ['bash'], env: [], outputs: [], metrics: [] },
    ...{ needs: needsOf(needs), time: takes(seconds), human: humanOf(made) },
    alternatives: otherwise.map((option) => ({ needs: needsOf(option.needs), time: takes(option.seconds) })),
    ...{ priority: 0, notBefore: undefined, deadline: undefined, bookedAt: undefined },
    ...{ stall: undefined, gates: [], watches: [], onError: [], cache: true, at },
    ...rest,
  }
}

export interface MadeWorkflow {
  readonly stages: readonly MadeStage[]
  readonly pools?: { readonly [name: string]: number }
  readonly poolCalendars?: { readonly [name: string]: Calendar }
  readonly people?: readonly (Pick<Person, 'name'> & Partial<Person>)[]
  readonly instruments?: readonly (Pick<Instrument, 'name'> & Partial<Instrument>)[]
  readonly start?: number
  readonly deadline?: number
  readonly effort?: number
  readonly seed?: number
}

/** Numbers that people are booked by, as the run has them: people and instruments count as pools there. */
export function question(made: MadeWorkflow): ToSchedule {
  const { stages, pools = { cpu: 2 }, poolCalendars = {}, people = [], instruments = [], start = 0, deadline, effort = 50, seed = 1 } = made
  const declared: Pool[] = Object.entries(poolCalendars).map(([name, calendar]) => ({
    ...{ name, capacity: constantOf(pools[name] ?? 0), calendar, cost: undefined, at },
  }))
  const workflow = {
    ...{ name: 'made', title: undefined, domain: undefined, question: undefined, challenges: [], parameters: [], pools: declared },
    people: people.map((person) => ({ roles: [], calendar: undefined, load: 1, cost: undefined, email: undefined, at, ...person })),
    instruments: instruments.map((one) => ({
      ...{ title: undefined, capacity: 1, calendar: undefined, setupMs: 0, cost: undefined, at },
      ...one,
    })),
    ...{ timezone: 'UTC', start: undefined, deadline, priority: 0 },
    stages: stages.map(stageOf),
  } as Workflow
  const expected = expectRun(workflow, {}, pools)
  const durations = workflow.stages.map((stage) => statedDuration(stage, expected.run))
  return { workflow, expected, pools, durations, start, effort, seed }
}

/** Open within these intervals, closed before, between and after them. */
export function openDuring(intervals: readonly (readonly [from: number, to: number])[]): Calendar {
  const after = (moment: number) => intervals.find(([, to]) => to > moment)
  const nextOpen = (moment: number) => {
    const found = after(moment)
    return found === undefined ? undefined : Math.max(found[0], moment)
  }
  const isOpen = (moment: number) => nextOpen(moment) === moment
  const openIn = (from: number, to: number) =>
    intervals.map(([a, b]) => ({ from: Math.max(a, from), to: Math.min(b, to) })).filter((one) => one.from < one.to)
  return {
    source: { hours: undefined, timezone: 'UTC', holidays: [], away: [], windows: [], bookings: [] },
    combined: undefined,
    extent: { from: Number.NEGATIVE_INFINITY, to: intervals.at(-1)?.[0] ?? 0, before: 'closed', after: 'closed' },
    isOpen,
    nextOpen,
    closesAt: (moment) => (isOpen(moment) ? after(moment)?.[1] : undefined),
    openIn,
    workBetween: (from, to) => openIn(from, to).reduce((sum, one) => sum + one.to - one.from, 0),
    workEnd: () => undefined,
    workStart: () => undefined,
    fit: () => undefined,
    latestStart: () => undefined,
  }
}
