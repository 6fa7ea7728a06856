import { topologicalOrder } from '#analyze/order.ts'
import type { Workflow } from '#model/workflow.ts'
import type { RunState } from '#run/state.ts'

/** Lists of lists, end to end: those of `i` from `start[i]` up to, without, `start[i + 1]`. */
export interface Lists {
  readonly start: Int32Array
  readonly list: Int32Array
}

/** Which activities a workflow becomes, and their order. */
export interface Precedence {
  readonly count: number
  /** By stage: its first task; the others follow. */
  readonly firstTask: Int32Array
  /** By stage: the activity that is done when all its tasks are; for one task, that task. */
  readonly stageEnd: Int32Array
  readonly predecessors: Lists
  readonly order: Int32Array
}

/** Tasks of a stage stand together, in the file's order of stages; the ends of stages with more or fewer than one task come last. */
export function precedenceOf(workflow: Workflow, run: RunState): Precedence {
  const counts = workflow.stages.map(({ index }) => run.stages[index]?.count ?? 0)
  const firstTask = new Int32Array(counts.length)
  const stageEnd = new Int32Array(counts.length)
  let count = 0
  counts.forEach((tasks, stage) => {
    firstTask[stage] = count
    count += tasks
  })
  counts.forEach((tasks, stage) => {
    stageEnd[stage] = tasks === 1 ? (firstTask[stage] as number) : count++
  })
  const numbering = { counts, firstTask, stageEnd, count }
  return { count, firstTask, stageEnd, predecessors: predecessorsOf(workflow, numbering), order: orderOf(workflow, numbering) }
}

interface Numbering {
  readonly counts: readonly number[]
  readonly firstTask: Int32Array
  readonly stageEnd: Int32Array
  readonly count: number
}

function predecessorsOf(workflow: Workflow, { counts, firstTask, stageEnd, count }: Numbering): Lists {
  const start = new Int32Array(count + 1)
  const dependenciesOf = workflow.stages.map(({ dependencies }) => distinct(dependencies))
  counts.forEach((tasks, stage) => {
    const first = firstTask[stage] as number
    const waits = dependenciesOf[stage]?.length ?? 0
    for (let task = 0; task < tasks; task++) start[first + task + 1] = waits
    if (tasks !== 1) start[(stageEnd[stage] as number) + 1] = tasks === 0 ? waits : tasks
  })
  for (let activity = 0; activity < count; activity++) start[activity + 1] = (start[activity + 1] as number) + (start[activity] as number)
  const list = new Int32Array(start[count] as number)
  counts.forEach((tasks, stage) => {
    const first = firstTask[stage] as number
    const end = stageEnd[stage] as number
    const dependencies = dependenciesOf[stage] ?? []
    dependencies.forEach(({ stage: producer, kind }, i) => {
      const whole = stageEnd[producer] as number
      const firstOther = firstTask[producer] as number
      for (let task = 0; task < tasks; task++) {
        list[(start[first + task] as number) + i] = kind === 'whole' ? whole : firstOther + task
      }
      if (tasks === 0) list[(start[end] as number) + i] = whole
    })
    if (tasks > 1) for (let task = 0; task < tasks; task++) list[(start[end] as number) + task] = first + task
  })
  return { start, list }
}

/** A stage that is waited for as a whole is not waited for by element too. */
function distinct(dependencies: Workflow['stages'][number]['dependencies']): Workflow['stages'][number]['dependencies'] {
  return dependencies.filter(
    (one, i) =>
      !dependencies.some(
        (other, j) => other.stage === one.stage && (other.kind === one.kind ? j < i : other.kind === 'whole' && one.kind === 'element'),
      ),
  )
}

function orderOf(workflow: Workflow, { counts, firstTask, stageEnd, count }: Numbering): Int32Array {
  const order = new Int32Array(count)
  let at = 0
  for (const stage of topologicalOrder(workflow)) {
    const tasks = counts[stage] as number
    for (let task = 0; task < tasks; task++) order[at++] = (firstTask[stage] as number) + task
    if (tasks !== 1) order[at++] = stageEnd[stage] as number
  }
  return order
}

/** Who is in whose list. */
export function turned({ start, list }: Lists): Lists {
  const count = start.length - 1
  const from = new Int32Array(count + 1)
  for (let i = 0; i < list.length; i++) from[(list[i] as number) + 1] = (from[(list[i] as number) + 1] as number) + 1
  for (let i = 0; i < count; i++) from[i + 1] = (from[i + 1] as number) + (from[i] as number)
  const at = from.slice()
  const back = new Int32Array(list.length)
  for (let i = 0; i < count; i++) {
    for (let k = start[i] as number; k < (start[i + 1] as number); k++) {
      const other = list[k] as number
      back[at[other] as number] = i
      at[other] = (at[other] as number) + 1
    }
  }
  return { start: from, list: back }
}
