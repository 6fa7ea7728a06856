/** The other programs: how they are called, and which versions they are. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { timed } from './measure.mjs'

export const make = (folder) => timed('make', ['-j2', 'all'], folder)
export const ninja = (folder) => timed('ninja', ['-j2'], folder)

export const snakemakePath = process.env.PWOS_BENCH_SNAKEMAKE ?? 'snakemake'

/** Outputs on a local disk need no waiting for; everything else is as it comes. */
export const snakemake = (folder) => timed(snakemakePath, ['--cores', '2', '--quiet', 'all', '--latency-wait', '0'], folder)

function version(command) {
  const asked = spawnSync(command, ['--version'], { encoding: 'utf8' })
  if (asked.error || asked.status !== 0) return undefined
  return /\d+(\.\d+)+/.exec(asked.stdout)?.[0]
}

/** Is a slow peer wanted, and there? */
export function hasSnakemake(wanted) {
  if (!wanted) return false
  if (version(snakemakePath) !== undefined) return true
  console.error(`Snakemake is not there (${snakemakePath}); npm run bench says how to have it`)
  return false
}

export function versions(withPeers) {
  const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
  const asked = { make: version('make'), ninja: version('ninja'), ...(withPeers ? { snakemake: version(snakemakePath) } : {}) }
  return { pwos: own, node: process.versions.node, ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) }
}
