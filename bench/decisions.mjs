/** The decision core alone, in the simulated world: no process, no disk. What deciding about a task costs. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inTurns, median } from './measure.mjs'

export const tasks = 100_000
export const title = 'core: the decision core alone, in the simulated world'

const program = fileURLToPath(new URL('decide-all.mjs', import.meta.url))

/** Each in a process of its own: a warm compiler would flatter the later rounds. The seconds are those of the loop, without starting Node. */
function timed(shape, count) {
  const ended = spawnSync(process.execPath, [program, shape, String(count)], { encoding: 'utf8', maxBuffer: 1 << 24 })
  if (ended.status !== 0) throw new Error(`decide-all ${shape} ${count} ended with ${ended.status ?? ended.signal}\n${ended.stderr}`)
  return JSON.parse(ended.stdout)
}

export async function measure({ tasks: count, rounds }) {
  const peaks = new Map()
  const contenders = ['wide', 'layered', 'chain'].map((name) => ({
    name,
    run: () => {
      const { seconds, peakBytes } = timed(name, count)
      peaks.set(name, Math.max(peaks.get(name) ?? 0, peakBytes))
      return seconds
    },
  }))
  const seconds = await inTurns(contenders, rounds)
  const rows = contenders.map(({ name }) => {
    const taken = median(seconds.get(name))
    return { shape: name, tasks: count, 'median s': taken, 'tasks/s': Math.round(count / taken), 'peak MB': peaks.get(name) / 1e6 }
  })
  return {
    rows,
    goals: rows
      .filter((row) => row.shape !== 'chain')
      .map((row) => ({ goal: `${row.shape}: at least 100,000 tasks/s`, value: row['tasks/s'], reached: row['tasks/s'] >= 100_000 })),
  }
}
