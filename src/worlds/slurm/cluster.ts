import type { Site } from '#model/site.ts'
import type { State } from '#run/state.ts'
import type { Active } from '#worlds/attempt/active.ts'
import type { Answers } from '#worlds/attempt/answers.ts'
import type { ExecutorTools } from '#worlds/attempt/executor.ts'
import type { Slurm } from './commands.ts'
import type { Health } from './health.ts'
import type { Element, Job } from './job.ts'
import type { Request } from './request.ts'

/** Attempts that ask for the same, and so may share jobs. */
export interface Shape {
  readonly id: string
  readonly request: Request
  readonly site: Site
  /** In the order in which they came. */
  queue: Active[]
  /** When it last grew, by the monotonic clock. */
  grewAt: number
  /** Attempts that ended, and their own time together. */
  measured: number
  measuredMs: number
  /** Elements that began, and how long they had waited together. */
  begun: number
  queuedMs: number
  /** Until then the first ones are waited for, to be measured; by the monotonic clock. */
  probeUntil: number
}

/** Where an attempt is that was put into a job. */
export interface Placed {
  readonly job: Job
  readonly element: Element
}

/** Everything the parts of the executor have in common. */
export interface Cluster {
  readonly tools: ExecutorTools
  readonly slurm: Slurm
  readonly answers: Answers
  readonly health: Health
  /** Marks the jobs of this store, as the name of each. */
  readonly tag: string
  readonly siteOf: (state: State, run: string) => Site
  readonly jobs: Map<string, Job>
  readonly shapes: Map<string, Shape>
  readonly placed: Map<string, Placed>
  readonly shapeOf: Map<string, Shape>
  /** The first of the bundle in which an attempt was handed over, which is not cut. */
  readonly unitOf: Map<string, string>
  /** How often an attempt was given back without having begun. */
  readonly returned: Map<string, number>
}

/** Puts an attempt in line for a job. */
export function enqueue(cluster: Cluster, active: Active): void {
  const shape = cluster.shapeOf.get(active.name)
  if (shape === undefined) return
  shape.queue.push(active)
  shape.grewAt = performance.now()
}
