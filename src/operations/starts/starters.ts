import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.ts'
import { servedNow } from './attending.ts'
import { readLines } from './record.ts'

/** Workflow files that were ever served in a store and begin runs on this signal. While nobody serves, what is sent is kept for whoever does next. */
export function startersOn(store: string, signal: string): readonly string[] {
  return everServed(store).filter((file) => {
    try {
      return servedNow(file).starts.some(({ trigger }) => trigger.kind === 'signal' && trigger.signal === signal)
    } catch (error) {
      if (error instanceof Failure) return false
      throw error
    }
  })
}

function everServed(store: string): readonly string[] {
  const folder = join(store, 'starts')
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  const files = names
    .filter((name) => name.endsWith('.jsonl'))
    .flatMap((name) => readLines(join(folder, name)).flatMap((line) => (line.did === 'served' ? [line.file] : [])))
  return [...new Set(files)]
}
