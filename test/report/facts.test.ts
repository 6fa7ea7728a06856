import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { digestLine } from '#report/digest.ts'
import { collectFacts } from '#report/facts.ts'
import type { RunEvent } from '#run/events.ts'
import { load, simulate, startOf } from '../simulation/flow.ts'
import { acts } from '../simulation/story.ts'
import { axes, element, gate, output, whole, workflow } from './by-hand.ts'
import { fold } from './fold.ts'
import { ising, isingJournal } from './ising.ts'
import { began, compared, file, Journal, verdict } from './journal.ts'

const journal = isingJournal()
const facts = collectFacts(fold(ising, journal.events), journal.events)

test('[REP-7] totals and stage statistics of a known journal', () => {
  expect(facts.totals).toMatchObject({ tasks: 79, done: 79, reused: 0, failed: 0, open: 0, attempts: 82, retries: 3 })
  expect(facts.run).toMatchObject({ phase: 'succeeded', startedAt: began, title: 'Critical temperature of the 2D Ising model' })
  const [sample, binder, fit] = facts.stages
  expect(sample).toMatchObject({ tasks: 39, attempts: 42, retries: 3, reused: 0 })
  expect(sample?.causes).toEqual([
    { cause: 'gate_failed', count: 2 },
    { cause: 'out_of_memory', count: 1 },
  ])
  expect(binder?.wallMs).toMatchObject({ count: 39, min: 58, median: 58, max: 58, total: 39 * 58 })
  expect(fit).toMatchObject({ attempts: 1, memoryBytes: { max: 64e6 }, cpuMs: { total: 1_190 }, waitMs: { median: 6 } })
  expect(sample?.memoryBytes?.max).toBe(38e6 + 38e6)
})

test('[REP-7] what was not measured is null, never zero', () => {
  const made = workflow([{ name: 'a' }])
  const { events } = new Journal()
    .start('a')
    .expand(1, 0, 1)
    .queue(2, 0, [0])
    .begin(3, 0, [0])
    .end(10, 0, 0, { startedAt: 4 })
    .finish(11, 'succeeded')
  const [stage] = collectFacts(fold(made, events), events).stages
  expect(stage).toMatchObject({ cpuMs: null, memoryBytes: null, wallMs: { count: 1, total: 6 } })
  expect(collectFacts(fold(made, events), events).totals.cpuMs).toBeNull()
})

test('[REP-8] a gate counts each task by its newest verdict, and names the task nearest to the threshold', () => {
  const [thermalised, agrees, precise] = facts.gates
  expect(thermalised).toMatchObject({ name: 'thermalised', passed: 39, failed: 0, inconclusive: 0, level: 'required' })
  expect(thermalised?.worst).toMatchObject({ task: 38, verdict: 'passed', compared: { left: 174, right: 400 } })
  expect(thermalised?.worst?.compared?.relative).toBeCloseTo(226 / 400, 12)
  expect(thermalised?.margins).toMatchObject({ count: 39, min: 226 / 400 })
  expect(agrees?.worst?.compared).toMatchObject({ left: 0.000455, operator: '<', right: 0.00363 })
  expect(precise).toMatchObject({ level: 'expected', passed: 0, failed: 1 })
  expect(precise?.worst?.compared).toMatchObject({ left: 0.00121, right: 0.001 })
  expect(precise?.worst?.compared?.relative).toBeCloseTo(-0.21, 12)
})

test('[REP-8] margins of quantities are taken in SI units; of checks that hang together otherwise there are none', () => {
  const gates = [
    gate('cold', 'temperature < 4 K and pressure > 2 bar'),
    gate('either', 'a < 1 or b < 1'),
    gate('equal', 'n == 3'),
    gate('zero', 'drift < 0'),
  ]
  const made = workflow([{ name: 'cool', gates }])
  const verdicts = [
    compared(0, [
      { left: { value: 1, unit: 'K' }, operator: '<', right: { value: 4_000, unit: 'mK' } },
      { left: { value: 3, unit: 'bar' }, operator: '>', right: { value: 200, unit: 'kPa' } },
    ]),
    verdict(1, { a: 0, b: 0 }),
    compared(2, [{ left: 3, operator: '==', right: 3 }]),
    compared(3, [{ left: -0.25, operator: '<', right: 0 }]),
  ]
  const { events } = new Journal()
    .start('a')
    .expand(1, 0, 1)
    .queue(2, 0, [0])
    .begin(3, 0, [0])
    .end(10, 0, 0, { verdicts })
    .finish(11, 'succeeded')
  const [cold, either, equal, zero] = collectFacts(fold(made, events), events).gates
  expect(cold?.worst?.compared).toMatchObject({ operator: '>', right: { value: 200, unit: 'kPa' } })
  expect(cold?.worst?.compared?.relative).toBeCloseTo(0.5, 12)
  expect(either?.worst?.compared).toBeUndefined()
  expect(equal?.worst?.compared).toMatchObject({ left: 3, right: 3, relative: undefined })
  expect(zero?.worst?.compared?.relative).toBe(0.25)
})

