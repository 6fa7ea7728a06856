import type { Uncertain, Value } from './value.ts'

export function isUncertain(value: Value): value is Uncertain {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'uncertain'
}

/** Standard error in SI base units: the causes are independent, so their shares add up in squares. */
export function standardError({ parts }: Uncertain): number {
  let squares = 0
  let only = 0
  for (const part of parts.values()) {
    squares += part * part
    only = part
  }
  return parts.size === 1 ? Math.abs(only) : Math.sqrt(squares)
}
