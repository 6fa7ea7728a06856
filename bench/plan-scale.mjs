/** What a schedule of a big workflow costs, from its file: reading, counting tasks, durations, the schedule and its analysis. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median } from './measure.mjs'

export const tasks = 1_000_000
export const title = 'plan-scale: a schedule of a tenth of the tasks, and of all of them'

const program = fileURLToPath(new URL('plan-once.mjs', import.meta.url))

/** In a process of its own: a warm compiler would flatter the later rounds. */
function planned(count) {
  const ended = spawnSync(process.execPath, ['--max-old-space-size=4096', program, String(count)], { encoding: 'utf8', maxBuffer: 1 << 24 })
  if (ended.status !== 0) throw new Error(`plan-once ${count} ended with ${ended.status ?? ended.signal}\n${ended.stderr}`)
  return JSON.parse(ended.stdout)
}

export function measure({ tasks: count, rounds }) {
  const rows = [Math.round(count / 10), count].map((size) => {
    const runs = Array.from({ length: rounds }, () => planned(size))
    return {
      tasks: runs[0].tasks,
      'median s': median(runs.map(({ seconds }) => seconds)),
      'of it the schedule': median(runs.map(({ scheduleSeconds }) => scheduleSeconds)),
      'peak MB': Math.max(...runs.map(({ peakBytes }) => peakBytes)) / 1e6,
      'above the bound': runs[0].aboveBound,
    }
  })
  const [small, large] = rows
  return {
    rows,
    goals: [
      { goal: `${small.tasks} tasks planned in under 5 s`, value: small['median s'], reached: small['median s'] < 5 },
      { goal: `${large.tasks} tasks planned in under 60 s`, value: large['median s'], reached: large['median s'] < 60 },
      { goal: 'peak memory under 2,000 MB', value: large['peak MB'], reached: large['peak MB'] < 2000 },
    ],
  }
}
