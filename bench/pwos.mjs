/** PWOS as a user has it: the compiled command line. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { timed } from './measure.mjs'

const main = fileURLToPath(new URL('../dist/doors/cli/main.js', import.meta.url))
const recorder = new URL('record-usage.mjs', import.meta.url).href

/** Seconds for one command in a folder. */
export const pwos = (folder, args) => timed(process.execPath, [main, ...args], folder)

/** The same with the peak of the memory it had resident, in bytes. */
export function pwosWithMemory(folder, args) {
  const file = join(folder, 'usage.json')
  const seconds = timed(process.execPath, ['--import', recorder, main, ...args], folder, { PWOS_BENCH_USAGE: file })
  return { seconds, peakBytes: JSON.parse(readFileSync(file, 'utf8')).peakBytes }
}
