import type { Text } from '#expression/text.ts'
import type { Cause } from '#model/cause.ts'
import type { Restart } from '#model/checkpoint.ts'
import type { Place } from '#model/problem.ts'

/**
 * Rules about how a kind of program fails: what its output looks like then, what that means, and what helps. Packs are
 * data (YAML), so that physicists write them without knowing this code; `docs/guide/failures.md` tells how.
 */
export interface Pack {
  readonly name: string
  readonly title: Text
  /** Of rules that say equally much, those of an earlier pack come first, and in a pack those that stand first. */
  readonly rules: readonly Rule[]
}

/**
 * How much a rule says when it matches. `cause`: the output itself says why the program ended. `sign`: it points to
 * the cause where nothing says it. `sequel`: it follows from another failure, which may have left no trace.
 */
export const telling = ['cause', 'sign', 'sequel'] as const

export type Telling = (typeof telling)[number]

export interface Rule {
  /** Unique in its pack. */
  readonly id: string
  readonly title: Text
  readonly when: Conditions
  readonly tells: Telling
  readonly cause: Cause
  /** Tried in this order, each as often as it says. None: only a person can mend it. */
  readonly repairs: readonly Repair[]
  /** What is left to do when all repairs are used up, or there is none. */
  readonly stop: Text
  readonly source: Source
  readonly samples: Samples
  readonly at: Place
}

/** All that are given must hold; empty or undefined: not asked for. */
export interface Conditions {
  /** RE2, each found within one line; one of them must be. */
  readonly patterns: readonly string[]
  readonly exitCodes: readonly number[]
  /** Names such as `SIGSEGV`; a shell's exit status of 128 + its number counts as the signal. */
  readonly signals: readonly string[]
}

export interface Repair {
  /** New values of parameters, as written; `${{ }}` sees the values of the attempt that failed. Empty: nothing changes. */
  readonly with: { readonly [parameter: string]: Written }
  /** New needs, as written. */
  readonly needs: { readonly [pool: string]: Written }
  readonly atMost: number
  readonly restart: Restart
  readonly because: Text
}

export type Written = string | number | boolean

/** Outputs in which a rule is found, and near misses in which it must not be. */
export interface Samples {
  readonly match: readonly string[]
  readonly near: readonly string[]
}

/** Where the fact comes from. */
export interface Source {
  readonly kind: 'documentation' | 'code' | 'forum' | 'measured'
  /** Section, file and line, or what was done to see it. */
  readonly where: string
  readonly url: string | undefined
}
