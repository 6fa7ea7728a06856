import type { LineRule } from './line-rule.ts'

/**
 * Who has used how much of what all runs of a store share: first between those who started runs, then between the runs of one of them.
 * Who has used least, by weight, goes first.
 *
 * What a bundle uses is its dominant share (Ghodsi et al., NSDI 2011): the largest part that it holds of anything, times how long it holds
 * it. That is charged when it starts, as long as it is expected to take, and put right when it ends. What was used counts half after each
 * half-life. All amounts fade alike, so instead of making old ones smaller new ones are made larger, by the time since a moment that all
 * amounts are told as of: time alone changes no order, and nothing has to be sorted again because it passes.
 */
export interface Shares {
  halfLifeMs: number
  /** The moment as of which amounts are told, in UTC ms. */
  since: number
  /** The most of each pool that any run had: what one allows itself less of is no scarcer for that. */
  readonly largest: Map<string, number>
  /** By name, in the order they first came; without a name: those of whom nobody knows who they are. */
  readonly owners: Map<string, OwnerShare>
}

export interface OwnerShare {
  readonly name: string
  /** Among all that have started runs. */
  readonly place: number
  weight: number
  /** In ms of all that there is, as of `since`. */
  used: number
}

/** A stage of another run that waits for what was given to this one, and the rule by which this one went first. It is told once. */
export interface WentBefore {
  readonly run: string
  readonly stage: number
  /** What both need: a pool, a person or an instrument. */
  readonly pool: string
  readonly rule: LineRule
}

/** What a run has used, and by whose leave. */
export interface RunShare {
  readonly owner: OwnerShare
  readonly weight: number
  used: number
  /** Of `WentBefore`, what was told. */
  readonly told: Set<string>
}

/** What is said of sharing where a run is started. */
export interface ShareGiven {
  /** Of who starts it, among all. */
  readonly weight?: number
  readonly halfLifeMs?: number
}

/** What was used lately by whom, in ms; for whoever folds only runs that are not over. */
export type SharesUsed = { readonly [owner: string]: number }
