/** Plans one generated workflow file of about so many tasks and prints what it took, as JSON. */
import { loadWorkflow } from '../dist/define/load.js'
import { resolveParameters } from '../dist/define/parameters.js'
import { expectRun } from '../dist/plan/expected-run.js'
import { scheduleWorkflow } from '../dist/plan/scheduling/schedule-workflow.js'
import { statedDuration } from '../dist/plan/stated-duration.js'

const count = Number(process.argv[2])
const wide = Math.max(1, Math.round(Math.sqrt(count / 4)))

/** A product of two lists whose tasks take differently long, three steps element by element, and a fan-in. */
const file = `pwos: 1
name: big
stages:
  sample:
    foreach: { seed: "\${{ range(${wide}) }}", T: "\${{ linspace(2.0, 2.6, ${wide}) }}" }
    run: sample --seed \${{ seed }} -T \${{ T }} > \${{ outputs.series }}
    outputs: { series: { path: series.txt } }
    needs: { cpu: 1, memory: 2 GB, time: "\${{ (30 + 200 * (T - 2.0) + seed % 7) * 1 s }}" }
  step1:
    each: sample
    run: work \${{ sample.outputs.series }} > \${{ outputs.series }}
    outputs: { series: { path: series.txt } }
    needs: { cpu: 2, memory: 1 GB, time: 40 s }
  step2:
    each: step1
    run: work \${{ step1.outputs.series }} > \${{ outputs.series }}
    outputs: { series: { path: series.txt } }
    needs: { cpu: 1, time: 15 s }
  step3:
    each: step2
    run: work \${{ step2.outputs.series }} > \${{ outputs.series }}
    outputs: { series: { path: series.txt } }
    needs: { cpu: 4, memory: 4 GB, time: 25 s }
  fit:
    run: fit \${{ stages.step3.outputs.series.manifest }} > \${{ outputs.result }}
    outputs: { result: { path: result.json, format: json } }
    needs: { cpu: 1, time: 60 s }
`

const pools = { cpu: 256, memory: 512e9 }
const began = performance.now()
const { workflow, problems } = loadWorkflow(file, 'workflow.yaml')
if (workflow === undefined) throw new Error(JSON.stringify(problems, undefined, 2))
const parameters = resolveParameters(workflow, {}).values
const expected = expectRun(workflow, parameters, pools)
const durations = workflow.stages.map((stage) => statedDuration(stage, expected.run))
const built = performance.now()
const schedule = scheduleWorkflow({ workflow, expected, pools, durations, start: 0, effort: 1000, seed: 1 })
const ended = performance.now()
if ('reasons' in schedule) throw new Error(JSON.stringify(schedule.reasons))

console.log(
  JSON.stringify({
    tasks: schedule.stages.reduce((sum, stage) => sum + stage.count, 0),
    seconds: (ended - began) / 1000,
    scheduleSeconds: (ended - built) / 1000,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    aboveBound: schedule.finish / schedule.bound.finish - 1,
    reason: schedule.bound.reason.en,
  }),
)
