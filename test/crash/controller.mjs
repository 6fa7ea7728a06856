// A controller to be killed: leads the store, starts the run unless it is there, and drives it to its end.
//   node controller.mjs STORE WORKFLOW
import { readFileSync } from 'node:fs'
import { loadWorkflow } from '#define/load.ts'
import { createEngine } from '#engine/loop.ts'
import { FencedError } from '#engine/ports.ts'
import { openJournal } from '#journal/open-journal.ts'
import { createLocalWorld } from '#worlds/local/world.ts'

const [store, file] = process.argv.slice(2)
const journal = openJournal(store)
const load = ({ definition, file }) => {
  const { workflow, problems } = loadWorkflow(definition, file)
  if (workflow === undefined) throw new Error(JSON.stringify(problems))
  return workflow
}
const isOver = () => journal.runs()[0]?.outcome !== undefined

/** Leads until the run is over, or until another process does. */
async function lead() {
  while (!journal.takeLead()) await new Promise((done) => setTimeout(done, 10))
  const world = createLocalWorld({ store, journal, graceMs: 200 })
  try {
    const engine = createEngine({ journal, world, load })
    engine.resume()
    if (journal.runs().length === 0 && journal.inbox().length === 0) {
      const definition = readFileSync(file, 'utf8')
      const parameters = { log: process.env.CRASH_LOG }
      journal.send({ type: 'start', run: 'r1', name: 'crash', definition, file, parameters, pools: { cpu: 4 }, fingerprint: 'f' })
    }
    await engine.drive(isOver)
  } catch (error) {
    if (!(error instanceof FencedError)) throw error
  } finally {
    await world.close()
    journal.releaseLead()
  }
}

while (!isOver()) await lead()
journal.close()
