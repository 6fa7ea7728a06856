import { expect, test } from 'vitest'
import type { Json } from '#model/json.ts'
import type { RunEvent } from '#run/events.ts'
import { watchingFor } from '#run/watching.ts'
import type { SimulatedLine } from '#worlds/simulated/behaviour.ts'
import { simulate, startOf } from '../simulation/flow.ts'
import { tell } from '../simulation/story.ts'

const md = (watch: string, more = '') => `  md:
    run: x
    time: 100 s
    metrics: { energy: { unit: eV }, n: integer }
    watch: [${watch}]
${more}`

const lines = (...values: readonly Json[]): readonly SimulatedLine[] =>
  values.map((energy, index) => ({ afterMs: 1000 * (index + 1), metrics: { energy } }))

async function ran(text: string, stream: readonly SimulatedLine[], wallMs = 60_000) {
  const simulation = simulate({
    behaviour: ({ attempt }) => ({ wallMs, outcome: { kind: 'succeeded' }, stream: attempt === 1 ? stream : [] }),
  })
  const events = await simulation.send(startOf(text))
  return { events, simulation }
}

function ended(events: readonly RunEvent[]) {
  return events.filter((event) => event.type === 'AttemptEnded')
}

test('[METRIC-13, METRIC-14] a condition that holds ends the attempt with its cause, and says what was saved', async () => {
  const { events } = await ran(md('{ stop_if: "isNaN(energy)" }'), lines(-1, -2, null, -4))
  expect(ended(events)).toMatchObject([
    {
      at: 3000,
      savedMs: 97_000,
      outcome: {
        kind: 'failed',
        cause: 'diverged',
        watch: 0,
        detail: 'stopped early, as isNaN(energy) (energy = NaN eV), after 3 s of 100 s expected: 97 s saved',
      },
      then: { kind: 'failed', cause: 'diverged' },
    },
  ])
})

test('[METRIC-13] rules of on_error go by the cause', async () => {
  const text = md('{ stop_if: "energy > 0 eV", cause: drifted }', '    on_error: [{ cause: drifted, retry: { at_most: 1 } }]\n')
  const { events } = await ran(text, lines(-1, 1))
  expect(tell(events, 'AttemptEnded', 'RunEnded')).toEqual([
    '2000 md/0#1 drifted, retry rule:0 at 2000',
    '62000 md/0#2 done',
    '62000 succeeded',
  ])
})

const conditions: readonly (readonly [condition: string, stops: number | undefined])[] = [
  ['energy > 3 eV', 5],
  ['lines == 4', 4],
  ['len(series.energy) >= 3 and slope(last(series.energy, 3)) > 0.4 eV', 3],
  ['max(series.energy) - min(series.energy) > 5 eV', 7],
  ['elapsed > 5 s', 5.2],
  ['since_line > 10 s', 19.2],
  ['mean(series.energy) > 100 eV', undefined],
  ['metrics.energy > 3 eV', 5],
  // What has not come stops nothing.
  ['n > 0', undefined],
]

test.each(conditions)('[METRIC-12] %s', async (condition, stops) => {
  const { events } = await ran(md(`{ stop_if: "${condition}" }`), lines(0, 1, 2, 3, 4, 5, 6, 7, 8))
  const [end] = ended(events)
  if (stops === undefined) expect(end?.outcome.kind).toBe('succeeded')
  else {
    expect(end?.outcome).toMatchObject({ kind: 'failed', cause: 'diverged' })
    expect(Math.abs((end?.at ?? 0) - 1000 * stops)).toBeLessThan(900)
  }
})

test('[METRIC-12] only the last thousand values are remembered, and the verdict does not hang on the looks', async () => {
  const { simulation } = await ran(md('{ stop_if: "len(series.energy) > 1000 or first(series.energy) >= 500 eV" }'), [])
  const watching = watchingFor(simulation.engine.state, 'r', 0, 0)
  let doomedAt = 0
  for (let line = 0; line < 3000 && doomedAt === 0; line++) if (watching?.note({ energy: line }, line) !== undefined) doomedAt = line
  // Remembered are 500 … 1499.
  expect(doomedAt).toBe(1499)
  expect(watching?.note({ energy: 9999 }, 9999)).toBeUndefined()
})

test('[METRIC-10, METRIC-11] lines that were told before, and words of older attempts, change nothing', async () => {
  const simulation = simulate({ behaviour: () => ({ wallMs: 1e6, outcome: { kind: 'succeeded' } }) })
  simulation.journal.send(startOf(md('')))
  while (!simulation.events.some(({ type }) => type === 'AttemptsStarted')) await simulation.engine.turn()
  const { decide } = await import('#run/decide.ts')
  const { evolve } = await import('#run/evolve.ts')
  const { state } = simulation.engine
  const word = (attempt: number, line: number) => ({
    ...({ type: 'streamed', run: 'r', stage: 0, task: 0, attempt } as const),
    ...{ seen: { metrics: line }, points: { energy: [[line, 1] as const] } },
  })
  const [event] = decide(state, word(1, 5), 10)
  expect(event).toMatchObject({ type: 'MetricsStreamed', seen: { metrics: 5 }, attempt: 1 })
  if (event !== undefined) evolve(state, event)
  expect(decide(state, word(1, 5), 11)).toEqual([])
  expect(decide(state, word(1, 4), 11)).toEqual([])
  expect(decide(state, word(0, 9), 11)).toEqual([])
  expect(decide(state, word(2, 9), 11)).toEqual([])
  expect(decide(state, word(1, 6), 11)).toHaveLength(1)
})
