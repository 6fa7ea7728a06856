import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '#model/json.ts'

/** A signal or a webhook on its way to the service, as a file of the store: there when the sender was told so, whether the service runs or not. */
export interface Delivery {
  readonly id: string
  /** UTC ms. */
  readonly at: number
  /** A signal for every workflow that starts on it. */
  readonly signal?: string
  /** A webhook: the workflow's name and the entry of `starts`. */
  readonly workflow?: string
  readonly start?: string
  readonly data: Json
}

const folderOf = (store: string) => join(store, 'starts', 'inbox')

export function deliver(store: string, delivery: Delivery): void {
  const folder = folderOf(store)
  mkdirSync(folder, { recursive: true })
  const tag = createHash('sha256').update(delivery.id).digest('hex').slice(0, 16)
  const name = `${String(delivery.at).padStart(15, '0')}-${tag}`
  const file = openSync(join(folder, `.${name}`), 'w')
  try {
    writeSync(file, JSON.stringify(delivery))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(join(folder, `.${name}`), join(folder, `${name}.json`))
}

/** In the order in which they were sent, with the way to take each off once it is done with. */
export function deliveries(store: string): readonly { readonly delivery: Delivery; readonly done: () => void }[] {
  const folder = folderOf(store)
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return []
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const path = join(folder, name)
      return { delivery: JSON.parse(readFileSync(path, 'utf8')) as Delivery, done: () => rmSync(path, { force: true }) }
    })
}
