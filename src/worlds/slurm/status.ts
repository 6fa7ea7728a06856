/** One job element as `squeue` tells of it. */
export interface Seen {
  /** The job's number: of an array, that of the whole. */
  readonly job: string
  /** Which of its elements; undefined: it is no array. A list where many wait. */
  readonly elements: readonly number[] | undefined
  readonly state: string
  readonly reason: string
  readonly nodes: string
  readonly comment: string
}

/** Fields of `squeue -o`, in the order of `Seen`; the comment comes last, as it may hold anything. */
export const seenFormat = '%F|%K|%T|%r|%N|%k'

export function parseSeen(text: string): Seen[] {
  return text.split('\n').flatMap((line) => {
    const [job = '', elements = '', state = '', reason = '', nodes = '', ...comment] = line.split('|')
    if (state === '') return []
    return [{ job, elements: numbersOf(elements), state, reason, nodes, comment: comment.join('|').trim() }]
  })
}

/** `N/A` · `7` · `0-3,8,10-20:2%4`. */
export function numbersOf(text: string): readonly number[] | undefined {
  const list = text.replace(/%\d+$/, '')
  if (!/^\d/.test(list)) return undefined
  return list.split(',').flatMap((part) => {
    const [, from = '0', to = from, step = '1'] = /^(\d+)(?:-(\d+))?(?::(\d+))?$/.exec(part) ?? []
    return Array.from({ length: Math.floor((Number(to) - Number(from)) / Number(step)) + 1 }, (_, at) => Number(from) + at * Number(step))
  })
}

/** States in which an element may still run or come to run. */
const living = new Set([
  'PENDING',
  'CONFIGURING',
  'RUNNING',
  'COMPLETING',
  'SUSPENDED',
  'STOPPED',
  'SIGNALING',
  'STAGE_OUT',
  'RESIZING',
  'REQUEUED',
])

export const isLiving = (state: string) => living.has(state)

/** How an element ended, by Slurm's word. */
export interface SlurmEnd {
  readonly state: string
  readonly reason: string
  readonly nodes: string
}
