/** What a forecast costs: a plan of 200 tasks simulated 1,000 times, as the command does it, starting Node included. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder, inTurns, median } from './measure.mjs'
import { pwosAnswer } from './pwos.mjs'

export const tasks = 200
export const title = 'forecast: 1,000 simulated runs of a plan'

/** Three stages task by task on a few cores, and a fan-in; every duration is a range. */
function write(folder, count) {
  const wide = Math.max(1, Math.floor((count - 1) / 3))
  const stage = (name, order) => `  ${name}:\n    ${order}\n    run: "true"\n    time: 2..6 min\n    needs: { cpu: 1 }\n`
  const stages = [
    stage('prepare', `foreach: { n: "\${{ range(${wide}) }}" }`),
    stage('sample', 'each: prepare'),
    stage('reduce', 'each: sample'),
  ]
  writeFileSync(
    join(folder, 'workflow.yaml'),
    `pwos: 1\nname: forecast\nresources: { cpu: 16 }\nstages:\n${stages.join('')}  fit:\n    after: [reduce]\n    run: "true"\n    time: 5..20 min\n`,
  )
}

export function measure({ tasks: count, rounds, keep }) {
  return inFolder('forecast', keep, async (folder) => {
    write(folder, count)
    let answer
    const contender = (name, seeds) => ({
      name,
      run: () => {
        const began = performance.now()
        answer = pwosAnswer(folder, ['plan', 'workflow.yaml', '--seeds', String(seeds), '--effort', '100', '--json'])
        return (performance.now() - began) / 1000
      },
    })
    const seconds = await inTurns([contender('1,000 seeds', 1000), contender('none', 0)], rounds)
    const rows = [...seconds].map(([name, values]) => ({ forecast: name, tasks: answer.tasks, 'median s': median(values) }))
    const whole = rows[0]['median s']
    return { rows, goals: [{ goal: '1,000 seeds of a 200-task plan in under 5 s', value: whole, reached: whole < 5 }] }
  })
}
