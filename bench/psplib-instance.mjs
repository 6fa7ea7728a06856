/** Instances of PSPLIB (Kolisch and Sprecher 1996): reading the `.sm` form, what is known about them, and checking a schedule. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Names of a set's instances, in their own order. */
export function namesIn(data, set) {
  const folder = join(data, 'psplib', set)
  if (!existsSync(folder)) throw new Error(`no PSPLIB instances in ${folder}: say where they are with --data or PWOS_DATA`)
  const files = readdirSync(folder).filter((file) => file.endsWith('.sm'))
  return files.map((file) => file.slice(0, -3)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
}

/** By instance: the tightest published lower bound and makespan, from `best.csv` (`set,instance,lower_bound,best_makespan`). */
export function bestKnown(data) {
  const [, ...rows] = readFileSync(join(data, 'psplib', 'best.csv'), 'utf8')
    .trim()
    .split('\n')
  return new Map(
    rows.map((row) => {
      const [, instance, lower, best] = row.split(',')
      return [instance, { lower: Number(lower), best: Number(best) }]
    }),
  )
}

export function readInstance(data, set, name) {
  const lines = readFileSync(join(data, 'psplib', set, `${name}.sm`), 'utf8').split('\n')
  const after = (title, skip) => {
    const first = lines.findIndex((line) => line.startsWith(title)) + skip
    const rows = []
    for (let at = first; /^\s*\d/.test(lines[at] ?? ''); at++) rows.push(lines[at].trim().split(/\s+/).map(Number))
    return rows
  }
  const successors = after('PRECEDENCE RELATIONS', 2).map((row) => row.slice(3).map((job) => job - 1))
  const requests = after('REQUESTS/DURATIONS', 3)
  const [capacities] = after('RESOURCEAVAILABILITIES', 2)
  const successorStart = [0]
  for (const list of successors) successorStart.push(successorStart.at(-1) + list.length)
  return {
    count: requests.length,
    durations: Int32Array.from(requests, (row) => row[2]),
    successorStart: Int32Array.from(successorStart),
    successors: Int32Array.from(successors.flat()),
    resources: capacities.length,
    demands: Int32Array.from(requests.flatMap((row) => row.slice(3))),
    capacities: Int32Array.from(capacities),
  }
}

export function criticalPath(project) {
  const ends = new Map()
  const endOf = (job) => {
    if (!ends.has(job)) {
      const after = Array.from(project.successors.subarray(project.successorStart[job], project.successorStart[job + 1]))
      ends.set(job, project.durations[job] + Math.max(0, ...after.map(endOf)))
    }
    return ends.get(job)
  }
  return Math.max(0, ...Array.from({ length: project.count }, (_, job) => endOf(job)))
}

/** Throws when a schedule breaks an order or a capacity, or its makespan is not its last end. Shares nothing with what made it. */
export function checkSchedule(name, project, starts, makespan) {
  const { count, durations, successorStart, successors, resources, demands, capacities } = project
  const wrong = (what) => {
    throw new Error(`${name}: ${what}`)
  }
  let last = 0
  for (let job = 0; job < count; job++) {
    if (starts[job] < 0) wrong(`job ${job} starts at ${starts[job]}`)
    last = Math.max(last, starts[job] + durations[job])
    for (const next of successors.subarray(successorStart[job], successorStart[job + 1])) {
      if (starts[next] < starts[job] + durations[job]) wrong(`job ${next} starts before ${job} has ended`)
    }
  }
  if (last !== makespan) wrong(`ends at ${last}, not ${makespan}`)
  for (let resource = 0; resource < resources; resource++) {
    const used = new Int32Array(last)
    for (let job = 0; job < count; job++) {
      for (let time = starts[job]; time < starts[job] + durations[job]; time++) used[time] += demands[job * resources + resource]
    }
    if (used.some((amount) => amount > capacities[resource])) wrong(`resource ${resource} is held more than there is`)
  }
}
