import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadWorkflow } from '#define/load.ts'
import { createEngine } from '#engine/loop.ts'
import type { Journal } from '#engine/ports.ts'
import { openSqliteJournal } from '#journal/sqlite.ts'
import { eventVersion } from '#journal/upcast.ts'
import type { RunEvent, RunStarted } from '#run/events.ts'
import { createState, evolve } from '#run/evolve.ts'
import type { Command } from '#run/inputs.ts'
import { type SimulatedOptions, simulatedWorld } from '#worlds/simulated/world.ts'
import { scratch } from '../scratch.ts'

const golden = join(dirname(fileURLToPath(import.meta.url)), 'golden')
const eventsFolder = join(golden, '../../../src/run')
const newest = `version-${eventVersion}`

/** Journals of earlier versions, and of this one, as they were written. */
const versions = readdirSync(golden)
  .filter((name) => name.endsWith('.db'))
  .map((name) => name.slice(0, -3))

function load({ definition, file }: RunStarted) {
  const { workflow, problems } = loadWorkflow(definition, file)
  if (workflow === undefined) throw new Error(JSON.stringify(problems))
  return workflow
}

/** Opened in a copy: reading a journal may add to the file. */
function openGolden(version: string): Journal {
  const store = join(scratch(), '.pwos')
  mkdirSync(store)
  cpSync(join(golden, `${version}.db`), join(store, 'journal.db'))
  return openSqliteJournal(store)
}

if (process.env.PWOS_GOLDEN === 'write') test('[JRN-16] the golden journal of this version is written', writeGolden)

test('[JRN-16] this version has a golden journal', () => expect(versions).toContain(newest))

test.each(versions)('[JRN-16] the journal of %s is read, folded and answers as it did', (version) => {
  const journal = openGolden(version)
  const expected = JSON.parse(readFileSync(join(golden, `${version}.expected`), 'utf8'))
  const entries = [...journal.read(undefined)]
  expect(entries.length).toBe(expected.entries)
  const state = createState(load)
  for (const { event } of entries) evolve(state, event)
  expect(Object.fromEntries([...state.runs].map(([id, run]) => [id, run.phase]))).toEqual(expected.phases)
  expect(JSON.parse(JSON.stringify(journal.runs()))).toEqual(expected.runs)
  for (const [key, found] of Object.entries(expected.found)) expect(journal.find([key]).get(key)).toEqual(found)
  journal.close()
})

test('[JRN-16] the golden journal of this version has every kind of event', () => {
  const union = /export type RunEvent =\n((?: {2}\| \w+\n)+)/.exec(readFileSync(join(eventsFolder, 'events.ts'), 'utf8'))?.[1] ?? ''
  const together =
    /export type TogetherEvent =((?:\s*\|?\s*\w+(?= *[|\n]))+)/.exec(
      readFileSync(join(eventsFolder, 'coordination-events.ts'), 'utf8'),
    )?.[1] ?? ''
  const pieces =
    /export type PiecesEvent =((?:\s*\|?\s*\w+(?= *[|\n]))+)/.exec(readFileSync(join(eventsFolder, 'pieces-events.ts'), 'utf8'))?.[1] ?? ''
  const kinds = [...union.replace('TogetherEvent', together).replace('PiecesEvent', pieces).matchAll(/\w+/g)].map(([kind]) => kind)
  expect(kinds).toContain('ConditionChanged')
  expect(kinds).toContain('StreamEnded')
  const journal = openGolden(newest)
  const written = new Set([...journal.read(undefined)].map((entry) => entry.event.type as string))
  expect(kinds.filter((kind) => !written.has(kind))).toEqual([])
  journal.close()
})

test('[JRN-17] the shapes of events are those of their version', () => {
  const known = JSON.parse(readFileSync(join(golden, `${newest}.expected`), 'utf8')).shapes
  expect(
    shapesNow(),
    'The shapes of events in src/run have changed. Where journals of before would no longer be read as they were meant, raise eventVersion in ' +
      'src/journal/upcast.ts, add the step there, and write a golden journal (PWOS_GOLDEN=write). Where they would (a new kind ' +
      'of event, a new optional field), write the golden journal of this version anew.',
  ).toBe(known)
})

/** A hash over the event types, and what they are made of, as they are written, without their comments and imports. */
function shapesNow(): string {
  const files = readdirSync(eventsFolder)
    .filter((name) => /event|^(outcome|compared|planned-stage|taken-from)\.ts$/.test(name))
    .sort()
    .map((name) => readFileSync(join(eventsFolder, name), 'utf8'))
  const text = files.join('\n').replace(/\/\*[\s\S]*?\*\/|\/\/.*$|^import .*$/gm, '')
  return createHash('sha256').update(text.replace(/\s+/g, ' ')).digest('hex')
}

/** Runs that have every kind of event between them, in the simulated world. */
const study = (use: string) => `
pwos: 1
name: golden
parameters: { n: 2, skip: false }
stages:
  make:
    foreach: { i: "\${{ range(n) }}" }
    run: make \${{ i }} > \${{ outputs.big }}
    outputs:
      big: { path: big.txt, temporary: true }
  use:
    each: make
    run: ${use} \${{ make.outputs.big }}
    gates:
      - { name: small, check: "x < 10" }
  odd:
    when: "skip"
    run: odd
`

