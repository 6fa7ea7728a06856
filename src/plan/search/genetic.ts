import type { Random } from '#worlds/simulated/random.ts'
import { type Decoder, decoderOf } from './decoder.ts'
import { type Incumbent, isOver, offer } from './incumbent.ts'
import { type Sorter, sorterOf } from './list-of.ts'
import type { Network } from './network.ts'
import { listByTail, type Sampler, samplerOf } from './sampling.ts'

/**
 * A genetic search with two populations: schedules made forwards in time, and schedules made backwards. A child of two
 * of one kind is decoded in the other direction, so every schedule that is paid for also pushes its jobs together, as
 * justification does (Valls, Ballestín and Quintanilla 2005; the two populations are those of Debels and Vanhoucke 2005).
 *
 * The list of a member holds its jobs in the order of time in which the other direction schedules them. A child keeps
 * which jobs the father has in the middle of his list, and takes their order from the mother.
 */
export interface Genetic {
  /** Goes on until the effort of the incumbent is `until`, or the search is over. */
  advance(until: number): void
  /** Puts a schedule, found elsewhere, in the place of a poor one. Costs one schedule. */
  admit(starts: Int32Array, makespan: number): void
}

interface Member {
  readonly makespan: number
  readonly starts: Int32Array
  readonly list: Int32Array
}

interface Side {
  readonly network: Network
  readonly decoder: Decoder
  readonly members: Member[]
}

interface Population {
  readonly incumbent: Incumbent
  readonly random: Random
  readonly sorter: Sorter
  readonly sampler: Sampler
  /** Forward, and backward. */
  readonly sides: readonly [Side, Side]
  readonly size: number
  readonly places: Int32Array
  readonly keys: Float64Array
  readonly child: Int32Array
  /** Whose turn it is to get children, and in which place. */
  turn: 0 | 1
  at: number
}

const samplingBias = 2

export function geneticOf(forward: Network, backward: Network, incumbent: Incumbent, random: Random, size: number): Genetic {
  const { count } = forward
  const sideOf = (network: Network): Side => ({ network, decoder: decoderOf(network), members: [] })
  const population: Population = {
    incumbent,
    random,
    sorter: sorterOf(count),
    sampler: samplerOf(forward, random),
    sides: [sideOf(forward), sideOf(backward)],
    size,
    places: new Int32Array(count),
    keys: new Float64Array(count),
    child: new Int32Array(count),
    turn: 0,
    at: 0,
  }
  return {
    advance(until) {
      while (incumbent.effort < until && !isOver(incumbent)) {
        if (population.sides[1].members.length < size) begin(population)
        else breed(population)
      }
    },
    admit: (starts, makespan) => admit(population, starts, makespan),
  }
}

/** A sampled schedule, and the same pushed back: one member of each side. The first comes from the plain rule. */
function begin(population: Population): void {
  const [left, right] = population.sides
  if (left.members.length === 0) population.child.set(listByTail(left.network))
  else population.sampler.sample(samplingBias, population.child)
  const first = decoded(population, 0, population.child)
  left.members.push(first)
  if (isOver(population.incumbent)) return
  right.members.push(decoded(population, 1, first.list))
}

function decoded(population: Population, turn: 0 | 1, list: Int32Array): Member {
  const { incumbent, sorter, sides } = population
  const { network, decoder } = sides[turn]
  const starts = new Int32Array(network.count)
  const makespan = decoder.decode(list, starts)
  incumbent.effort++
  offer(incumbent, starts, makespan, turn === 0 ? undefined : network.durations)
  const next = new Int32Array(network.count)
  sorter.byFinish(sides[turn === 0 ? 1 : 0].network, starts, next)
  return { makespan, starts, list: next }
}

/** One child of the side that is not on turn, for the place that is. */
function breed(population: Population): void {
  const { random, sides, turn, at, size } = population
  const parents = sides[turn === 0 ? 1 : 0].members
  const own = parents[at] as Member
  let other = better(parents[random.below(size)] as Member, parents[random.below(size)] as Member)
  if (other === own) other = parents[random.below(size)] as Member
  if (random.chance(0.5)) cross(population, own, other)
  else cross(population, other, own)
  const child = decoded(population, turn, population.child)
  const { members } = sides[turn]
  if (child.makespan <= (members[at] as Member).makespan) members[at] = child
  population.at++
  if (population.at < size) return
  population.at = 0
  population.turn = turn === 0 ? 1 : 0
}

function better(a: Member, b: Member): Member {
  return a.makespan <= b.makespan ? a : b
}

/** The father's list, with a stretch of a quarter to three quarters of it in the mother's order. */
function cross(population: Population, father: Member, mother: Member): void {
  const { random, places, keys, child } = population
  const count = child.length
  const length = Math.floor(count * (0.25 + 0.5 * random.next()))
  const from = random.below(count - length + 1)
  for (let place = 0; place < count; place++) places[mother.list[place] as number] = place
  for (let i = 0; i < length; i++) keys[i] = places[father.list[from + i] as number] as number
  keys.subarray(0, length).sort()
  child.set(father.list)
  for (let i = 0; i < length; i++) child[from + i] = mother.list[keys[i] as number] as number
}

function admit(population: Population, starts: Int32Array, makespan: number): void {
  const { sides, sorter, incumbent } = population
  const [left, right] = sides
  if (right.members.length < population.size || isOver(incumbent)) return
  const list = new Int32Array(starts.length)
  sorter.byFinish(right.network, starts, list)
  const worst = left.members.reduce((worst, member, at) => (member.makespan > (left.members[worst] as Member).makespan ? at : worst), 0)
  left.members[worst] = { makespan, starts: starts.slice(), list }
  right.members[worst] = decoded(population, 1, list)
}
