/**
 * Real workflows of WfInstances on identical machines: makespan ÷ lower bound, beside list scheduling by upward rank (HEFT where all machines
 * are alike). Every schedule is checked here with a few lines of its own.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lowerBound } from '../dist/plan/scheduling/bound.js'
import { solve } from '../dist/plan/scheduling/solve.js'

export const tasks = 2000
export const title = 'wfinstances: real workflows on 2, 8 and 64 machines; makespan ÷ lower bound'

/** Runtimes in whole milliseconds; what was recorded as 0 or less takes no time. */
function readInstance(path) {
  const { specification, execution } = JSON.parse(readFileSync(path, 'utf8')).workflow
  const runtimes = new Map(execution.tasks.map(({ id, runtimeInSeconds }) => [id, runtimeInSeconds]))
  const index = new Map(specification.tasks.map(({ id }, i) => [id, i]))
  const ms = specification.tasks.map(({ id }) => Math.max(0, Math.round((runtimes.get(id) ?? 0) * 1000)))
  const parents = specification.tasks.map(({ parents }) => parents.map((id) => index.get(id)))
  return { ms, parents }
}

/** Lists of lists, end to end. */
function endToEnd(lists) {
  const start = new Int32Array(lists.length + 1)
  lists.forEach((list, i) => {
    start[i + 1] = start[i] + list.length
  })
  return { start, list: Int32Array.from(lists.flat()) }
}

function ordered(parents, children) {
  const waits = parents.map((list) => list.length)
  const order = waits.flatMap((count, i) => (count === 0 ? [i] : []))
  for (let at = 0; at < order.length; at += 1) for (const next of children[order[at]]) if (--waits[next] === 0) order.push(next)
  return order
}

function problemOf({ ms, parents }, machines) {
  const count = ms.length
  const children = parents.map(() => [])
  parents.forEach((list, i) => {
    for (const parent of list) children[parent].push(i)
  })
  const before = endToEnd(parents)
  const after = endToEnd(children)
  return {
    start: 0,
    count,
    predecessorStart: before.start,
    predecessors: before.list,
    successorStart: after.start,
    successors: after.list,
    order: Int32Array.from(ordered(parents, children)),
    optionStart: Int32Array.from({ length: count + 1 }, (_, i) => i),
    optionShape: new Int32Array(count),
    optionMs: Float64Array.from(ms),
    optionNumber: new Uint8Array(count),
    family: new Int32Array(count),
    families: [{ stage: 0, release: 0, deadline: Number.POSITIVE_INFINITY, bookedAt: undefined, priority: 0 }],
    shapes: [{ kind: 'unbroken', pools: [0], amounts: [1], choices: [{ units: [], times: undefined, load: 1, setupMs: 0 }], quorum: 1 }],
    pools: [{ capacity: machines, times: undefined }],
    units: [],
  }
}

function ranksOf({ order, successorStart, successors, optionMs }) {
  const rank = new Float64Array(order.length)
  for (const task of order.slice().reverse()) {
    let longest = 0
    for (let i = successorStart[task]; i < successorStart[task + 1]; i += 1) longest = Math.max(longest, rank[successors[i]])
    rank[task] = longest + optionMs[task]
  }
  return rank
}

/** HEFT (Topcuoglu, Hariri and Wu 2002) on machines that are alike: by upward rank, into the first gap of a machine where it ends soonest. */
function heft(problem, machines, ranks) {
  const position = new Int32Array(problem.count)
  problem.order.forEach((task, at) => {
    position[task] = at
  })
  const list = Array.from(ranks.keys()).sort((a, b) => ranks[b] - ranks[a] || position[a] - position[b])
  const busy = Array.from({ length: machines }, () => [])
  const end = new Float64Array(problem.count)
  for (const task of list) {
    let ready = 0
    for (let i = problem.predecessorStart[task]; i < problem.predecessorStart[task + 1]; i += 1)
      ready = Math.max(ready, end[problem.predecessors[i]])
    const length = problem.optionMs[task]
    let best = { start: Number.POSITIVE_INFINITY }
    for (const slots of busy) {
      let start = ready
      let place = 0
      for (; place < slots.length; place += 1) {
        if (start + length <= slots[place].from) break
        start = Math.max(start, slots[place].to)
      }
      if (start < best.start) best = { start, slots, place }
    }
    best.slots.splice(best.place, 0, { from: best.start, to: best.start + length })
    end[task] = best.start + length
  }
  return Math.max(...end)
}