/** Work of people, and an instrument that is not always there. */
const campaign = `
pwos: 1
name: campaign
resources:
  people: [{ name: ana, roles: [student] }, { name: kim, roles: [pi] }]
  instruments: [{ name: beam, hours: "daily 09:00-17:00", setup: 1 h }]
stages:
  weigh:
    task: { by: student, form: { mass: { unit: mg, min: 1 } }, due: 500 ms }
  measure:
    after: weigh
    run: measure
    needs: [{ beam: 1 }]
    barrier: together
  sign-off:
    after: measure
    approval: { by: pi }
`

/** Stages that tell each other something, and wait for each other. */
const together = `
pwos: 1
name: together
signals: { told: { x: number }, go: {} }
conditions: { door: { file: open } }
suspend_while: door
stages:
  tell:
    run: tell
    send: { told: { data: { x: "\${{ x }}" } } }
  hear:
    await: [told, go]
    run: hear \${{ signals.told.x }}
    barrier: both
  meet:
    run: meet
    barrier: both
`

/** A loop, and a decision on what came of it. */
const branching = `
pwos: 1
name: branching
stages:
  guess:
    repeat: { until: "iteration > 1 and x < 1", at_most: 3 }
    run: guess \${{ iteration }}
  enough:
    decide:
      - { if: stages.guess.metrics.x < 1, then: near }
      - { else: far }
  near: { run: near }
  far: { run: far }
  both:
    after: { any: [near, far] }
    stages:
      first: { run: first }
      second: { run: second, after: first }
`

/** Gates that have earlier work done again, that ask, and that are waived. */
const judged = `
pwos: 1
name: judged
parameters: { n: 1 }
stages:
  make:
    run: make \${{ n }}
    outputs: { big: { path: big.txt } }
  judge:
    run: judge \${{ stages.make.outputs.big }}
    metrics: { x: number }
    gates:
      - { name: small, check: "x < n - 5", else: [{ rework: { from: make, with: { n: "\${{ n + 1 }}" }, at_most: 1 } }, ask] }
  look:
    run: look
    metrics: { x: number }
    gates:
      - { name: none, check: "x < 0", else: ask }
`

/** Pieces that are handed on while they are made, faster than they are worked off. */
const streaming = `
pwos: 1
name: streaming
stages:
  acquire:
    run: acquire
    outputs: { frames: { path: "frame-*", stream: { at_most: 5, backlog: 2 } } }
  reduce:
    each: acquire.frames
    run: reduce \${{ acquire.outputs.frames }}
`

/** Work that gives its place to what is more important, and goes on from its state. */
const urgent = `
pwos: 1
name: urgent
stages:
  long:
    run: long
    needs: { cpu: 2, time: 10 s }
    checkpoint: { grace: 1 s }
  ready: { run: ready, needs: { cpu: 0 } }
  short: { after: ready, run: short, priority: 5, preempt: lower }
`

const outcomeOf: SimulatedOptions['behaviour'] = ({ run, stage, task, attempt }) => {
  const name = run.workflow.stages[stage]?.name
  const fails = run.id === 'failing' && name === 'use' && task === 1 && attempt === 1
  const failed = {
    kind: 'failed',
    cause: 'program_error',
    exitCode: 3,
    signal: null,
    detail: '값 없음',
    matched: [],
    usage: null,
    metrics: {},
  } as const
  const big = { fingerprint: `${task}`.repeat(64), name: 'big.txt', bytes: 5 }
  const good = { kind: 'succeeded', outputs: name === 'make' ? { big } : {}, metrics: { x: task } } as const
  if (name === 'acquire') return acquired
  const stream = name === 'use' ? { stream: [{ afterMs: 500, metrics: { x: 0.5 } }] } : {}
  return { wallMs: run.id === 'cancelled' ? 1e7 : name === 'long' ? 20_000 : 1000 + task, outcome: fails ? failed : good, ...stream }
}

const frames = [0, 1, 2, 3].map((index) => ({ fingerprint: `${index}f`.repeat(32), name: `frame-${index}`, bytes: 5 }))
const acquired: ReturnType<SimulatedOptions['behaviour']> = {
  wallMs: 900,
  pieces: frames.map((piece, index) => ({ afterMs: 100 * (1 + index), piece })),
  outcome: {
    kind: 'succeeded',
    outputs: { frames: { fingerprint: 'fa'.repeat(32), name: 'files', bytes: 20, files: [], pieces: frames } },
  },
}

