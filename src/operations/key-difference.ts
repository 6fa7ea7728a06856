import type { Json } from '#model/json.ts'
import { canonical } from './fingerprint.ts'

/** One part of a task's key that is not what it was. Undefined: it was not there. */
export interface Difference {
  /** `command`, `parameters.sweeps`, `files.code`, … */
  readonly part: string
  readonly old: Json | undefined
  readonly new: Json | undefined
}

type Parts = { readonly [part: string]: Json }

/** What differs between two keys, named as finely as the parts are records. */
export function keyDifferences(old: Parts, now: Parts): readonly Difference[] {
  const differences: Difference[] = []
  for (const part of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const [before, after] = [old[part], now[part]]
    if (before !== undefined && after !== undefined && canonical(before) === canonical(after)) continue
    if (isRecord(before) && isRecord(after)) {
      for (const inner of keyDifferences(before, after)) differences.push({ ...inner, part: `${part}.${inner.part}` })
    } else differences.push({ part, old: before, new: after })
  }
  return differences
}

function isRecord(value: Json | undefined): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
