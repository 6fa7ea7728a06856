/**
 * How attempts that wait are put into jobs. A job costs Slurm much more than a task costs a lane, so short attempts share
 * one; but never so many that processors stay idle, or that a job is longer than it waits for its turn.
 */
export interface PackingFacts {
  /** Attempts that wait, all asking for the same. */
  readonly waiting: number
  /** Mean of the attempts' own time in ms; undefined: none has been measured. */
  readonly eachMs: number | undefined
  /** Mean time that jobs of this kind waited in Slurm's queue, in ms. */
  readonly queueMs: number
  /** Jobs of this kind that the cluster could run at once. */
  readonly slots: number
  /** Job elements that may be submitted now. */
  readonly room: number
  readonly aimMs: number
  readonly mostInJob: number
  /** Whether the first ones are on their way to be measured, and the rest may wait for them. */
  readonly probing: boolean
}

/** Sizes of the job elements to submit now, in order; what is left waits. */
export function pack(facts: PackingFacts): readonly number[] {
  const { waiting, room, slots, probing } = facts
  if (waiting === 0 || room <= 0) return []
  if (facts.eachMs === undefined && facts.mostInJob > 1) {
    if (probing) return []
    // A few go ahead to be measured where there are many more than could start anyway.
    if (waiting > 2 * slots) return ones(Math.min(slots, room))
  }
  const size = sizeOf(facts)
  const count = Math.min(room, Math.ceil(waiting / size))
  const taken = Math.min(waiting, count * size)
  return Array.from({ length: count }, (_, at) => Math.floor(((at + 1) * taken) / count) - Math.floor((at * taken) / count))
}

function sizeOf({ waiting, eachMs, queueMs, slots, aimMs, mostInJob }: PackingFacts): number {
  if (eachMs === undefined) return 1
  const worthwhile = Math.floor(Math.max(aimMs, 2 * queueMs) / Math.max(1, eachMs))
  const even = Math.ceil(waiting / (3 * Math.max(1, slots)))
  return Math.max(1, Math.min(worthwhile, even, mostInJob))
}

function ones(count: number): readonly number[] {
  return Array.from({ length: count }, () => 1)
}
