import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { createEngine } from '#engine/loop.ts'
import { openSqliteJournal } from '#journal/sqlite.ts'
import type { RunEvent, RunStarted } from '#run/events.ts'
import type { State } from '#run/state.ts'
import { quoted } from '#worlds/attempt/quote.ts'
import { createLocalWorld } from '#worlds/local/world.ts'
import { endLanes } from '../leftovers.ts'
import { onCleanup, scratch } from '../scratch.ts'
import { openStudy } from './engine-bench.ts'

vi.setConfig({ testTimeout: 120_000 })

/** Ends only when pieces are worked on, however slow the machine is. */
const acquire = (
  folder: string,
  more = `until test -e ${quoted(join(folder, 'began-frame-3'))}; do sleep 0.02; done`,
  stream = '{ backlog: 2 }',
) => `  acquire:
    run: |
      for i in 1 2 3 4 5 6; do
        echo "$i" > "frame-$i"
        echo "frame-$i" >> "$PWOS_STREAM"
        sleep 0.05
      done
      ${more}
    outputs: { frames: { path: "frame-*", stream: ${stream} } }
`
const study = (folder: string, producer = acquire(folder)) => `pwos: 1
name: study
stages:
${producer}  reduce:
    each: acquire.frames
    run: |
      touch ${quoted(join(folder, 'began-'))}\${{ label }}
      sleep 0.3
      cat \${{ acquire.outputs.frames }} > \${{ outputs.one }}
    outputs: { one: one }
  total:
    run: cat \${{ stages.reduce.outputs.one.paths }} > \${{ outputs.all }}
    outputs: { all: all }
`

const kinds = (events: readonly RunEvent[], type: RunEvent['type']) => events.filter((event) => event.type === type)
const piecesOf = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'PiecesPublished' ? event.pieces.map(({ name }) => name) : []))

test('[LOCAL-54] pieces are worked on while they are made, who makes them is held, and another run has them all at once', async () => {
  const bench = openStudy()
  const first = await bench.run(study(bench.folder))
  expect(first.outcome).toBe('succeeded')
  expect(piecesOf(first.events)).toEqual([1, 2, 3, 4, 5, 6].map((number) => `frame-${number}`))
  expect(kinds(first.events, 'ProducerHeld').length).toBeGreaterThan(0)
  const began = first.events.findIndex((event) => event.type === 'AttemptsStarted' && event.stage === 2)
  const ended = first.events.findIndex((event) => event.type === 'AttemptEnded' && event.stage === 0)
  expect(began).toBeLessThan(ended)
  const again = await bench.run(study(bench.folder))
  expect([again.outcome, again.computed, piecesOf(again.events).length]).toEqual(['succeeded', [], 6])
})

test('[LOCAL-54] a piece that is changed afterwards, and one too many, fail the run and are named', async () => {
  const detailOf = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.type === 'AttemptEnded' && event.outcome.kind === 'failed' ? [event.outcome.detail] : []))
  const bench = openStudy()
  const run = (more: string, stream?: string) => bench.run(study(bench.folder, acquire(bench.folder, more, stream)))
  const changed = await run(`until test -e ${quoted(join(bench.folder, 'began-frame-3'))}; do sleep 0.02; done; echo other > frame-3`)
  expect([changed.outcome, detailOf(changed.events)]).toEqual(['failed', ['frame-3 was changed after it had been handed on']])
  const many = await run('sleep 30', '{ at_most: 4 }')
  expect(many.outcome).toBe('failed')
  expect(detailOf(many.events)).toEqual(['frames: more than 4 pieces; `at_most` of `stream` says how many there may be'])
})

test('[LOCAL-54] [RUN-188] controllers that die at every piece change nothing: each piece once, each task once', async () => {
  const folder = scratch()
  const store = join(folder, '.pwos')
  onCleanup(() => endLanes(store))
  const load = ({ definition }: RunStarted) => {
    const { workflow } = loadWorkflow(definition, 'workflow.yaml')
    if (workflow === undefined) throw new Error('the definition is right')
    return workflow
  }
  let events: readonly RunEvent[] = []
  for (let life = 1; life < 20 && events.at(-1)?.type !== 'RunEnded'; life++) {
    const journal = openSqliteJournal(store)
    journal.takeLead()
    const world = createLocalWorld({ store, journal, load, graceMs: 300 })
    const engine = createEngine({ journal, world, load })
    engine.resume()
    const file = join(folder, 'workflow.yaml')
    const named = { run: 'r', name: 'study', definition: study(folder), file, parameters: {}, pools: { cpu: 2 }, fingerprint: 'r' }
    if (life === 1) journal.send({ type: 'start', ...named })
    const isOver = () => journal.runs().some(({ outcome }) => outcome !== undefined)
    const enough = (state: State) => isOver() || (state.runs.get('r')?.stages[1]?.count ?? 0) >= life
    await engine.drive(life > 6 ? isOver : enough)
    await world.close()
    events = [...journal.read('r')].map(({ event }) => event)
    journal.close()
  }
  expect(events.at(-1)).toMatchObject({ type: 'RunEnded', outcome: 'succeeded' })
  expect(piecesOf(events)).toEqual([1, 2, 3, 4, 5, 6].map((number) => `frame-${number}`))
  const tasks = events.flatMap((event) => (event.type === 'AttemptEnded' && event.stage === 2 ? [`${event.task}#${event.attempt}`] : []))
  expect(tasks.sort()).toEqual([0, 1, 2, 3, 4, 5].map((task) => `${task}#1`))
  const all = events.flatMap((event) =>
    event.type === 'AttemptEnded' && event.stage === 3 && event.outcome.kind === 'succeeded' ? [event.outcome.result.outputs.all] : [],
  )
  const [artefact] = all
  expect(
    readFileSync(join(store, 'objects', artefact?.fingerprint.slice(0, 2) ?? '', artefact?.fingerprint.slice(2) ?? '', 'all'), 'utf8'),
  ).toBe('1\n2\n3\n4\n5\n6\n')
})
