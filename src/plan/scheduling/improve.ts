import type { Random } from '#worlds/simulated/random.ts'
import { listByKey } from './list.ts'
import { isBetter, type Merit, meritOf } from './merit.ts'
import { mirrored } from './mirror.ts'
import type { Placed, SchedulingProblem } from './problem.ts'
import { serialDecoder } from './serial.ts'
import { sortedBy } from './sorted-by.ts'

/** One of the schedules that the search goes on from. */
interface Member {
  readonly placed: Placed
  readonly merit: Merit
  /** By activity: its place in the order of starts, as a share of all. */
  readonly keys: Float64Array
  /** By activity: which option it must take; -1: the one that ends soonest. */
  readonly chosen: Int32Array
}

export interface Improvement {
  readonly random: Random
  /** How many schedules may be made. */
  readonly schedules: number
  /** Key offsets that keep stated priorities: see `priorityBands`. */
  readonly bands: Float64Array | undefined
  readonly isDone: (merit: Merit) => boolean
}

const mostMembers = 40

/**
 * A genetic search over orders and options for problems with calendars, people and options (biased random keys, Gonçalves and Resende 2011):
 * a child takes each activity's place from one of two parents, and every child is scheduled backwards and forwards again
 * (forward-backward improvement, Li and Willis 1992). Returns the best, which is one of `first` if there is no better.
 */
export function improve(problem: SchedulingProblem, first: readonly Placed[], improvement: Improvement): Placed {
  const breeder = breederOf(problem, first, improvement)
  let members = first.map((placed) => breeder.memberOf(placed, undefined))
  while (breeder.hasMore() && members.length < mostMembers / 2) {
    const parent = members[members.length % first.length] as Member
    const child = breeder.scheduled(breeder.shaken(parent, 0.3))
    if (child !== undefined) members.push(child)
  }
  members.sort(byMerit)
  while (breeder.hasMore() && !improvement.isDone((members[0] as Member).merit)) {
    const child = breeder.scheduled(breeder.crossed(breeder.pick(members), breeder.pick(members)))
    if (child === undefined) continue
    members = kept(members, child)
  }
  return (members[0] as Member).placed
}

function byMerit(a: Member, b: Member): number {
  return a.merit.lateMs - b.merit.lateMs || a.merit.finish - b.merit.finish || a.merit.meanEnd - b.merit.meanEnd
}

/** The child in its place; without equals, so that the members stay different. */
function kept(members: readonly Member[], child: Member): Member[] {
  if (members.some((member) => byMerit(member, child) === 0)) return [...members]
  return [...members, child].sort(byMerit).slice(0, mostMembers)
}

type Genes = Pick<Member, 'keys' | 'chosen'>

interface Breeder {
  hasMore(): boolean
  pick(members: readonly Member[]): Member
  crossed(a: Member, b: Member): Genes
  shaken(parent: Member, strength: number): Genes
  scheduled(genes: Genes): Member | undefined
  memberOf(placed: Placed, chosen: Int32Array | undefined): Member
}

function breederOf(problem: SchedulingProblem, first: readonly Placed[], { random, schedules, bands }: Improvement): Breeder {
  const { count, optionStart } = problem
  const forward = serialDecoder(problem)
  const finish = first.reduce((last, placed) => Math.max(last, meritOf(problem, placed).finish), problem.start)
  const backProblem = mirrored(problem, finish)
  const backward = serialDecoder(backProblem)
  let left = schedules
  const listOf = (of: SchedulingProblem, keys: Float64Array) =>
    listByKey(of, bands === undefined ? keys : keys.map((key, i) => key + (bands[i] as number)))
  const memberOf: Breeder['memberOf'] = (placed, chosen) => ({
    placed,
    merit: meritOf(problem, placed),
    keys: ranksOf(placed.starts),
    chosen: chosen ?? new Int32Array(count).fill(-1),
  })
  return {
    hasMore: () => left > 0,
    memberOf,
    pick: (members) => members[Math.min(random.below(members.length), random.below(members.length))] as Member,
    crossed(a, b) {
      const bias = 0.5 + 0.4 * random.next()
      const window = random.chance(0.5) ? [random.next(), 0.1 + 0.4 * random.next()] : undefined
      const keys = a.keys.slice()
      const chosen = a.chosen.slice()
      const [from = 0, width = 1] = window ?? []
      for (let activity = 0; activity < count; activity++) {
        const own = a.keys[activity] as number
        const takesB = window === undefined ? random.next() > bias : own >= from && own < from + width
        if (!takesB) continue
        keys[activity] = b.keys[activity] as number
        chosen[activity] = b.chosen[activity] as number
      }
      return mutated({ keys, chosen }, 1.5 / count, 0.2)
    },
    shaken: (parent, strength) => mutated({ keys: parent.keys.slice(), chosen: parent.chosen.slice() }, 0.5, strength),
    scheduled(genes) {
      left--
      const made = forward.decode(listOf(problem, genes.keys), genes.chosen)
      if (typeof made === 'number') return undefined
      const back =
        left > 1
          ? backward.decode(
              listByKey(
                backProblem,
                made.ends.map((end) => -end),
              ),
              made.options,
            )
          : 0
      if (typeof back === 'number') return memberOf(made, genes.chosen)
      left -= 2
      const again = forward.decode(listOf(problem, ranksOf(back.ends.map((end) => -end))), genes.chosen)
      const isWorse = typeof again === 'number' || isBetter(meritOf(problem, made), meritOf(problem, again))
      return memberOf(isWorse ? made : again, genes.chosen)
    },
  }

  function mutated(genes: Genes, probability: number, strength: number): Genes {
    for (let activity = 0; activity < count; activity++) {
      if (!random.chance(probability)) continue
      genes.keys[activity] = (genes.keys[activity] as number) + Math.max(strength, 4 / count) * (random.next() - 0.5)
      const options = (optionStart[activity + 1] as number) - (optionStart[activity] as number)
      if (options > 1) genes.chosen[activity] = random.chance(0.3) ? -1 : (optionStart[activity] as number) + random.below(options)
    }
    return genes
  }
}

/** By activity: its place in the order of the times, from 0 to 1. */
function ranksOf(times: Float64Array): Float64Array {
  const ranks = new Float64Array(times.length)
  sortedBy(times).forEach((activity, at) => {
    ranks[activity] = at / times.length
  })
  return ranks
}
