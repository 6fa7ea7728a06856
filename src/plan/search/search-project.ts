import { randomStream } from '#worlds/simulated/random.ts'
import { coarsened } from './coarsen.ts'
import { energyBound } from './energy-bound.ts'
import { destructiveBound } from './exact/destructive-bound.ts'
import { proverOf } from './exact/prover.ts'
import { geneticOf } from './genetic.ts'
import { foundIn, type Incumbent, isOver, raiseBound } from './incumbent.ts'
import { type Network, networksOf } from './network.ts'
import { possible } from './possible.ts'
import type { Found, Project } from './project.ts'

export interface SearchOptions {
  /** The effort to spend, in schedules. At least one schedule is made whatever it says. */
  readonly schedules: number
  readonly seed: number
  readonly onImprovement?: (found: Found) => void
  /** Asked often; once it says yes the best schedule so far is returned. */
  readonly shouldStop?: () => boolean
}

/**
 * Searches for a short schedule until its effort is spent, the schedule is proved best, or it is told to stop: the same
 * for the same seed. First a genetic search, then in turns with an exact one. Throws where the project has no schedule
 * at all (`problemsOf` says why).
 */
export function searchProject(project: Project, options: SearchOptions): Found {
  possible(project)
  const { project: coarse, unit } = coarsened(project)
  const { forward, backward } = networksOf(coarse)
  const incumbent: Incumbent = {
    count: coarse.count,
    starts: new Int32Array(coarse.count),
    makespan: coarse.count === 0 ? 0 : forward.horizon + 1,
    bound: energyBound(coarse, forward),
    effort: 0,
    limit: Math.max(1, options.schedules),
    onImprovement: (now) => options.onImprovement?.(foundIn(now, unit)),
    // Without any schedule there is nothing to return.
    shouldStop: () => incumbent.effort > 0 && (options.shouldStop?.() ?? false),
  }
  run(coarse, forward, backward, incumbent, options)
  return foundIn(incumbent, unit)
}

function run(project: Project, forward: Network, backward: Network, incumbent: Incumbent, options: SearchOptions): void {
  const random = randomStream(options.seed, 'project search')
  const genetic = geneticOf(forward, backward, incumbent, random, populationFor(incumbent.limit))
  genetic.advance(2)
  if (isOver(incumbent)) return
  const refuted = destructiveBound(project, forward, incumbent.bound, Math.min(100, Math.floor(incumbent.limit / 50)))
  incumbent.effort += refuted.effort
  raiseBound(incumbent, refuted.bound)
  genetic.advance(Math.min(incumbent.limit * geneticShare, mostGenetic))
  if (isOver(incumbent)) return
  const prover = proverOf(project, forward, incumbent)
  if (prover === undefined) {
    genetic.advance(incumbent.limit)
    return
  }
  for (let turn = Math.min(50, incumbent.limit * 0.05); !isOver(incumbent); turn *= 1.5) {
    const until = incumbent.effort + turn
    // What the exact search finds goes into the population, where pushing its jobs together often shortens it further.
    while (prover.advance(until)) genetic.admit(incumbent.starts, incumbent.makespan)
    genetic.advance(incumbent.effort + turn / 2)
  }
}

/** How much of the effort the genetic search gets before the exact one begins: measured, as are the turns after that. */
const geneticShare = 0.6
const mostGenetic = 20_000

/** Small budgets want small populations, large ones diversity. */
function populationFor(schedules: number): number {
  return Math.max(4, Math.min(300, Math.round(0.65 * Math.sqrt(schedules))))
}
