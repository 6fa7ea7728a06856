/** A workflow of a million tasks that is not run: what checking it and drawing its graph costs, in time and memory. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inFolder, inTurns, median } from './measure.mjs'
import { pwosWithMemory } from './pwos.mjs'

export const tasks = 1_000_000
export const title = 'million: check and graph of a workflow with a million tasks'

/** Half of the tasks by a product, a quarter each element by element and by a second step, and a fan-in. */
function write(folder, count) {
  const wide = Math.max(1, Math.round(Math.sqrt(count / 4)))
  const chain = [1, 2, 3].map(
    (k) =>
      `  step${k}:\n    each: ${k === 1 ? 'sample' : `step${k - 1}`}\n    run: work \${{ ${k === 1 ? 'sample' : `step${k - 1}`}.outputs.series }} > \${{ outputs.series }}\n    outputs: { series: { path: series.txt } }\n`,
  )
  writeFileSync(
    join(folder, 'workflow.yaml'),
    `pwos: 1
name: million
stages:
  sample:
    foreach: { seed: "\${{ range(${wide}) }}", T: "\${{ linspace(2.0, 2.6, ${wide}) }}" }
    run: sample --seed \${{ seed }} -T \${{ T }} > \${{ outputs.series }}
    outputs: { series: { path: series.txt } }
${chain.join('')}  fit:
    run: fit \${{ stages.step3.outputs.series.manifest }} > \${{ outputs.result }}
    outputs: { result: { path: result.json, format: json } }
`,
  )
}

export function measure({ tasks: count, rounds, keep }) {
  return inFolder('million', keep, async (folder) => {
    write(folder, count)
    const peaks = new Map()
    const command = (name, args) => ({
      name,
      run: () => {
        const { seconds, peakBytes } = pwosWithMemory(folder, args)
        peaks.set(name, Math.max(peaks.get(name) ?? 0, peakBytes))
        return seconds
      },
    })
    const commands = [
      command('check', ['check', 'workflow.yaml', '--json']),
      command('graph', ['graph', 'workflow.yaml', '--format', 'svg']),
    ]
    const seconds = await inTurns(commands, rounds)
    const rows = commands.map(({ name }) => ({ command: name, 'median s': median(seconds.get(name)), 'peak MB': peaks.get(name) / 1e6 }))
    const together = rows.reduce((sum, row) => sum + row['median s'], 0)
    const peak = Math.max(...rows.map((row) => row['peak MB']))
    return {
      rows,
      goals: [
        { goal: 'check and graph together under 10 s', value: together, reached: together < 10 },
        { goal: 'peak memory under 1,500 MB', value: peak, reached: peak < 1500 },
      ],
    }
  })
}