test('[REP-9] repeated attempts by who asked for them, with what was changed and whether it helped', () => {
  expect(facts.retries).toHaveLength(2)
  expect(facts.retries.find((retry) => retry.budget === 'gate:thermalised')).toMatchObject({
    cause: 'gate_failed',
    attempts: 2,
    tasks: 2,
    recovered: 2,
    changed: { sweeps: 80_000 },
    detail: 'thermalised: tau_int < sweeps / 50',
  })
  expect(facts.retries.find((retry) => retry.budget === 'rule:0')).toMatchObject({
    cause: 'out_of_memory',
    attempts: 1,
    recovered: 1,
    needs: { memory: 4e8 },
  })
  expect(facts.failures).toEqual([])
})

/** Three tasks: one ignored, one failed for good, one failed, repeated and failed again; a stage behind them that is skipped. */
function failing(): { readonly made: ReturnType<typeof workflow>; readonly events: readonly RunEvent[] } {
  const made = workflow([
    { name: 'try', fanout: axes({ x: [1, 2, 3] }) },
    { name: 'gather', dependencies: [whole(0)] },
  ])
  const { events } = new Journal()
    .start('a')
    .expand(1, 0, 3)
    .expand(1, 1, 1)
    .queue(2, 0, [0, 1, 2])
    .begin(3, 0, [0])
    .begin(3, 0, [1])
    .end(10, 0, 0, {
      startedAt: 3,
      cause: 'not_converged',
      detail: 'no convergence in 100 steps',
      exitCode: 3,
      sequel: { kind: 'ignored' },
    })
    .end(12, 0, 1, {
      startedAt: 3,
      cause: 'program_error',
      detail: 'exit code 1',
      exitCode: 1,
      sequel: { kind: 'failed', cause: 'program_error' },
    })
    .begin(13, 0, [2])
    .end(20, 0, 2, {
      startedAt: 13,
      cause: 'killed',
      detail: 'SIGSEGV',
      signal: 'SIGSEGV',
      sequel: { kind: 'retry', budget: 'rule:1', notBefore: 0, with: {}, needs: {} },
    })
    .requeue(21, 0, [2])
    .begin(22, 0, [2], 2)
    .end(30, 0, 2, {
      startedAt: 22,
      attempt: 2,
      cause: 'program_error',
      detail: 'exit code 1 again',
      exitCode: 1,
      sequel: { kind: 'failed', cause: 'program_error' },
    })
    .skip(31, 1, [0], 'upstream_failed')
    .finish(32, 'failed')
  return { made, events }
}

test('[REP-9] failures are those that were left in the end, by stage and cause, with what was found', () => {
  const { made, events } = failing()
  const read = collectFacts(fold(made, events), events)
  expect(read.failures).toMatchObject([
    {
      stage: 0,
      cause: 'program_error',
      sequel: 'failed',
      tasks: 2,
      examples: [
        { task: 1, detail: 'exit code 1', exitCode: 1 },
        { task: 2, attempt: 2, detail: 'exit code 1 again' },
      ],
    },
    { cause: 'not_converged', sequel: 'ignored', tasks: 1, examples: [{ exitCode: 3 }] },
  ])
  expect(read.retries).toMatchObject([{ cause: 'killed', budget: 'rule:1', tasks: 1, recovered: 0 }])
  expect(read.totals).toMatchObject({ tasks: 4, done: 0, failed: 2, ignored: 1, skipped: 1, open: 0 })
})

test('[REP-10] the chain that determined the end covers the whole run: what it ran and waited adds up', () => {
  const { criticalPath, run } = facts
  const last = facts.timeline.rows.flatMap((row) => (row.kind === 'bars' ? row.bars.map((bar) => bar.endedAt) : []))
  const waited = Object.values(criticalPath.waitMs).reduce((sum, one) => sum + one, 0)
  expect(criticalPath.runMs + waited).toBe(Math.max(...last) - run.startedAt)
  expect(criticalPath.steps.at(-1)).toMatchObject({ stage: 2, link: 'data' })
  expect(criticalPath.steps.at(-2)).toMatchObject({ stage: 1, link: 'data' })
  for (const [at, step] of criticalPath.steps.entries())
    if (at > 0) expect(step.startedAt).toBeGreaterThanOrEqual(criticalPath.steps[at - 1]!.endedAt)
  expect(criticalPath.stages[0]).toMatchObject({ stage: 0 })
})

