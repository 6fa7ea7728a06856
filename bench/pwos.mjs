/** PWOS as a user has it: the compiled command line. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { timed } from './measure.mjs'

const main = fileURLToPath(new URL('../dist/bundle/pwos.js', import.meta.url))
const recorder = new URL('record-usage.mjs', import.meta.url).href

/**
 * Seconds to run the workflow in a folder. Throws unless all tasks have results and as many of them were reused as should
 * be: equal tasks have equal keys, and a bench that PWOS sees through measures nothing.
 */
export function runWorkflow(folder, expected) {
  const seconds = timed(process.execPath, [main, 'run', 'workflow.yaml', '--json'], folder)
  const last = JSON.parse(readFileSync(join(folder, 'out.log'), 'utf8').trimEnd().split('\n').at(-1) ?? '')
  const { done, reused } = last.result.status.tasks
  if (done !== expected.done || reused !== expected.reused) throw new Error(`${done} done and ${reused} reused in ${folder}`)
  return seconds
}

/** Seconds for one command in a folder, with the peak of the memory it had resident, in bytes. */
export function pwosWithMemory(folder, args) {
  const file = join(folder, 'usage.json')
  const seconds = timed(process.execPath, ['--import', recorder, main, ...args], folder, { PWOS_BENCH_USAGE: file })
  return { seconds, peakBytes: JSON.parse(readFileSync(file, 'utf8')).peakBytes }
}

/** What a command of PWOS answers in JSON: one document, or, for commands that last, all lines. */
export function pwosAnswer(folder, args, { form = 'document', fine = [0] } = {}) {
  timed(process.execPath, [main, ...args], folder, {}, fine)
  const lines = readFileSync(join(folder, 'out.log'), 'utf8').trimEnd().split('\n')
  return form === 'lines' ? lines : JSON.parse(lines.at(-1))
}