function check(problem, machines, { starts, ends }) {
  const steps = []
  for (let task = 0; task < problem.count; task += 1) {
    if (ends[task] - starts[task] !== problem.optionMs[task]) throw new Error(`task ${task} has not its duration`)
    for (let i = problem.predecessorStart[task]; i < problem.predecessorStart[task + 1]; i += 1)
      if (ends[problem.predecessors[i]] > starts[task]) throw new Error(`task ${task} starts before a parent has ended`)
    if (ends[task] > starts[task]) steps.push([starts[task], 1], [ends[task], -1])
  }
  steps.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  let running = 0
  for (const [at, change] of steps) {
    running += change
    if (running > machines) throw new Error(`more than ${machines} tasks run at ${at}`)
  }
}

function dataIn(folder) {
  for (const found of [folder, join(folder, 'wfinstances')]) {
    if (existsSync(found) && readdirSync(found).some((name) => name.endsWith('.json'))) return found
  }
  throw new Error(`no WfInstances in ${folder}: they are at https://github.com/wfcommons/WfInstances, and --data says where`)
}

function one(path, machines, effort) {
  const instance = readInstance(path)
  const problem = problemOf(instance, machines)
  const ranks = ranksOf(problem)
  const plain = Math.max(
    ranks.reduce((a, b) => Math.max(a, b), 0),
    problem.optionMs.reduce((a, b) => a + b, 0) / machines,
  )
  const began = performance.now()
  const { placed, merit } = solve(problem, { schedules: effort, seed: 1 })
  const bound = lowerBound(problem, merit.finish).finish
  const seconds = (performance.now() - began) / 1000
  check(problem, machines, placed)
  return { tasks: problem.count, found: merit.finish, ranked: heft(problem, machines, ranks), bound, plain, seconds }
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

export function measure({ tasks: effort, data, machines }) {
  const folder = dataIn(data)
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
  const rows = []
  const all = []
  for (const count of machines) {
    const families = new Map()
    for (const name of files) {
      const result = one(join(folder, name), count, effort)
      const family = name.split('-')[0]
      families.set(family, [...(families.get(family) ?? []), result])
      all.push({ name, count, ...result })
    }
    for (const [family, results] of families) {
      rows.push({
        machines: `${count}`,
        family,
        instances: results.length,
        'PWOS ÷ bound': mean(results.map(({ found, bound }) => found / bound)),
        'HEFT ÷ bound': mean(results.map(({ ranked, bound }) => ranked / bound)),
        'bound ÷ plain bound': mean(results.map(({ bound, plain }) => bound / plain)),
        seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
      })
    }
  }
  const ours = mean(all.map(({ found, bound }) => found / bound))
  const theirs = mean(all.map(({ ranked, bound }) => ranked / bound))
  const above = all.filter(({ found, ranked }) => found > ranked)
  const looser = all.filter(({ bound, plain }) => bound < Math.floor(plain))
  const tighter = mean(all.map(({ bound, plain }) => bound / plain))
  const seconds = all.reduce((sum, one) => sum + one.seconds, 0)
  rows.push({
    ...{ machines: 'all', family: 'all', instances: all.length },
    ...{ 'PWOS ÷ bound': ours, 'HEFT ÷ bound': theirs, 'bound ÷ plain bound': tighter, seconds },
  })
  return {
    rows,
    all,
    provedBest: all.filter(({ found, bound }) => found === bound).length,
    goals: [
      { goal: 'schedules longer than upward-rank list scheduling: none', value: above.length, reached: above.length === 0 },
      { goal: `mean makespan ÷ bound below its ${theirs.toPrecision(5)}`, value: ours, reached: ours < theirs },
      {
        goal: 'bound ÷ max(critical path, work ÷ machines) above 1, never below',
        value: tighter,
        reached: looser.length === 0 && tighter > 1,
      },
    ],
  }
}