test('[REP-10] the chain goes through inputs, repeated attempts, room in a pool and turns in a bundle', () => {
  const made = workflow([{ name: 'a' }, { name: 'b', dependencies: [whole(0)] }, { name: 'c', fanout: axes({ x: [1, 2] }) }])
  const { events } = new Journal()
    .start('a', {}, { cpu: 1 })
    .expand(1, 0, 1)
    .expand(1, 1, 1)
    .expand(1, 2, 2)
    .queue(2, 0, [0])
    .queue(2, 2, [0, 1])
    .begin(5, 0, [0])
    .end(100, 0, 0, { startedAt: 6, cause: 'lost', sequel: { kind: 'retry', budget: 'lost', notBefore: 0, with: {}, needs: {} } })
    .requeue(101, 0, [0])
    .begin(102, 0, [0], 2)
    .end(200, 0, 0, { startedAt: 103, attempt: 2 })
    .queue(201, 1, [0])
    .begin(205, 1, [0])
    .end(300, 1, 0, { startedAt: 206 })
    .begin(302, 2, [0, 1])
    .end(350, 2, 0, { startedAt: 303 })
    .end(400, 2, 1, { startedAt: 352 })
    .finish(401, 'succeeded')
  const { criticalPath } = collectFacts(fold(made, events), events)
  expect(criticalPath.steps.map(({ stage, task, attempt, link, waitMs }) => [stage, task, attempt, link, waitMs])).toEqual([
    [0, 0, 1, 'start', 6],
    [0, 0, 2, 'retry', 3],
    [1, 0, 1, 'data', 6],
    [2, 0, 1, 'resource', 3],
    [2, 1, 1, 'bundle', 2],
  ])
})

test('[REP-11] what tasks held of a pool adds up over time, and its peak is what was held at one moment', () => {
  const [cpu, memory] = facts.pools
  const held = journal.events.reduce((sum, event) => {
    if (event.type !== 'AttemptsStarted') return sum
    const end = journal.events.find(
      (other) =>
        other.type === 'AttemptEnded' &&
        other.stage === event.stage &&
        other.task === event.tasks[0] &&
        other.attempt === event.attempts[0],
    )
    return sum + (event.holds.cpu ?? 0) * (end!.at - event.at)
  }, 0)
  expect(cpu).toMatchObject({ pool: 'cpu', capacity: 2, peak: 2, total: held })
  const width = (cpu!.to - cpu!.from) / cpu!.held.length
  expect(cpu!.held.reduce((sum, mean) => sum + mean * width, 0)).toBeCloseTo(held, -1)
  expect(Math.max(...cpu!.held)).toBeLessThanOrEqual(2)
  expect(cpu!.share).toBeCloseTo(held / (2 * facts.run.wallMs), 12)
  expect(memory).toMatchObject({ pool: 'memory', capacity: 4e9, peak: 6e8 })
})

test('[REP-12] bars of one lane never overlap, and every attempt has its bar', () => {
  expect(facts.timeline.rows.map((row) => [row.stage, row.kind])).toEqual([
    [0, 'bars'],
    [1, 'bars'],
    [2, 'bars'],
  ])
  for (const row of facts.timeline.rows) {
    if (row.kind !== 'bars') continue
    expect(row.bars).toHaveLength(facts.stages[row.stage]!.attempts)
    for (const a of row.bars)
      for (const b of row.bars) if (a !== b && a.lane === b.lane) expect(a.endedAt <= b.startedAt || b.endedAt <= a.startedAt).toBe(true)
  }
})

test('[REP-13] figures of single stages with their errors, the last stage first; fan-outs as a spread', () => {
  expect(facts.answers.slice(0, 4)).toMatchObject([
    { metric: 'tc', value: 2.26873, error: 0.00121 },
    { metric: 'chi2', value: 1.07, error: undefined },
    { metric: 'beta_nu', error: 0.0031 },
    { metric: 'method', value: 'Binder crossing' },
  ])
  expect(facts.answers.slice(4).map((answer) => [answer.kind, answer.metric])).toEqual([
    ['fanout', 'u4'],
    ['fanout', 'energy'],
    ['fanout', 'tau_int'],
  ])
})

test('[REP-13] a loop shows what its last turn measured, once, and a decision is no measurement', async () => {
  const text = `  scf:\n    repeat: { until: residual < 0.1, at_most: 4 }\n    run: "scf \${{ iteration }}"\n    metrics: { residual: number }\n`
  const turn = (residual: number) => ({ metrics: { residual } })
  const simulation = simulate({ behaviour: acts({ 'scf.1': turn(1), 'scf.2': turn(0.01) }) })
  const events = await simulation.send(startOf(text))
  const run = fold(load(startOf(text)), events)
  const names = collectFacts(run, events).answers.map(({ stage, metric }) => [run.workflow.stages[stage]?.name, metric])
  expect(names).toEqual([['scf', 'residual']])
})

