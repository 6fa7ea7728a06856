/** From measured seconds to a table, and to what was to be reached. */
import { median } from './measure.mjs'

/** Contenders may have run different numbers of tasks: what is compared is the time for one. */
export function compare(contenders, seconds, goals) {
  const perTask = new Map(contenders.map(({ name, tasks }) => [name, median(seconds.get(name)) / tasks]))
  const own = perTask.get('pwos')
  const rows = contenders.map(({ name, tasks }) => ({
    contender: name,
    tasks,
    'median s': median(seconds.get(name)),
    'tasks/s': Math.round(1 / perTask.get(name)),
    'pwos ÷ it': own === undefined ? '' : own / perTask.get(name),
    'all s': seconds
      .get(name)
      .map((value) => value.toFixed(2))
      .join(' '),
  }))
  const reached = goals
    .filter((goal) => perTask.has(goal.against) && own !== undefined)
    .map((goal) => {
      const value = own / perTask.get(goal.against)
      return { goal: goal.goal, value, reached: value <= goal.atMost }
    })
  return { rows, goals: reached }
}
