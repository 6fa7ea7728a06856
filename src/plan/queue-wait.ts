import type { Stage } from '#model/workflow.ts'
import { amountOf } from '#run/needs.ts'
import type { RunState } from '#run/state.ts'
import { taskNames } from '#run/task-names.ts'

/** How long a job of an earlier run waited in a cluster's queue before it began. */
export interface WaitSample {
  /** Which run, by any number: jobs of one run wait alike. */
  readonly run: number
  /** As the site profile names it; empty: the cluster's usual one. */
  readonly partition: string
  /** Processors that it asked for. */
  readonly cpus: number
  readonly ms: number
}

/** How long tasks of a stage will wait in the queue. Times are milliseconds. */
export interface QueueWait {
  readonly meanMs: number
  readonly p05: number
  readonly p95: number
  readonly tasks: number
  readonly runs: number
  /** What the jobs it is learned from have in common with these: partition and about the size, the partition, or the cluster alone. */
  readonly like: 'size' | 'partition' | 'cluster'
  /** Waits of one run's tasks; `next` gives chance. */
  draw(next: () => number): () => number
}

/** Fewer say too little. */
const fewestSamples = 3
/** Jobs of about the same size ask for so many times as many processors at most. */
const sameSize = 2

/** From the jobs that are most like those planned, as soon as there are some of them; undefined: too few have waited so far. */
export function learnWait(
  samples: readonly WaitSample[],
  { partition, cpus }: Pick<WaitSample, 'partition' | 'cpus'>,
): QueueWait | undefined {
  const there = samples.filter((each) => each.partition === partition)
  const alike = there.filter((each) => Math.max(each.cpus / cpus, cpus / each.cpus) <= sameSize)
  const classes = [['size', alike] as const, ['partition', there] as const, ['cluster', samples] as const]
  const found = classes.find(([, of]) => of.length >= fewestSamples)
  return found && waitOf(found[0], found[1])
}

/**
 * The waits that were, as they were: a queue follows no law. Of a run to come first the earlier run is drawn that it will be like,
 * and then each wait from that one's, so that a bad day is bad for all tasks (a bootstrap of clusters: Davison and Hinkley 1997, 3.8).
 */
function waitOf(like: QueueWait['like'], samples: readonly WaitSample[]): QueueWait {
  const sorted = samples.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  const byRun = new Map<number, number[]>()
  for (const { run, ms } of samples) byRun.set(run, [...(byRun.get(run) ?? []), ms])
  const runs = [...byRun.values()]
  return {
    ...{ like, tasks: samples.length, runs: runs.length, p05: at(0.05), p95: at(0.95) },
    meanMs: sorted.reduce((sum, ms) => sum + ms, 0) / sorted.length,
    draw(next) {
      const drawn = pick(runs, next) ?? []
      return () => pick(drawn, next) ?? 0
    },
  }
}

function pick<Item>(items: readonly Item[], next: () => number): Item | undefined {
  return items[Math.min(items.length - 1, Math.floor(next() * items.length))]
}

/** Processors that a job of this task asks for. */
export function cpusAsked({ index, needs }: Stage, run: RunState, task: number): number {
  const names = taskNames(run, index, task)
  const amount = (pool: string) => {
    const need = needs.find((each) => each.pool === pool)
    const found = need === undefined || names === undefined ? 1 : amountOf(need.amount, names)
    return typeof found === 'number' ? Math.max(1, found) : 1
  }
  return Math.ceil(amount('cpu')) * Math.max(amount('tasks'), amount('nodes'))
}
