import type { Project } from '#plan/search/project.ts'

/** What a schedule breaks, found without any of the code that made it: orders, capacities at every start, and the makespan. */
export function violations(project: Project, starts: Int32Array, makespan: number): string[] {
  const { count, durations, successorStart, successors, resources, demands, capacities } = project
  const found: string[] = []
  const end = (job: number) => starts[job]! + durations[job]!
  for (let job = 0; job < count; job++) {
    if (starts[job]! < 0) found.push(`job ${job} starts at ${starts[job]}`)
    for (let i = successorStart[job]!; i < successorStart[job + 1]!; i++) {
      if (starts[successors[i]!]! < end(job)) found.push(`job ${successors[i]} starts before ${job} ends`)
    }
    for (let resource = 0; resource < resources; resource++) {
      if (durations[job] === 0) continue
      let used = 0
      for (let other = 0; other < count; other++) {
        if (starts[other]! <= starts[job]! && starts[job]! < end(other)) used += demands[other * resources + resource]!
      }
      if (used > capacities[resource]!) found.push(`resource ${resource}: ${used} of ${capacities[resource]} at ${starts[job]}`)
    }
  }
  let last = 0
  for (let job = 0; job < count; job++) last = Math.max(last, end(job))
  if (last !== makespan) found.push(`ends at ${last}, not at ${makespan}`)
  return found
}

/**
 * The shortest makespan by trying every list: some list gives a best schedule when each job in turn starts as early as it
 * can (Sprecher, Kolisch and Drexl 1995). For up to seven jobs.
 */
export function shortestByTrying(project: Project): number {
  const { count, durations, successorStart, successors } = project
  let best = Number.POSITIVE_INFINITY
  const starts = new Int32Array(count)
  const placed: number[] = []
  const isFree = (job: number) =>
    !placed.includes(job) &&
    Array.from({ length: count }, (_, other) => other)
      .filter((other) => successors.subarray(successorStart[other], successorStart[other + 1]).includes(job))
      .every((other) => placed.includes(other))
  const place = (span: number) => {
    if (placed.length === count) best = Math.min(best, span)
    for (let job = 0; job < count; job++) {
      if (!isFree(job)) continue
      starts[job] = earliest(project, starts, placed, job)
      placed.push(job)
      place(Math.max(span, starts[job]! + durations[job]!))
      placed.pop()
    }
  }
  place(0)
  return best
}

function earliest(project: Project, starts: Int32Array, placed: readonly number[], job: number): number {
  const { durations, successorStart, successors, resources, demands, capacities } = project
  let time = 0
  for (const other of placed) {
    if (successors.subarray(successorStart[other], successorStart[other + 1]).includes(job)) {
      time = Math.max(time, starts[other]! + durations[other]!)
    }
  }
  const fitsAt = (at: number) =>
    capacities.every((capacity, resource) => {
      const running = placed.filter((other) => starts[other]! <= at && at < starts[other]! + durations[other]!)
      return running.reduce((sum, other) => sum + demands[other * resources + resource]!, demands[job * resources + resource]!) <= capacity
    })
  for (; ; time++) {
    let fits = true
    for (let at = time; at < time + durations[job]! && fits; at++) fits = fitsAt(at)
    if (fits) return time
  }
}
