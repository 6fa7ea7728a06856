import { piecesName } from '#model/streamed.ts'
import { isElement, type Lineage } from './lineage.ts'
import type { Outline, OutputOutline } from './outline.ts'
import type { PiecesOutline } from './streamed-output.ts'

/** What the stage of the pieces shows: each piece is a file. */
export function pieceOutputs({ of, output }: PiecesOutline, before: ReadonlyMap<string, Outline>): ReadonlyMap<string, OutputOutline> {
  const whole = before.get(of)?.outputs.get(output)
  if (whole === undefined) return new Map()
  return new Map([[output, { ...whole, kind: 'file' as const, optional: false, temporary: false, stream: undefined }]])
}

/** The stage of the pieces that an element is named by, as `STAGE.outputs.OUTPUT` where `each` names `STAGE.OUTPUT`. */
function piecesOutline(byName: ReadonlyMap<string, Outline>, stage: string): Outline | undefined {
  const output = [...(byName.get(stage)?.outputs.values() ?? [])].find(({ stream }) => stream !== undefined)
  return output && byName.get(piecesName(stage, output.name))
}

/** The stage of which an element is seen by this name: one that is followed, or the pieces of one. */
export function elementNamed(
  { byName, lineage }: { readonly byName: ReadonlyMap<string, Outline>; readonly lineage: Lineage },
  stage: Outline,
  name: string,
): Outline | undefined {
  const named = byName.get(name)
  if (named === undefined || isElement(lineage, stage, named)) return named
  const pieces = piecesOutline(byName, name)
  return pieces !== undefined && isElement(lineage, stage, pieces) ? pieces : undefined
}
