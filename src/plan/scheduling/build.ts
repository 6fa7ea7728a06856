import { withCoordination } from '#analyze/with-coordination.ts'
import type { Option } from '#model/resources.ts'
import type { Stage, Workflow } from '#model/workflow.ts'
import { type RunState, taskStatuses } from '#run/state.ts'
import type { StageDuration } from '../duration.ts'
import type { ExpectedRun } from '../expected-run.ts'
import { type Demand, demandOf, holdsNothing, isRefusal, isSameForAll, type Refusal } from './demands.ts'
import type { Infeasible, Obstacle } from './infeasible.ts'
import { type Precedence, precedenceOf, turned } from './precedence.ts'
import type { Family, SchedulingProblem, Shape } from './problem.ts'
import { type Resources, resourcesOf } from './resources.ts'
import { type ShapeBook, shapeBook } from './shapes.ts'

/** A workflow as a problem of scheduling, and the way back. */
export interface Built {
  readonly problem: SchedulingProblem
  readonly resources: Resources
  readonly precedence: Precedence
}

/** What is asked for. */
export interface Wanted {
  readonly workflow: Workflow
  readonly expected: ExpectedRun
  readonly pools: { readonly [name: string]: number }
  readonly durations: readonly StageDuration[]
  readonly start: number
}

export function buildProblem({ workflow, expected: { run, there }, pools, durations, start }: Wanted): Built | Infeasible {
  const precedence = precedenceOf(withCoordination(workflow), run)
  const resources = resourcesOf(workflow, pools, start)
  const book = shapeBook(resources)
  const options = emptyOptions()
  const obstacles: Obstacle[] = []
  const family = new Int32Array(precedence.count).fill(workflow.stages.length)
  const optionStart = new Int32Array(precedence.count + 1)
  for (const stage of workflow.stages) {
    const count = run.stages[stage.index]?.count ?? 0
    const first = precedence.firstTask[stage.index] as number
    const duration = durations[stage.index]
    family.fill(stage.index, first, first + count)
    const add = holdsNothing(stage) && stage.time === undefined ? undefined : optionsOf(stage, run, book, resources)
    for (let task = 0; task < count; task++) {
      optionStart[first + task] = options.shape.length
      if (add === undefined || duration === undefined || isSkipped(run, stage.index, task) || there[stage.index]?.has(task)) continue
      const refusal = add(task, duration, options)
      if (refusal === undefined) continue
      obstacles.push({ stage: stage.index, ...refusal })
      break
    }
  }
  optionStart.fill(options.shape.length, tasksOf(workflow, run))
  if (obstacles.length > 0) return { reasons: obstacles }
  const successors = turned(precedence.predecessors)
  const problem: SchedulingProblem = {
    start,
    count: precedence.count,
    predecessorStart: precedence.predecessors.start,
    predecessors: precedence.predecessors.list,
    successorStart: successors.start,
    successors: successors.list,
    order: precedence.order,
    optionStart,
    optionShape: Int32Array.from(options.shape),
    optionMs: Float64Array.from(options.ms),
    optionNumber: Uint8Array.from(options.number),
    family,
    families: familiesOf(workflow.stages, run, start, workflow.deadline),
    shapes: book.shapes,
    pools: resources.pools,
    units: resources.units,
  }
  return { problem, resources, precedence }
}

interface Options {
  readonly shape: number[]
  readonly ms: number[]
  readonly number: number[]
}

function emptyOptions(): Options {
  return { shape: [], ms: [], number: [] }
}

/** Of one task: adds the options that can be taken; says why when there are none. */
type AddOptions = (task: number, duration: StageDuration, options: Options) => Refusal | undefined

function optionsOf(stage: Stage, run: RunState, book: ShapeBook, resources: Resources): AddOptions {
  const kind = kindOf(stage)
  const shapesOf = [{ needs: stage.needs, time: stage.time }, ...stage.alternatives].map((option) =>
    shapeOfTask(stage, option, kind, run, book, resources),
  )
  return (task, duration, options) => {
    let refusal: Refusal | undefined
    let added = false
    shapesOf.forEach((of, number) => {
      const shape = of(task)
      if (typeof shape !== 'number') {
        refusal ??= shape
        return
      }
      options.shape.push(shape)
      options.ms.push(Math.max(0, Math.round(duration.of(task, number).expectedMs + (duration.queue?.meanMs ?? 0))))
      options.number.push(number)
      added = true
    })
    return added ? undefined : refusal
  }
}

function shapeOfTask(
  stage: Stage,
  option: Option,
  kind: Shape['kind'],
  run: RunState,
  book: ShapeBook,
  resources: Resources,
): (task: number) => number | Refusal {
  const find = (task: number): number | Refusal => {
    const demand: Demand | Refusal = holdsNothing(stage) ? { amounts: [], whole: [] } : demandOf(stage, option, run, task, resources)
    if (isRefusal(demand)) return demand
    return book.shapeOf(kind, demand) ?? notTogether(stage, demand)
  }
  if (!isSameForAll(option.needs, stage, run)) return find
  let known: number | Refusal | undefined
  return (task) => {
    known ??= find(task)
    return known
  }
}

function notTogether(stage: Stage, { whole }: Demand): Refusal {
  const names = whole.map(({ called, count }) => `${count} ${called}`).join(', ')
  return {
    at: stage.at,
    message: { en: `there are too few people for ${names} at once`, ko: `${names}을(를) 동시에 맡을 사람이 모자랍니다` },
  }
}

function kindOf({ human }: Stage): Shape['kind'] {
  if (human === undefined) return 'unbroken'
  return human.kind === 'approval' && human.quorum > 1 ? 'apart' : 'paused'
}

function tasksOf({ stages }: Workflow, run: RunState): number {
  return stages.reduce((sum, { index }) => sum + (run.stages[index]?.count ?? 0), 0)
}

function isSkipped(run: RunState, stage: number, task: number): boolean {
  return taskStatuses[run.stages[stage]?.status[task] ?? 0] === 'skipped'
}

/** The last family is that of the ends of stages. */
function familiesOf(stages: readonly Stage[], run: RunState, start: number, deadline: number | undefined): Family[] {
  const last = deadline ?? Number.POSITIVE_INFINITY
  const families = stages.map(({ index, notBefore, deadline: own, bookedAt, priority }): Family => {
    const isOne = run.stages[index]?.count === 1
    return {
      stage: index,
      // Of a fan-out that is booked, as many as there is room for start then.
      release: Math.max(start, notBefore ?? start, isOne ? start : (bookedAt ?? start)),
      deadline: Math.min(own ?? Number.POSITIVE_INFINITY, last),
      bookedAt: isOne ? bookedAt : undefined,
      priority,
    }
  })
  return [...families, { stage: -1, release: start, deadline: Number.POSITIVE_INFINITY, bookedAt: undefined, priority: 0 }]
}
