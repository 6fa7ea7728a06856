import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadDefinition } from '../definition.ts'
import { Failure } from '../failure.ts'
import type { Delivery } from './deliveries.ts'
import type { Served } from './occasion.ts'
import { readLines } from './record.ts'

/** A workflow file as it is now. Throws `Failure` where it cannot be read. */
export function servedNow(file: string): Served {
  const { workflow, path } = loadDefinition('/', file)
  return { file: path, name: workflow.name, starts: workflow.starts ?? [] }
}

/** Workflow files that were ever served in a store and begin runs on this. While nobody serves, what is sent is kept for whoever does next. */
export function startersOn(store: string, sent: Sent): readonly Served[] {
  return startersAmong(everServed(store), sent)
}

type Sent = Pick<Delivery, 'signal' | 'workflow' | 'start'>

/** Those of the files that begin runs on this. */
export function startersAmong(all: readonly Served[], sent: Sent): readonly Served[] {
  return all.filter(({ name: workflow, starts }) =>
    starts.some(({ name, trigger }) => {
      if (trigger.kind === 'signal') return trigger.signal === sent.signal
      return trigger.kind === 'webhook' && workflow === sent.workflow && name === sent.start
    }),
  )
}

/** Those that can be read as they are now. */
export function everServed(store: string): readonly Served[] {
  return filesEverServed(store).flatMap((file) => {
    try {
      return [servedNow(file)]
    } catch (error) {
      if (error instanceof Failure) return []
      throw error
    }
  })
}

function filesEverServed(store: string): readonly string[] {
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
