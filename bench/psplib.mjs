/** How short the schedules are that the search finds for PSPLIB's projects, beside the best published columns. */
import { Worker } from 'node:worker_threads'
import { bestKnown, namesIn } from './psplib-instance.mjs'

export const title = 'psplib: projects with scarce resources, from the critical path (j30: from the optimum)'

/**
 * Average gaps of the best published columns at 1,000, 5,000 and 50,000 schedules, and of the best known makespans, all over
 * whole sets: j30 Valls, Ballestín and Quintanilla 2008; j60 and j120 Proon and Jin 2011.
 */
const published = {
  j30: { 1000: 0.27, 5000: 0.06, 50000: 0.02, best: 0 },
  j60: { 1000: 11.35, 5000: 10.53, 50000: 10.52, best: 10.37 },
  j120: { 1000: 33.45, 5000: 31.51, 50000: 30.45, best: 29.1 },
}

export async function measure({ data, set, schedules, every, workers, seed, each }) {
  const sets = set === undefined ? Object.keys(published) : [set]
  const unknown = sets.find((name) => published[name] === undefined)
  if (unknown !== undefined) throw new Error(`no such set: ${unknown}; there are ${Object.keys(published).join(', ')}`)
  const budgets = schedules === undefined ? [1000, 5000] : [schedules]
  const rows = []
  const goals = []
  for (const name of sets) {
    for (const budget of budgets) {
      const row = await measureSet({ data, set: name, schedules: budget, every, workers, seed, each })
      rows.push(row)
      const column = published[name][budget]
      if (column === undefined) continue
      const shift = row['best known %'] - published[name].best
      goals.push({ goal: `${name}, ${budget} schedules: under ${column} %`, value: row['gap %'], reached: row['gap %'] < column })
      goals.push({
        goal: `${name}, ${budget} schedules: under ${column} % as far as these instances allow (${shift < 0 ? '' : '+'}${shift.toFixed(2)})`,
        value: row['gap %'],
        reached: row['gap %'] < column + shift,
      })
    }
  }
  return { rows, goals }
}

async function measureSet({ data, set, schedules, every, workers, seed, each }) {
  const names = namesIn(data, set).filter((_, i) => i % every === 0)
  const known = bestKnown(data)
  const results = await inWorkers(names, workers, { data, set, schedules, seed })
  const judged = results.map((result) => {
    const { lower, best } = known.get(result.name)
    if (result.makespan < lower || result.bound > best) {
      throw new Error(`${result.name}: ${result.bound}..${result.makespan} against the published ${lower}..${best}`)
    }
    const base = set === 'j30' ? best : result.criticalPath
    return { ...result, lower, best, gap: result.makespan / base - 1, bestGap: best / base - 1 }
  })
  if (each)
    for (const { name, bound, makespan, best, spent, seconds } of judged)
      console.error([name, bound, makespan, best, spent, seconds.toFixed(2)].join(' '))
  const mean = (of) => judged.reduce((sum, result) => sum + of(result), 0) / judged.length
  const seconds = judged.reduce((sum, result) => sum + result.seconds, 0)
  return {
    set,
    schedules,
    instances: judged.length,
    'gap %': round(100 * mean((result) => result.gap)),
    'best known %': round(100 * mean((result) => result.bestGap)),
    'at best known': judged.filter((result) => result.makespan <= result.best).length,
    better: judged.filter((result) => result.makespan < result.best).length,
    'proved best': judged.filter((result) => result.optimal).length,
    'above own bound %': round(100 * mean((result) => result.makespan / Math.max(1, result.bound) - 1)),
    'CPU s': round(seconds),
    'µs a schedule': Math.round((1e6 * seconds) / judged.reduce((sum, result) => sum + result.spent, 0)),
  }
}

const round = (value) => Number(value.toFixed(3))

/** Results in the order of names, whoever made them. */
function inWorkers(names, count, workerData) {
  const results = new Map()
  let next = 0
  const work = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('psplib-worker.mjs', import.meta.url), { workerData })
      const ask = () => {
        if (next < names.length) worker.postMessage(names[next++])
        else resolve(worker.terminate())
      }
      worker.on('error', reject)
      worker.on('message', (result) => {
        results.set(result.name, result)
        ask()
      })
      ask()
    })
  return Promise.all(Array.from({ length: Math.min(count, names.length) }, work)).then(() => names.map((name) => results.get(name)))
}
