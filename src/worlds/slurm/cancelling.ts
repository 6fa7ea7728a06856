import type { Cluster } from './cluster.ts'
import type { Job } from './job.ts'

/** Tells Slurm which jobs are not wanted any more, until it has heard it. */
export interface Cancelling {
  look(now: number): void
  idle(): Promise<unknown>
}

const againMs = 1_000
/** Jobs named in one command. */
const mostAtOnce = 500

export function createCancelling(cluster: Cluster, told: () => void): Cancelling {
  let asking: Promise<unknown> | undefined
  let nextAt = Number.NEGATIVE_INFINITY

  async function cancel(words: readonly string[], done: () => void): Promise<void> {
    const answer = await cluster.slurm.ask('scancel', words)
    // What is over already cannot be cancelled, and need not be.
    if (answer.ok || /Invalid job id|already completing|Job\/step already/i.test(answer.text)) done()
    told()
  }

  return {
    look(now) {
      if (asking !== undefined || now < nextAt) return
      const wanted = [...cluster.jobs.values()].filter(
        ({ phase, elements }) =>
          phase === 'submitted' && elements.some(({ cancelled, state }) => cancelled === 'wanted' && state !== 'gone'),
      )
      if (wanted.length === 0) return
      const elements = wanted.flatMap((job) =>
        job.elements.filter(({ cancelled }) => cancelled === 'wanted').map((element) => ({ job, element })),
      )
      const some = elements.slice(0, mostAtOnce)
      nextAt = now + againMs
      asking = cancel(wordsFor(wanted, some), () => {
        for (const { element } of some) element.cancelled = 'told'
      }).finally(() => {
        asking = undefined
      })
    },
    idle: () => asking ?? Promise.resolve(),
  }
}

/** A whole array where all that is left of it is to go. */
function wordsFor(jobs: readonly Job[], some: readonly { readonly job: Job; readonly element: { readonly number: number } }[]): string[] {
  const whole = new Set(jobs.filter(({ elements }) => elements.every(({ open, cancelled }) => open.size === 0 || cancelled !== 'no')))
  const single = some.filter(({ job }) => !whole.has(job)).map(({ job, element }) => `${job.id}_${element.number}`)
  return [...[...whole].map(({ id }) => id ?? ''), ...single]
}
