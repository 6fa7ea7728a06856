import { piecesName, type Streamed, streamDefaults } from '#model/streamed.ts'
import { entriesOf, mapAt, numberAt } from './pick.ts'
import type { Entry, Tree } from './tree.ts'

/**
 * An output that is handed on piece by piece (`stream`) is made into a stage `STAGE.OUTPUT` when the file is read. It has one task for each
 * piece, which is done when the piece is published; whoever takes the pieces follows it with `each`, and so nothing behind has to know of streams.
 */
export interface PiecesOutline {
  readonly of: string
  readonly output: string
}

/** What `stream` says; undefined: it is not handed on piece by piece. */
export function streamedAt(details: ReadonlyMap<string, Entry>): Streamed | undefined {
  const tree = details.get('stream')?.value
  if (tree?.kind === 'boolean') return tree.value ? { ...streamDefaults, expect: undefined } : undefined
  if (tree?.kind !== 'map') return undefined
  return {
    atMost: numberAt(tree.entries, 'at_most') ?? streamDefaults.atMost,
    backlog: numberAt(tree.entries, 'backlog') ?? streamDefaults.backlog,
    expect: numberAt(tree.entries, 'expect'),
  }
}

/** The output of a stage as it is written that is handed on piece by piece. */
export function streamWritten(stage: Entry): Entry | undefined {
  const outputs = [...mapAt(entriesOf(stage.value), 'outputs').values()]
  return outputs.find(({ value }) => streamedAt(entriesOf(value)) !== undefined)
}

/** The stage that stands for the pieces, as if it were written. */
export function piecesEntry(stage: Entry, output: Entry): Entry {
  return {
    ...stage,
    key: piecesName(stage.key, output.key),
    keySpan: output.keySpan,
    value: { kind: 'map', entries: new Map(), ...output.keySpan } as Tree,
  }
}
