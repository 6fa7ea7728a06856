import { lstatSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { asStoreError } from '#engine/store-error.ts'
import type { AttemptSpec } from '#run/attempt.ts'
import type { Artefact } from '#run/outcome.ts'
import type { Active } from './active.ts'
import { formatTrouble } from './format.ts'
import { globMatcher } from './glob.ts'
import { createGrowingFile } from './growing-file.ts'
import type { Objects } from './objects.ts'
import type { Outbox } from './outbox.ts'
import { contentOf } from './outputs.ts'
import { streamPath } from './place.ts'

/**
 * The pieces that a running attempt hands on. It appends the name of each to `$PWOS_STREAM` when that is whole: nothing else tells a
 * file that is complete from one that is being written. Each is copied, and the copy is what is fingerprinted and published: whatever the
 * program does to its own file afterwards, what was handed on stays as it is, and that the file was changed is found out at the end.
 */
interface PieceStream {
  /** Takes in what was handed on since the last look. */
  read(): void
}

interface PieceTools {
  readonly objects: Objects
  readonly outbox: Outbox
}

/** So many are told of at once, so that the first need not wait for the last of many. */
const mostTogether = 64

type Output = AttemptSpec['outputs'][number]

/** What a running attempt has handed on by now, unless it is stopped or has ended. */
export function readPieces(active: Active, tools: PieceTools): void {
  const output = active.spec.outputs.find(({ stream }) => stream !== undefined)
  if (output === undefined || active.ending || active.stop !== undefined || active.frozenAt !== undefined) return
  active.pieces ??= createPieceStream(active, output, tools)
  active.pieces.read()
}

function createPieceStream(active: Active, output: Output, tools: PieceTools): PieceStream {
  const { folder, spec } = active
  const file = createGrowingFile()
  /** Journalled before a crash: they come again, as the file is read from its beginning. */
  const known = new Set(spec.handedOn)
  const waiting: string[] = []
  let busy = false
  let over = false

  async function publish(): Promise<void> {
    while (waiting.length > 0 && !over) {
      const pieces: Artefact[] = []
      let trouble: string | undefined
      for (const name of waiting.splice(0, mostTogether)) {
        if (known.delete(name)) continue
        const piece = await pieceOf(join(folder, 'work'), name, output, tools.objects)
        if (typeof piece === 'string') trouble = piece
        else pieces.push(piece)
        if (trouble !== undefined) break
      }
      over = trouble !== undefined
      if (pieces.length === 0 && trouble === undefined) continue
      const { run, task, attempt } = spec
      const told = { type: 'pieces', run, stage: active.stage, task, attempt, pieces } as const
      tools.outbox.push(trouble === undefined ? told : { ...told, trouble })
    }
  }

  return {
    read() {
      if (over) return
      for (const line of file.lines(streamPath(folder), false)) {
        const name = line.trim().replace(/^(\.\/)+/, '')
        if (name !== '') waiting.push(name)
      }
      if (busy || waiting.length === 0) return
      busy = true
      publish()
        .catch((error) => tools.outbox.fail(asStoreError(error, folder)))
        .finally(() => {
          busy = false
        })
    },
  }
}

/** A text says why it cannot be handed on. */
async function pieceOf(work: string, name: string, output: Output, objects: Objects): Promise<Artefact | string> {
  const path = resolve(work, name)
  const about = `output ${output.name}: ${name}`
  if (!path.startsWith(work + sep) || !globMatcher(output.path)(name)) return `${about} was handed on, and does not match ${output.path}`
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (stats?.isFile() !== true) return `${about} was handed on, and is ${stats === undefined ? 'not there' : 'no file'}`
  try {
    return await objects.publishCopy(path, name, (copy, bytes) => {
      const trouble = output.format === undefined ? undefined : formatTrouble(copy, bytes, output.format)
      if (trouble !== undefined) return `${about} ${trouble}`
      if (!output.contentUsed) return {}
      const content = contentOf(copy, bytes, output.format)
      return content === undefined ? `${about}: expressions use its content, and ${bytes} bytes is too much for that` : { content }
    })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ENOENT' && code !== 'EACCES') throw error
    return `${about} was handed on, and cannot be read`
  }
}
