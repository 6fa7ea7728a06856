import type { Json } from '#model/json.ts'
import type { RunEvent } from '#run/events.ts'

/** What the host's hash does; `createHash('sha256')` of Node is one. */
export interface IncrementalHash {
  update(text: string): unknown
  digest(encoding: 'hex'): string
}

/**
 * One event as the line that the journal's digest is taken over: JSON with sorted names, so that a journal has
 * one digest however and wherever it is kept.
 */
export function digestLine(event: RunEvent): string {
  return `${canonical(event as unknown as Json)}\n`
}

function canonical(value: Json | undefined): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = Object.entries(value).filter(([, one]) => one !== undefined)
  fields.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`
}
