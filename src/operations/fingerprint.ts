import { createHash } from 'node:crypto'
import type { Json } from '#model/json.ts'

/** What makes two runs the same: definition, parameter values, and which stages were asked for. */
export function runFingerprint(
  definition: string,
  parameters: { readonly [name: string]: Json },
  until: readonly number[] | undefined,
): string {
  const hash = createHash('sha256')
  hash.update(`${definition.length}\n${definition}\n${canonical(parameters)}\n${canonical(until ?? null)}`)
  return hash.digest('hex')
}

/** JSON with the names of every record sorted. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical((value as { readonly [name: string]: Json })[name] ?? null)}`).join(',')}}`
}
