import { valueFromJson } from '#expression/show.ts'
import { isQuantity } from '#expression/units.ts'
import type { Json } from '#model/json.ts'

/** A journalled number or quantity: its size in SI units, and as it was written. */
export interface Measure {
  readonly si: number
  readonly value: number
  /** Undefined: a plain number. */
  readonly unit: string | undefined
}

/** Undefined for what is no finite number: text, lists, NaN. */
export function measureOf(json: Json | undefined): Measure | undefined {
  if (typeof json === 'number') return { si: json, value: json, unit: undefined }
  const written = isWritten(json) ? json : withoutError(json)
  if (written === undefined) return undefined
  const value = quantityOf(written)
  return value === undefined || !Number.isFinite(value) ? undefined : { si: value, value: written.value, unit: written.unit || undefined }
}

/** Of `{ value, unit, uncertainty }` what `isWritten` means. */
function withoutError(json: Json | undefined): { readonly value: number; readonly unit: string } | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  const { value, unit = '', uncertainty: _, ...more } = json as { readonly [name: string]: Json }
  return typeof value === 'number' && typeof unit === 'string' && Object.keys(more).length === 0 ? { value, unit } : undefined
}

/** A quantity as `valueToJson` writes it. */
export function isWritten(json: Json | undefined): json is { readonly value: number; readonly unit: string } {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false
  const fields = json as { readonly [name: string]: Json }
  return typeof fields.value === 'number' && typeof fields.unit === 'string' && Object.keys(fields).length === 2
}

function quantityOf(json: Json): number | undefined {
  try {
    const value = valueFromJson(json)
    if (typeof value === 'number') return value
    return typeof value === 'object' && value !== null && isQuantity(value) ? value.si : undefined
  } catch {
    // A unit that this version does not know: the number is shown as written, and has no margin.
    return undefined
  }
}
