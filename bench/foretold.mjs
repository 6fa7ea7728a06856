/**
 * Forecasts against reality: an example is run again and again with other seeds; before each run it is planned from what the store has
 * learned so far, and the real time from start to end is compared with the forecast. The first three runs only teach.
 */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inFolder, median } from './measure.mjs'
import { pwosAnswer } from './pwos.mjs'

/** Runs that are compared, of each example. */
export const tasks = 20
export const title = 'foretold: forecasts beside what then happened'

const lessons = 3
const examples = fileURLToPath(new URL('../examples/', import.meta.url))

function once(folder, seed) {
  const chosen = ['workflow.yaml', '--set', `seed=${seed}`]
  const { start, forecast } = pwosAnswer(folder, ['plan', ...chosen, '--json'])
  // A gate that one seed in some hundreds does not pass makes a run fail; it took its time all the same.
  const lines = pwosAnswer(folder, ['run', ...chosen, '--new', '--json'], { form: 'lines', fine: [0, 1] })
  const { elapsedMs } = pwosAnswer(folder, ['status', '--json'])
  if (lines.length === 0) throw new Error('the run said nothing')
  const of = (quantile) => forecast.finish[quantile] - start
  return { elapsedMs, p05: of('p05'), p50: of('p50'), p95: of('p95') }
}

/** A line for each run as it ends: what was foretold beside what happened. */
function told(example, index, run) {
  const { elapsedMs, p05, p50, p95 } = run
  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`
  const how = index < lessons ? 'lesson' : elapsedMs >= p05 && elapsedMs <= p95 ? 'inside' : 'outside'
  const error = `${p50 >= elapsedMs ? '+' : ''}${((p50 / elapsedMs - 1) * 100).toFixed(1)} %`
  console.error(
    `${example} ${index + 1}: ${seconds(elapsedMs)}, foretold ${seconds(p50)} (${seconds(p05)} to ${seconds(p95)}): ${how}, ${error}`,
  )
  return run
}

/** `runs` compared in place of all of them, `example` alone: a piece of it at a time. */
export async function measure({ tasks: all, runs: count = all, example: only, keep }) {
  const rows = []
  for (const example of ['ising', 'argon'].filter((name) => only === undefined || name === only)) {
    await inFolder(`foretold-${example}`, keep, async (folder) => {
      cpSync(join(examples, example), folder, { recursive: true })
      const runs = Array.from({ length: lessons + count }, (_, index) => told(example, index, once(folder, 1000 + index))).slice(lessons)
      const errors = runs.map(({ elapsedMs, p50 }) => Math.abs(p50 / elapsedMs - 1))
      rows.push({
        example,
        runs: count,
        'within P5–P95': runs.filter(({ elapsedMs, p05, p95 }) => elapsedMs >= p05 && elapsedMs <= p95).length,
        'median error': median(errors),
        'median s': median(runs.map(({ elapsedMs }) => elapsedMs)) / 1000,
        'P5–P95 width': median(runs.map(({ p05, p50, p95 }) => (p95 - p05) / p50)),
      })
    })
  }
  const enough = Math.ceil((count * 17) / 20)
  return {
    rows,
    goals: rows.flatMap((row) => [
      {
        goal: `${row.example}: at least ${enough} of ${count} within P5–P95`,
        value: row['within P5–P95'],
        reached: row['within P5–P95'] >= enough,
      },
      { goal: `${row.example}: median error under 10 %`, value: row['median error'], reached: row['median error'] < 0.1 },
    ]),
  }
}
