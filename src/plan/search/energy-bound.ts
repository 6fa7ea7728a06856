import type { Network } from './network.ts'
import type { Project } from './project.ts'

/** Above this many jobs only the plain form of the bound is worth its time. */
const mostJobs = 2000

/**
 * A lower bound from the work on each resource: jobs that cannot start before h, and after whose end at least t must
 * pass, need h + work / capacity + t. The best choice of h and t is taken.
 */
export function energyBound(project: Project, network: Network): number {
  let best = network.criticalPath
  for (let resource = 0; resource < project.resources; resource++) {
    const works = new Float64Array(network.count)
    for (let job = 0; job < network.count; job++) {
      works[job] = (network.durations[job] as number) * (project.demands[job * project.resources + resource] as number)
    }
    best = Math.max(best, resourceBound(network, works, project.capacities[resource] as number))
  }
  return best
}

function resourceBound(network: Network, works: Float64Array, capacity: number): number {
  const { heads, tails, durations } = network
  const jobs = Array.from(works.keys()).filter((job) => (works[job] as number) > 0)
  const after = (job: number) => (tails[job] as number) - (durations[job] as number)
  if (jobs.length > mostJobs) {
    const work = jobs.reduce((sum, job) => sum + (works[job] as number), 0)
    const [head, tail] = jobs.reduce(
      ([head, tail], job) => [Math.min(head, heads[job] as number), Math.min(tail, after(job))],
      [Infinity, Infinity],
    )
    return head + Math.ceil(work / capacity) + tail
  }
  let best = 0
  const byTail = jobs.slice().sort((a, b) => after(b) - after(a))
  for (const head of new Set(jobs.map((job) => heads[job] as number))) {
    let work = 0
    for (const job of byTail) {
      if ((heads[job] as number) < head) continue
      work += works[job] as number
      best = Math.max(best, head + Math.ceil(work / capacity) + after(job))
    }
  }
  return best
}
