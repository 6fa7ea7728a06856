/** Searches the PSPLIB instances it is asked for, one after the other, and checks every schedule. */
import { parentPort, workerData } from 'node:worker_threads'
import { searchProject } from '../dist/plan/search/search-project.js'
import { checkSchedule, criticalPath, readInstance } from './psplib-instance.mjs'

const { data, set, schedules, seed } = workerData

parentPort.on('message', (name) => {
  const project = readInstance(data, set, name)
  const before = process.hrtime.bigint()
  const found = searchProject(project, {
    schedules,
    seed,
    onImprovement: ({ starts, makespan }) => checkSchedule(name, project, starts, makespan),
  })
  const seconds = Number(process.hrtime.bigint() - before) / 1e9
  checkSchedule(name, project, found.starts, found.makespan)
  const { makespan, bound, optimal, schedules: spent } = found
  parentPort.postMessage({ name, criticalPath: criticalPath(project), makespan, bound, optimal, spent, seconds })
})
