import type { Cluster } from './cluster.ts'
import type { Element, Job } from './job.ts'
import { isLiving } from './status.ts'

/** Asks the accounting, where there is one, how elements ended that the queue knows nothing of any more. */
export interface History {
  complete(unexplained: readonly { readonly job: Job; readonly element: Element }[]): Promise<void>
}

/** Elements in one question. */
const mostAtOnce = 200

export function createHistory({ slurm, tag }: Pick<Cluster, 'slurm' | 'tag'>): History {
  let absent = false
  return {
    async complete(unexplained) {
      const chosen = unexplained.filter(({ element }) => element.asked > 0).slice(0, mostAtOnce)
      if (absent || chosen.length === 0) return
      const ids = chosen.map(({ job, element }) => `${job.id}_${element.number}`)
      const words = [
        '--noheader',
        '--parsable2',
        '--allocations',
        '--format=JobID,State,NodeList',
        `--name=${tag}`,
        `--jobs=${ids.join(',')}`,
      ]
      const answer = await slurm.ask('sacct', words)
      if (!answer.ok) {
        absent = /disabled|not (?:configured|enabled)|No such file/i.test(answer.text)
        return
      }
      const ends = new Map(answer.text.split('\n').map((line) => [line.split('|')[0], line.split('|')] as const))
      for (const { job, element } of chosen) {
        const [, state, nodes = ''] = ends.get(`${job.id}_${element.number}`) ?? []
        // `CANCELLED by 1000`
        const word = state?.split(' ')[0] ?? ''
        // The books are late: what is gone from the queue may stand there as running for a while.
        if (word !== '' && !isLiving(word)) element.end = { state: word, reason: '', nodes: nodes === 'None assigned' ? '' : nodes }
      }
    },
  }
}
