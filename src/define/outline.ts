import type { Type } from '#expression/type.ts'
import type { Shown } from '#model/branching.ts'
import type { Streamed } from '#model/streamed.ts'
import type { Metric, Output } from '#model/workflow.ts'
import type { FieldOutline } from './form.ts'
import type { Unrolled } from './repeat.ts'
import type { Span } from './report.ts'
import type { PiecesOutline } from './streamed-output.ts'
import type { Entry, Tree } from './tree.ts'
import type { Within } from './within.ts'
import type { Work } from './work.ts'

/**
 * What other stages can see of a stage, known before any of its expressions is compiled: stages may refer to
 * each other in any order.
 */
export interface Outline {
  readonly index: number
  readonly name: string
  readonly nameSpan: Span
  readonly entries: ReadonlyMap<string, Entry>
  readonly work: Work
  /** Of a task of people; its answers are metrics. */
  readonly form: readonly FieldOutline[]
  readonly outputs: ReadonlyMap<string, OutputOutline>
  /** Undefined: the stage declares none, so that any may come. */
  readonly metrics: readonly Metric[] | undefined
  readonly inputs: ReadonlyMap<string, Tree>
  readonly axisNames: readonly string[]
  /** The stage named by `each`, where there is one. */
  readonly each: number | undefined
  /** Undefined: it stands in the file as it is. */
  readonly unrolled: Unrolled | undefined
  /** The turn that it is, or is in: the one that `iteration` and `previous` are of. */
  readonly turn: Unrolled | undefined
  /** Where its names are looked up. */
  readonly within: Within | undefined
  /** The stage of its group for which it waits. */
  readonly behind: string | undefined
  /** It begins a group, or stands for one. */
  readonly group: GroupOutline | undefined
  /** It stands for the pieces of an output. */
  readonly pieces: PiecesOutline | undefined
}

/** What a stage is to its group, and what of the stages in it the group shows. */
export interface GroupOutline {
  readonly part: 'begin' | 'end'
  readonly of: Within
  readonly outputs: readonly Shown[]
  readonly metrics: readonly Shown[]
}

export interface OutputOutline {
  readonly name: string
  readonly span: Span
  readonly kind: Output['kind']
  readonly path: Tree | undefined
  readonly format: Output['format']
  readonly optional: boolean
  readonly temporary: boolean
  readonly stream: Streamed | undefined
}

/** Types of the `foreach` variables of each stage, by stage index. */
export type AxisTypes = readonly ReadonlyMap<string, Type>[]
