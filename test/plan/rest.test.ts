import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { createEngine } from '#engine/loop.ts'
import { createMemoryJournal } from '#journal/memory.ts'
import { expectRun, startCommand } from '#plan/expected-run.ts'
import { simulateRest } from '#plan/forecast-run.ts'
import { foretellable } from '#plan/foretellable.ts'
import { triangular } from '#plan/stated-duration.ts'
import type { RunEvent } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import { runningTasks } from '#run/look.ts'
import { simulatedWorld } from '#worlds/simulated/world.ts'

const definition = `pwos: 1
name: study
stages:
  sample: { foreach: { n: [1, 2, 3, 4, 5] }, run: "true" }
  reduce: { each: sample, run: "true" }
  fit: { run: "true", after: [reduce] }
`
const loaded = loadWorkflow(definition, 'workflow.yaml').workflow
if (loaded === undefined) throw new Error('the definition is right')
const pools = { cpu: 2, memory: 1e9 }
const workflow = foretellable(loaded, expectRun(loaded, {}, pools))
const stageMs = [7_000, 3_000, 2_000]

/** A run to its end, every task as long as its stage always takes. */
async function wholeRun(): Promise<readonly RunEvent[]> {
  const journal = createMemoryJournal()
  journal.takeLead()
  journal.send(startCommand(workflow, {}, pools))
  const behaviour = ({ stage }: { stage: number }) => ({ wallMs: stageMs[stage] ?? 0, outcome: { kind: 'succeeded' as const } })
  const world = simulatedWorld({ behaviour })
  await createEngine({ journal, world, load: () => workflow }).drive(
    (state) => state.runs.size > 0 && [...state.runs.values()].every(({ phase }) => phase === 'succeeded'),
  )
  return [...journal.read(undefined)].map(({ event }) => event)
}

/** What a run cut after so many events looks like, at the time of the last. */
function cutAt(events: readonly RunEvent[], length: number) {
  const state = createState(() => workflow)
  const kept = events.slice(0, length)
  for (const event of kept) evolve(state, event)
  const since = new Map(runningTasks(state, 'plan').map(({ stage, task, startedAt }) => [`${stage} ${task}`, startedAt]))
  return { now: kept.at(-1)?.at ?? 0, underWay: { id: 'plan', events: kept, since } }
}

const always = stageMs.map((ms) => ({
  source: { kind: 'assumed' as const },
  common: 0,
  together: 0,
  of: () => ({ expectedMs: ms, quantile: () => ms }),
}))

test('[PLAN-8] wherever a run is cut, its rest is foretold to end when it does', async () => {
  const events = await wholeRun()
  const end = events.at(-1)?.at
  // Turns are appended whole: a journal is cut between them, where the time moves on or nothing more followed.
  const turns = events.flatMap(({ at }, index) => (index + 1 < events.length && events[index + 1]?.at === at ? [] : [index + 1]))
  expect(turns.length).toBeGreaterThan(5)
  for (const length of turns.slice(0, -1)) {
    const { now, underWay } = cutAt(events, length)
    const { finish, stuck } = await simulateRest({ workflow, parameters: {}, pools, durations: always, start: now }, 1, underWay)
    expect({ length, finish, stuck }).toEqual({ length, finish: end, stuck: undefined })
  }
})

test('[PLAN-8] what has run for long is not taken to be nearly over', async () => {
  const events = await wholeRun()
  const first = events.findIndex(({ type }) => type === 'AttemptsStarted') + 1
  const { underWay } = cutAt(
    events,
    events.findIndex((event, index) => index >= first && event.at > 0),
  )
  const spread = [triangular(1_000, 2_000, 30_000), triangular(1, 1.5, 2), triangular(1, 1.5, 2)]
  const durations = spread.map((duration) => ({ source: { kind: 'assumed' as const }, common: 0, together: 0, of: () => duration }))
  const now = 20_000
  for (let seed = 1; seed <= 50; seed++) {
    const { attempts } = await simulateRest({ workflow, parameters: {}, pools, durations, start: now }, seed, underWay)
    const [one] = attempts
    expect((one?.endedAt ?? 0) - (one?.startedAt ?? 0)).toBeGreaterThanOrEqual(20_000)
    expect((one?.endedAt ?? 0) - (one?.startedAt ?? 0)).toBeLessThanOrEqual(30_000)
  }
})
