import { notRun } from '#worlds/attempt/starting.ts'
import type { Cluster } from './cluster.ts'
import { type Job, removeJob } from './job.ts'

/** The cluster will never take this job as it is. True: it is to be submitted once more, without leaving out nodes that rest. */
export function refused(cluster: Cluster, job: Job, text: string): boolean {
  const without = withoutResting(cluster, job)
  if (without === undefined) {
    refuse(cluster, job, text)
    return false
  }
  job.words = without
  job.phase = 'prepared'
  return true
}

/** Its options without the nodes that are left out for now; undefined: none are. */
function withoutResting({ shapeOf }: Cluster, { words, elements }: Job): readonly string[] | undefined {
  const site = shapeOf.get(elements[0]?.names[0] ?? '')?.site
  if (site === undefined) return undefined
  const own = site.exclude.length === 0 ? [] : [`--exclude=${site.exclude.join(',')}`]
  const kept = words.flatMap((word) => (word.startsWith('--exclude=') && !site.options.includes(word) ? own : [word]))
  return kept.join('\n') === words.join('\n') ? undefined : kept
}

function refuse(cluster: Cluster, job: Job, text: string): void {
  const why = text
    .replace(/^sbatch: (error: )?/gm, '')
    .split('\n')
    .filter(Boolean)
    .join('; ')
  for (const element of job.elements) {
    for (const name of element.open) {
      const active = cluster.answers.actives.get(name)
      if (active === undefined) continue
      cluster.answers.answer(active, notRun('bad_request', `the cluster refused the job: ${why}`))
    }
    element.open.clear()
  }
  cluster.jobs.delete(job.name)
  removeJob(job)
}
