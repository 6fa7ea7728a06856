import { bare } from './builder-gate.ts'
import type { Reference } from './builder-reference.ts'
import type { AfterSpec, BranchSpec, RepeatSpec } from './builder-stage.ts'

/** `after` and `decide` as the file would hold them. */

export function afterDocument(after: AfterSpec): unknown {
  if ('name' in after) return after.name
  if (Array.isArray(after)) return namesOf(after)
  return Object.fromEntries(Object.entries(after).map(([join, stages]) => [join, namesOf(stages)]))
}

function namesOf(stages: readonly { readonly name: string }[]): readonly string[] {
  return stages.map(({ name }) => name)
}

export function decideDocument(branches: readonly BranchSpec[]): unknown {
  return branches.map((branch) => ('if' in branch ? { ...branch, if: bare(branch.if) } : branch))
}

export function repeatDocument<Names>(
  {
    until,
    atMost,
    ...rest
  }: Omit<RepeatSpec<never, never, never, never>, 'until'> & {
    readonly until: string | Reference<unknown> | ((names: Names) => string | Reference<unknown>)
  },
  names: () => Names,
): unknown {
  return { ...rest, until: bare(typeof until === 'function' ? until(names()) : until), at_most: atMost }
}