test('[REP-13] files produced are counted and listed by output, pictures among them', () => {
  expect(facts.artefacts.count).toBe(80)
  expect(facts.artefacts.outputs.map(({ output: name, count, files }) => [name, count, files.length])).toEqual([
    ['result', 1, 1],
    ['figure', 1, 1],
    ['cumulant', 39, 12],
    ['series', 39, 12],
  ])
  expect(facts.artefacts.figures.map((figure) => figure.artefact.name)).toEqual(['binder.svg'])
})

test('[REP-13] reused results are counted as such', () => {
  const made = workflow([
    { name: 'a', outputs: [output('x')], gates: [gate('good', 'v < 1')] },
    { name: 'b', dependencies: [element(0, 'x')] },
  ])
  const { events } = new Journal()
    .start('a')
    .expand(1, 0, 1)
    .expand(1, 1, 1)
    .reuse(2, 0, 0, { outputs: { x: file('x.json', 12) } }, [verdict(0, { v: 0.5 })])
    .queue(3, 1, [0])
    .begin(4, 1, [0])
    .end(9, 1, 0, { startedAt: 5 })
    .finish(10, 'succeeded')
  const read = collectFacts(fold(made, events), events)
  expect(read.totals).toMatchObject({ tasks: 2, done: 2, reused: 1, attempts: 1 })
  expect(read.gates[0]).toMatchObject({ passed: 1 })
  expect(read.artefacts.count).toBe(1)
})

test('[REP-14] a run that goes on is read until now: what runs has no end yet', () => {
  const made = workflow([{ name: 'a' }])
  const { events } = new Journal().start('a').expand(1, 0, 1).queue(2, 0, [0]).begin(10, 0, [0])
  const read = collectFacts(fold(made, events), events, { now: began + 1_000 })
  expect(read.run).toMatchObject({ phase: 'running', wallMs: 1_000 })
  expect(read.totals).toMatchObject({ open: 1, busyMs: 990 })
  expect(read.timeline.rows[0]).toMatchObject({ bars: [{ end: 'running', endedAt: began + 1_000 }] })
  expect(read.pools[0]).toMatchObject({ total: 990 })
})

test('[REP-15] the digest is the sha256 of the events as lines of JSON with sorted names, however they were kept', () => {
  const text = journal.events.map(digestLine).join('')
  const hash = createHash('sha256').update(text).digest('hex')
  const kept = journal.events.map(
    (event) => Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(event)) as object).reverse()) as unknown as RunEvent,
  )
  const read = (events: readonly RunEvent[]) => collectFacts(fold(ising, events), events, { hash: createHash('sha256') }).journal
  expect(read(journal.events)).toEqual({ events: journal.events.length, digest: hash })
  expect(read(kept).digest).toBe(hash)
  expect(read(journal.events.slice(0, -1)).digest).not.toBe(hash)
  expect(facts.journal.digest).toBeUndefined()
})

test('[REP-15] facts are plain JSON', () => {
  const plain = JSON.parse(JSON.stringify(facts)) as object
  expect(plain).toEqual(JSON.parse(JSON.stringify(structuredClone(facts))))
  const visit = (value: unknown): void => {
    if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
    if (typeof value === 'object' && value !== null) {
      expect([Object.prototype, Array.prototype]).toContain(Object.getPrototypeOf(value))
      for (const one of Object.values(value)) visit(one)
    }
  }
  visit(facts)
})

test('[REP-10] what is done again after it had succeeded began after what wanted it, and who takes it after the new one', async () => {
  const text = `pwos: 1
name: test
resources: { cpu: 1 }
stages:
  standard: { run: expose, outputs: { o: { path: o.json } } }
  calibrate:
    run: "fit \${{ stages.standard.outputs.o }}"
    outputs: { beam: { path: beam.json } }
    metrics: { m: number }
    gates: [{ name: sharp, check: m < 5, valid_for: { time: 1.5 s, from: standard } }]
  measure:
    foreach: { i: "\${{ range(3) }}" }
    run: "measure \${{ i }} \${{ stages.calibrate.outputs.beam }}"
`
  const { send, engine } = simulate({ behaviour: acts({ calibrate: { metrics: { m: 1 } } }) })
  const events = await send(startOf(text, { pools: { cpu: 1, memory: 8e9 } }))
  const run = engine.state.runs.get('r')
  if (run === undefined) throw new Error('it is there')
  const { criticalPath } = collectFacts(run, events)
  expect(criticalPath.steps.map(({ stage, attempt, link }) => `${stage}#${attempt} ${link}`)).toEqual([
    '0#1 start',
    '1#1 data',
    '2#1 data',
    expect.stringMatching(/^2#1 (resource|data)$/),
    '0#2 again',
    '1#2 data',
    expect.stringMatching(/^2#\d (data|resource)$/),
  ])
})
