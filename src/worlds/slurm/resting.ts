import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RestingNode } from './health.ts'

/**
 * Nodes of a cluster that get no new jobs, as a file of the store: so that the next controller knows them, and whoever asks.
 * It tells nothing that results hang on; without it they are found again.
 */
const fileIn = (store: string) => join(store, 'nodes.json')

export function readResting(store: string, now: number): readonly RestingNode[] {
  try {
    const nodes = JSON.parse(readFileSync(fileIn(store), 'utf8')) as unknown
    return Array.isArray(nodes) ? nodes.filter(isResting).filter(({ until }) => now < until) : []
  } catch {
    return []
  }
}

function isResting(each: unknown): each is RestingNode {
  const { node, stage, failed, since, until } = (each ?? {}) as { [key: string]: unknown }
  return typeof node === 'string' && typeof stage === 'string' && [failed, since, until].every((one) => typeof one === 'number')
}

export function writeResting(store: string, nodes: readonly RestingNode[]): void {
  const file = fileIn(store)
  writeFileSync(`${file}.incoming`, `${JSON.stringify(nodes)}\n`)
  renameSync(`${file}.incoming`, file)
}
