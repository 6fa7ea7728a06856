import type { Expression } from '#expression/compiled.ts'
import type { Place } from './problem.ts'

/** A choice of where the work goes on, made from results: the first branch whose condition holds. */
export interface Decision {
  /** In the order in which they are asked. */
  readonly branches: readonly Branch[]
  readonly at: Place
}

export interface Branch {
  readonly name: string
  /** Undefined: `else`, which holds where no other did. */
  readonly condition: Expression | undefined
  /** Stages that run only where this branch, or another that names them, is chosen. */
  readonly then: readonly number[]
  /** How likely it is chosen, between 0 and 1, as the file says it; for plans alone. */
  readonly chance: number | undefined
  readonly at: Place
}

/** What must have come of stages for another to go on behind them: done all, done one, or over whatever came of them. */
export const joins = ['all', 'any', 'finished'] as const

export type Join = (typeof joins)[number]

/** The metric under which a decision's choice is known to others. */
export const choiceMetric = 'branch'

/**
 * What a stage is in a loop: the loop is as many stages as it may have turns, made when the file is read. A stage is one turn of it, or
 * one of several in a turn.
 */
export interface Turn {
  /** From 1. */
  readonly iteration: number
  /** The stage of the turn before; undefined in the first. */
  readonly previous: number | undefined
  /** The stage whose metrics are known by their names alone: what is asked whether it is enough. */
  readonly judged: number | undefined
}

/** A stage that begins a group, or stands for it; like a decision it is done by itself. All in the group wait for what begins it. */
export interface Group {
  readonly part: 'begin' | 'end'
  /** What it shows of the stages in it. Of several places the first counts where there is something. */
  readonly outputs: readonly Shown[]
  readonly metrics: readonly Shown[]
}

export interface Shown {
  readonly name: string
  readonly from: readonly { readonly stage: number; readonly name: string }[]
}

/** A loop as others see it: it has the results of its last turn. */
export interface Loop {
  /** The stages of its turns, and those that decide whether another one follows. */
  readonly turns: readonly number[]
  readonly checks: readonly number[]
  /** What follows when the condition does not hold after the last turn there may be. */
  readonly otherwise: 'fail' | 'go_on'
}