async function writeGolden(): Promise<void> {
  const store = join(scratch(), '.pwos')
  const journal = openSqliteJournal(store, { wal: false })
  journal.takeLead()
  const world = simulatedWorld({
    ...{ behaviour: outcomeOf, startAt: Date.UTC(2026, 0, 5), find: (keys) => journal.find(keys) },
    letPass: (_, stage) => stage === 1,
    keyOf: (run, stage, task) =>
      createHash('sha256')
        .update(`${run.workflow.stages[stage]?.run?.source ?? run.workflow.stages[stage]?.name} ${task}`)
        .digest('hex')
        .slice(0, 32),
  })
  const engine = createEngine({ journal, world, load })
  const start = (run: string, use: string): Command => {
    const definition = study(use)
    return {
      type: 'start',
      run,
      name: 'golden',
      definition,
      file: '/study/workflow.yaml',
      parameters: { n: 2, skip: false },
      pools: { cpu: 2 },
      fingerprint: run,
    }
  }
  const toEnd = async (run: string) => engine.drive(() => journal.runs().find((each) => each.run === run)?.outcome !== undefined)
  engine.resume()
  journal.send(start('first', 'use'))
  await toEnd('first')
  journal.send(start('reviving', 'use-otherwise'))
  await toEnd('reviving')
  journal.send(start('failing', 'fail'))
  await toEnd('failing')
  journal.send({ type: 'retry', run: 'failing' })
  await engine.turn()
  await toEnd('failing')
  journal.send(start('cancelled', 'wait'))
  journal.send({ type: 'pause', run: 'cancelled', reason: '점검' })
  journal.send({ type: 'unpause', run: 'cancelled' })
  journal.send({ type: 'hold', run: 'cancelled', stage: 1, reason: '확인' })
  journal.send({ type: 'release', run: 'cancelled', stage: 1 })
  journal.send({ type: 'adjust', run: 'cancelled', pools: { cpu: 1 }, priority: 3 })
  await engine.turn()
  await engine.turn()
  journal.send({ type: 'cancel', run: 'cancelled', reason: 'enough' })
  await toEnd('cancelled')
  const of = { run: 'campaign', stage: 0, task: 0 }
  journal.send({
    ...{ type: 'start', run: 'campaign', name: 'campaign', definition: campaign, file: '/study/workflow.yaml', parameters: {} },
    ...{ pools: { cpu: 2, beam: 1, ana: 1, kim: 1 }, fingerprint: 'campaign', startedBy: 'kim' },
  })
  journal.send({ type: 'answer', ...of, by: 'kim', values: { mass: 2 }, request: 'too early' })
  await engine.turn()
  await engine.turn()
  journal.send({ type: 'answer', ...of, by: 'ana', values: { mass: 'much' } })
  journal.send({ type: 'delegate', ...of, from: 'ana', to: 'kim' })
  await toEnd('campaign')
  journal.send({ type: 'noticed', run: 'campaign', notice: 'finished', channel: 0, outcome: 'failed', tries: 8, detail: 'HTTP 503' })
  await engine.turn()
  journal.send({
    ...{ type: 'start', run: 'together', name: 'together', definition: together, file: '/study/workflow.yaml', parameters: {} },
    ...{ pools: { cpu: 2 }, fingerprint: 'together' },
  })
  journal.send({ type: 'signal', run: 'together', signal: 'gone', values: {}, id: 'misspelt', from: 'kim' })
  await toEnd('together')
  journal.send({
    ...{ type: 'start', run: 'branching', name: 'branching', definition: branching, file: '/study/workflow.yaml', parameters: {} },
    ...{ pools: { cpu: 2 }, fingerprint: 'branching' },
  })
  await toEnd('branching')
  journal.send({
    ...{ type: 'start', run: 'judged', name: 'judged', definition: judged, file: '/study/workflow.yaml', parameters: { n: 1 } },
    ...{ pools: { cpu: 2 }, fingerprint: 'judged' },
  })
  await toEnd('judged')
  journal.send({ type: 'issue', run: 'judged', issue: 1, action: 'resolved', by: 'kim', reason: 'seen' })
  await engine.turn()
  journal.send({
    ...{ type: 'start', run: 'streaming', name: 'streaming', definition: streaming, file: '/study/workflow.yaml', parameters: {} },
    ...{ pools: { cpu: 2 }, fingerprint: 'streaming' },
  })
  await toEnd('streaming')
  journal.send({
    ...{ type: 'start', run: 'urgent', name: 'urgent', definition: urgent, file: '/study/workflow.yaml', parameters: {} },
    ...{ pools: { cpu: 2 }, fingerprint: 'urgent' },
  })
  await toEnd('urgent')
  keep(journal, store)
}

/** The expected answers are taken down with the journal: what is golden is that they stay. */
function keep(journal: Journal, store: string): void {
  const state = createState(load)
  const events: RunEvent[] = [...journal.read(undefined)].map((entry) => entry.event)
  for (const event of events) evolve(state, event)
  const keys = events.flatMap((event) => (event.type === 'AttemptEnded' ? [event.key] : []))
  const expected = {
    shapes: shapesNow(),
    entries: events.length,
    phases: Object.fromEntries([...state.runs].map(([id, run]) => [id, run.phase])),
    runs: journal.runs(),
    found: Object.fromEntries(journal.find(keys)),
  }
  writeFileSync(join(golden, `${newest}.expected`), `${JSON.stringify(expected, null, 2)}\n`)
  journal.close()
  cpSync(join(store, 'journal.db'), join(golden, `${newest}.db`))
}
