/** One simulated run, from the first decision to the last: `node bench/decide-all.mjs SHAPE TASKS` prints seconds and peak memory. */

import { loadWorkflow } from '../dist/define/load.js'
import { createEngine } from '../dist/engine/loop.js'
import { createMemoryJournal } from '../dist/journal/memory.js'
import { simulatedWorld } from '../dist/worlds/simulated/world.js'

const shapes = {
  /** One fan-out and its fan-in. */
  wide: (count) => `${fanOut(count - 1)}  gather:\n    after: [first]\n    run: "true"\n`,
  /** Ten layers, element by element. */
  layered: (count) => fanOut(Math.ceil(count / 10)) + layersAfter('first', 9),
  /** A thousand layers of a hundredth of that: the way back to the end is long for everyone. */
  chain: (count) => fanOut(Math.ceil(count / 1000)) + layersAfter('first', 999),
}

const fanOut = (count) => `  first:\n    foreach: { i: "\${{ range(${count}) }}" }\n    run: "true"\n`

function layersAfter(first, layers) {
  return Array.from({ length: layers }, (_, k) => `  layer${k}:\n    each: ${k === 0 ? first : `layer${k - 1}`}\n    run: "true"\n`).join(
    '',
  )
}

const [shape, count] = process.argv.slice(2)
const definition = `pwos: 1\nname: ${shape}\nstages:\n${shapes[shape](Number(count))}`
const file = 'workflow.yaml'

function load(text) {
  const { workflow, problems } = loadWorkflow(text, file)
  if (workflow === undefined) throw new Error(JSON.stringify(problems))
  return workflow
}

load(definition)
const journal = createMemoryJournal()
journal.takeLead()
const world = simulatedWorld({ behaviour: () => ({ wallMs: 1000, outcome: { kind: 'succeeded' } }) })
const engine = createEngine({ journal, world, load: (started) => load(started.definition) })
const started = performance.now()
journal.send({ type: 'start', run: 'bench', name: shape, definition, file, parameters: {}, pools: { cpu: 1000 }, fingerprint: shape })
await engine.drive((state) => state.runs.get('bench')?.phase === 'succeeded')
const seconds = (performance.now() - started) / 1000
const phase = engine.state.runs.get('bench')?.phase
if (phase !== 'succeeded') throw new Error(`the run is ${phase ?? 'not there'}`)
console.log(JSON.stringify({ seconds, peakBytes: process.resourceUsage().maxRSS * 1024 }))
