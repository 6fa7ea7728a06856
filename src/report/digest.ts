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
  let text = ''
  if (Array.isArray(value)) {
    for (const one of value) text += `${text === '' ? '' : ','}${canonical(one)}`
    return `[${text}]`
  }
  const fields = value as { readonly [name: string]: Json | undefined }
  for (const name of Object.keys(fields).sort()) {
    const field = fields[name]
    if (field !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(field)}`
  }
  return `{${text}}`
}

const batchCharacters = 65_536

/** Takes the digest in large pieces: a call a line would cost more than the hashing. */
export function digester(hash: IncrementalHash): { readonly add: (event: RunEvent) => void; readonly finish: () => string } {
  let batch = ''
  return {
    add: (event) => {
      batch += digestLine(event)
      if (batch.length < batchCharacters) return
      hash.update(batch)
      batch = ''
    },
    finish: () => {
      hash.update(batch)
      return hash.digest('hex')
    },
  }
}
