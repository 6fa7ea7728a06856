import type { RunStarted } from './events.ts'
import type { OwnedRun, OwnedState } from './owned.ts'
import { capacityIn } from './room.ts'
import type { OwnerShare, RunShare, Shares, SharesUsed, WentBefore } from './shares.ts'

/** How the fair share of `shares.ts` is kept and asked. */

export const usualHalfLifeMs = 3_600_000

/** Nobody knows how long it takes: it is put right when it ends. */
const unknownMs = 1000

export function noShares(): Shares {
  return { halfLifeMs: usualHalfLifeMs, since: 0, largest: new Map(), owners: new Map() }
}

export function shareOfRun(
  { shares, recalling }: OwnedState,
  { startedBy = '', share, used, at, pools }: RunStarted,
  weight: number,
): RunShare {
  const owner = ownerNamed(shares, startedBy)
  if (!recalling) {
    if (shares.owners.size === 1 && owner.used === 0) shares.since = at
    for (const pool in pools) shares.largest.set(pool, Math.max(pools[pool] ?? 0, shares.largest.get(pool) ?? 0))
    if (share?.weight !== undefined) owner.weight = share.weight
    for (const name in used) ownerNamed(shares, name).used = (used[name] ?? 0) * growth(shares, at)
  }
  return { owner, weight, used: 0, told: new Set() }
}

function ownerNamed({ owners }: Shares, name: string): OwnerShare {
  const known = owners.get(name)
  if (known !== undefined) return known
  const owner: OwnerShare = { name, place: owners.size, weight: 1, used: 0 }
  owners.set(name, owner)
  return owner
}

/** By how much what is used at a time counts more than if it had been used at `since`. */
function growth({ since, halfLifeMs }: Shares, at: number): number {
  return 2 ** ((at - since) / halfLifeMs)
}

/** Amounts are told as of now, before numbers grow too large or time counts otherwise than it did. */
export function retell(state: OwnedState, at: number, halfLifeMs: number = state.shares.halfLifeMs): void {
  const { shares } = state
  const shrink = 1 / growth(shares, at)
  for (const owner of shares.owners.values()) owner.used *= shrink
  for (const run of state.runs.values()) run.share.used *= shrink
  for (const bundle of state.bundles) bundle.charged *= shrink
  shares.since = at
  shares.halfLifeMs = halfLifeMs
}

const mostHalfLives = 200

/** The part of all there is that is held, of what is scarcest. */
function dominantShare({ largest: most }: Shares, run: OwnedRun, holds: { readonly [pool: string]: number }): number {
  let largest = 0
  for (const pool in holds) {
    const capacity = Math.max(capacityIn(run, pool), most.get(pool) ?? 0)
    const part = capacity > 0 ? (holds[pool] ?? 0) / capacity : 0
    if (part > largest) largest = part
  }
  return largest
}

/** What a bundle that starts is charged. */
export function chargeOf(
  state: OwnedState,
  run: OwnedRun,
  holds: { readonly [pool: string]: number },
  at: number,
  expectedEnd: number | undefined,
): number {
  return (
    dominantShare(state.shares, run, holds) *
    (expectedEnd === undefined ? unknownMs : Math.max(0, expectedEnd - at)) *
    growth(state.shares, at)
  )
}

export function charge(run: OwnedRun, amount: number): void {
  run.share.used += amount
  run.share.owner.used += amount
}

/** What is due for a bundle that has ended, above what it was charged. */
export function settleCharge(
  state: OwnedState,
  run: OwnedRun,
  {
    holds,
    startedAt,
    charged,
  }: { readonly holds: { readonly [pool: string]: number }; readonly startedAt: number; readonly charged: number },
  at: number,
): void {
  if (state.recalling) return
  charge(run, chargeOf(state, run, holds, at, at + Math.max(0, at - startedAt)) - charged)
  if (at - state.shares.since > mostHalfLives * state.shares.halfLifeMs) retell(state, at)
}

/** How far someone is in the use of what is his: the lower the sooner. */
export interface Standing {
  readonly owner: number
  readonly run: number
}

/** What one look at the line has given away besides. */
export type Extra = ReadonlyMap<OwnerShare | RunShare, number>

const nothing: Extra = new Map()

export function standingOf({ share }: OwnedRun, extra: Extra = nothing): Standing {
  const { owner } = share
  return {
    owner: (owner.used + (extra.get(owner) ?? 0)) / owner.weight,
    run: (share.used + (extra.get(share) ?? 0)) / share.weight,
  }
}

/** Above 0: the first of two runs goes first. People who have used as much as each other come in the order in which they first came. */
export function compareShares(a: OwnedRun, standingOfA: Standing, b: OwnedRun, standingOfB: Standing): number {
  if (a.share.owner === b.share.owner) return standingOfB.run - standingOfA.run
  return standingOfB.owner - standingOfA.owner || b.share.owner.place - a.share.owner.place
}

export function shareBetween(a: OwnedRun, b: OwnedRun): number {
  return a === b ? 0 : compareShares(a, standingOf(a), b, standingOf(b))
}

/** Parts of what was used lately, by weight, of two that it is decided between. */
export interface SharesCompared {
  /** By whom the run before was started; undefined: both are of one. */
  readonly by: string | undefined
  readonly run: string
  readonly theirs: number
  readonly own: number
}

export function sharesCompared(state: OwnedState, first: OwnedRun, own: OwnedRun): SharesCompared {
  const isOne = first.share.owner === own.share.owner
  const all = isOne
    ? [...state.runs.values()].flatMap(({ share }) => (share.owner === own.share.owner ? [share] : []))
    : [...state.shares.owners.values()]
  const sum = all.reduce((total, { used, weight }) => total + used / weight, 0)
  const part = ({ used, weight }: { readonly used: number; readonly weight: number }) => (sum > 0 ? used / weight / sum : 0)
  return isOne
    ? { by: undefined, run: first.id, theirs: part(first.share), own: part(own.share) }
    : { by: first.share.owner.name, run: first.id, theirs: part(first.share.owner), own: part(own.share.owner) }
}

/** What everybody has used lately, in ms as of now, for the start of a run; undefined: nothing to speak of. */
export function usedBy({ shares }: OwnedState, at: number): SharesUsed | undefined {
  const now = growth(shares, at)
  const used = [...shares.owners.values()].flatMap(({ name, used: amount }) => (amount / now >= 1 ? [[name, amount / now] as const] : []))
  return used.length === 0 ? undefined : Object.fromEntries(used)
}

/** What was told of one run going before another. */
export function keyOfTold({ run, stage, pool, rule }: WentBefore): string {
  return `${run} ${stage} ${pool} ${rule}`
}
